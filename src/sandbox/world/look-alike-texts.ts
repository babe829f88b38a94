import { pick } from "../random.js";
import type { Account } from "./account.js";
import { LANGUAGES } from "./languages.js";

/** The kinds of look-alikes; the first four imitate, the others are only similar. */
export const LOOK_ALIKE_KINDS = [
  "copy",
  "typo",
  "backup",
  "romance",
  "fan",
  "namesake",
  "second account",
  "neighbour",
] as const;
export type LookAlikeKind = (typeof LOOK_ALIKE_KINDS)[number];

/** A stream of hashes, one per call. */
export type Dice = () => number;

const SUFFIXES = [
  "official",
  "real",
  "ig",
  "tv",
  "xo",
  "xx",
  "life",
  "page",
  "acc",
  "7",
  "99",
  "123",
  "1",
  "2",
];
const BACKUP_WORDS = [
  "backup",
  "backup2",
  "2nd",
  "private",
  "priv",
  "new",
  "real",
  "2",
  "02",
  "acc2",
  "official",
];
const FAN_PATTERNS: readonly ((name: string, first: string) => string)[] = [
  (name) => `${name}_fan`,
  (name) => `${name}.fans`,
  (name) => `${name}fanpage`,
  (name) => `fanpage.${name}`,
  (name) => `team_${name}`,
  (name) => `daily.${name}`,
  (_name, first) => `we.love.${first}`,
  (name) => `${name}.updates`,
];
const LURES = [
  "Widowed ❤️ looking for something real. Telegram only",
  "God fearing 🙏 engineer offshore. Write me on WhatsApp",
  "Crypto changed my life 📈 DM to learn how",
  "Military doctor 🇺🇸 single dad. Message me",
  "Helping people earn from home 💸 text me now",
  "Only serious people ❤️",
  "Simple and honest, love to travel 🌍",
  "Join my private channel, link below 👇",
];
const CONFUSED: Record<string, string> = { a: "а", e: "е", o: "о", i: "і", c: "с", p: "р", s: "ѕ", y: "у" };

/** A username typical of a kind. It does not follow igminer's own rules, and sometimes combines two changes. */
export function usernameLike(kind: LookAlikeKind, original: Account, dice: Dice): string {
  const { username: name, person } = original;
  const { first, last } = person;
  const digits = String(dice() % 100);
  switch (kind) {
    case "copy": {
      const turn = dice() % 20;
      if (turn < 9) return separated(name, dice);
      if (turn < 13) return `${name}${digits}`;
      if (turn < 17) return `${name}${pick(["_", ".", ""], dice())}${pick(SUFFIXES, dice())}`;
      return separated(mistyped(name, dice), dice);
    }
    case "typo": {
      const once = mistyped(name, dice);
      return dice() % 4 === 0 ? mistyped(once, dice) : once;
    }
    case "backup":
      return dice() % 5 === 0
        ? `${pick(["real", "the", "its", "new"], dice())}${pick(["", "_", "."], dice())}${name}`
        : `${name}${pick(["_", ".", ""], dice())}${pick(BACKUP_WORDS, dice())}`;
    case "romance": {
      if (dice() % 5 < 2) return separated(name, dice);
      const other = pick(pick(LANGUAGES, dice()).last, dice());
      return `${first}${pick(["_", ".", ""], dice())}${pick([other, last, "smiles", "heart"], dice())}${digits}`;
    }
    case "fan":
      return pick(FAN_PATTERNS, dice())(name, first);
    case "namesake":
      return pick(
        [
          `${first}${last}${digits}`,
          `${last}${first}`,
          `${first}.${last}.${digits}`,
          `${first.charAt(0)}.${last}`,
          `${first}${last}`,
          `${first}__${last}`,
          `its.${first}${last}`,
        ],
        dice(),
      );
    case "second account":
      return pick(
        [
          `${name}.private`,
          `${first}s.kitchen`,
          `${name}_2`,
          `${name}.priv`,
          `${first}.${last}.travels`,
          `its.${first}.${last}`,
          `${first}${last}.art`,
        ],
        dice(),
      );
    case "neighbour":
      return dice() % 2 === 0 ? mistyped(name, dice) : `${name}${digits}`;
  }
}

/** A display name typical of a kind. */
export function fullNameLike(kind: LookAlikeKind, { fullName }: Account, dice: Dice): string {
  const [first = "", last = ""] = fullName.split(" ");
  const turn = dice() % 100;
  const other = () => pick(pick(LANGUAGES, dice()).last, dice());
  switch (kind) {
    case "copy":
      if (turn < 65) return fullName;
      if (turn < 80) return confused(fullName, dice);
      return turn < 92 ? `${fullName} ${pick(["✨", "✔️", "🌸", "•"], dice())}` : mistypedName(fullName, dice);
    case "typo":
      if (turn < 60) return fullName;
      if (turn < 75) return confused(fullName, dice);
      return turn < 85 ? mistypedName(fullName, dice) : first;
    case "backup":
      return turn < 60 ? fullName : turn < 90 ? `${fullName} (backup)` : `${first} private`;
    case "romance":
      if (turn < 35) return fullName;
      return turn < 85 ? `${first} ${titled(other())}` : `Dr. ${first} ${titled(other())}`;
    case "fan":
      return turn < 45 ? `${fullName} Fanpage` : turn < 70 ? fullName : `Fans of ${first} ${last}`;
    case "namesake":
      return turn < 85 ? fullName : `${first} ${pick(["M.", "A.", "J."], dice())} ${last}`;
    case "second account":
      return turn < 60 ? fullName : turn < 85 ? first : `${first}'s kitchen`;
    case "neighbour":
      return turn < 30
        ? `${first} ${titled(other())}`
        : `${titled(pick(pick(LANGUAGES, dice()).first, dice()))} ${last}`;
  }
}

/** A bio typical of a kind. */
export function biographyLike(kind: LookAlikeKind, original: Account, dice: Dice): string {
  const { biography, username, fullName, person } = original;
  const own = () =>
    pick(person.language.bios, dice()).replaceAll("{city}", pick(person.language.cities, dice()));
  const altered = () =>
    biography
      .split("\n")
      .slice(0, 1)
      .concat(pick(["", "💫", "new here"], dice()))
      .join("\n");
  const turn = dice() % 100;
  switch (kind) {
    case "copy":
      return turn < 50 ? biography : turn < 75 ? "" : altered();
    case "typo":
      return turn < 30 ? biography : turn < 70 ? "" : turn < 85 ? own() : altered();
    case "backup":
      if (turn < 50)
        return pick(
          [
            `Backup account. My main @${username} got hacked`,
            "New account, the old one was hacked 😢 follow me here",
            `Private account of ${fullName}`,
            "My only other account, ignore fakes",
          ],
          dice(),
        );
      return turn < 70 ? biography : "";
    case "romance":
      return turn < 60 ? pick(LURES, dice()) : turn < 85 ? own() : "";
    case "fan":
      if (turn < 50) return `Fan account for @${username} ❤️`;
      if (turn < 70)
        return pick(["We love you ❤️ not affiliated", "Daily pictures, not impersonating"], dice());
      return turn < 85 ? "" : biography;
    case "namesake":
    case "neighbour":
      return turn < 85 ? own() : "";
    case "second account":
      if (turn < 35)
        return pick([`2nd account of @${username}`, `main: @${username}`, "only close friends"], dice());
      return turn < 70 ? own() : turn < 80 ? biography : "";
  }
}

function separated(name: string, dice: Dice): string {
  const middle = name.search(/[._]/);
  const half = middle > 0 ? middle : Math.floor(name.length / 2);
  return pick(
    [
      `${name}_`,
      `_${name}`,
      `${name}__`,
      `_${name}_`,
      name.replace(/[._]/, ""),
      name.replace(/[._]/, "__"),
      name.replace(".", "_"),
      name.replace("_", "."),
      `${name.slice(0, half)}_${name.slice(half)}`,
      `${name}.`.concat("x"),
    ],
    dice(),
  );
}

function mistyped(name: string, dice: Dice): string {
  const at = 1 + (dice() % Math.max(1, name.length - 1));
  const letter = name[at] as string;
  const random = String.fromCharCode(97 + (dice() % 26));
  const looks: Record<string, string> = { o: "0", l: "i", i: "l", e: "3", s: "5", m: "rn", a: "e" };
  return pick(
    [
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + letter + name.slice(at),
      name.slice(0, at - 1) + letter + name[at - 1] + name.slice(at + 1),
      name.slice(0, at) + (looks[letter] ?? random) + name.slice(at + 1),
      name.slice(0, at) + random + name.slice(at + 1),
      name.slice(0, at) + random + name.slice(at),
    ],
    dice(),
  );
}

function mistypedName(fullName: string, dice: Dice): string {
  const at = 1 + (dice() % (fullName.length - 1));
  return fullName.slice(0, at) + fullName.slice(at + 1);
}

/** Some letters in Cyrillic, or all in mathematical bold. */
function confused(fullName: string, dice: Dice): string {
  if (dice() % 3 === 0)
    return fullName.replace(/[a-zA-Z]/g, (letter) => {
      const code = letter.charCodeAt(0);
      return String.fromCodePoint(code < 91 ? 0x1d400 + code - 65 : 0x1d41a + code - 97);
    });
  return fullName.replace(/[aeoicpsy]/g, (letter) =>
    dice() % 2 === 0 ? (CONFUSED[letter] ?? letter) : letter,
  );
}

function titled(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
