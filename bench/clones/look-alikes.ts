/**
 * The verdicts of the clone watch on people and brands that igminer's authors did not choose: names, bios, companies
 * and domains of @faker-js/faker (MIT) in 12 languages, in situations written here. The innocent ones are namesakes,
 * sisters, fans, and regional, store and career accounts; imitators copy a picture, a bio or a link, or make a claim or
 * a lure. Pictures are hashes, so that this measures the judgement alone. The baseline judges by username and display
 * name.
 */
import { allFakers, type Faker } from "@faker-js/faker";
import { displayNameSimilarity, usernameSimilarity } from "../../src/core/clones/names.js";
import type { Pair, PairSide } from "../../src/core/clones/pair.js";
import { judgePair } from "../../src/core/clones/score.js";

const LOCALES = ["en", "de", "es", "pt_BR", "fr", "it", "nl", "tr", "pl", "sv", "cs_CZ", "id_ID"] as const;
const PER_LOCALE = 12;
type Words = Record<"fan" | "claim" | "lure", string>;
const WORDS: Record<(typeof LOCALES)[number], Words> = {
  en: {
    fan: "Unofficial fan page",
    claim: "Backup account, old one got hacked",
    lure: "Message me on Telegram",
  },
  de: {
    fan: "Inoffizielle Fanseite",
    claim: "Neuer Account, der alte wurde gehackt",
    lure: "Schreib mir auf Telegram",
  },
  es: {
    fan: "Cuenta de fans, no oficial",
    claim: "Cuenta nueva, me hackearon la otra",
    lure: "Escríbeme por WhatsApp, gana dinero",
  },
  pt_BR: {
    fan: "Fã clube, não oficial",
    claim: "Conta nova, a outra foi hackeada",
    lure: "Me chama no zap, renda extra",
  },
  fr: {
    fan: "Compte fan non officiel",
    claim: "Nouveau compte, l'ancien a été piraté",
    lure: "Écris-moi sur Telegram",
  },
  it: {
    fan: "Pagina fan non ufficiale",
    claim: "Nuovo account, il vecchio è stato hackerato",
    lure: "Scrivimi su Telegram",
  },
  nl: {
    fan: "Fanpagina, niet officieel",
    claim: "Nieuw account, mijn oude is gehackt",
    lure: "Stuur me een bericht op Telegram",
  },
  tr: {
    fan: "Hayran sayfası, resmi değildir",
    claim: "Yeni hesabım, eskisi çalındı",
    lure: "Telegramdan yaz, para kazan",
  },
  pl: {
    fan: "Fanpage, nieoficjalny",
    claim: "Nowe konto, stare przejęte",
    lure: "Napisz do mnie na Telegramie, zarabiaj",
  },
  sv: { fan: "Fanpage", claim: "New account, old one hacked", lure: "WhatsApp me" },
  cs_CZ: { fan: "Fanpage", claim: "Backup account", lure: "Bitcoin, Telegram" },
  id_ID: {
    fan: "Akun fanbase, bukan akun resmi",
    claim: "Akun baru, yang lama dihack. Akun resmi",
    lure: "Chat saya di Telegram",
  },
};

interface Situation {
  isImitation: boolean;
  of: "person" | "brand";
  other(watched: PairSide, words: Words, faker: Faker): Partial<PairSide>;
}

const plain = (text: string) =>
  text
    .normalize("NFD")
    .toLowerCase()
    .replace(/ı/g, "i")
    .replace(/ł/g, "l")
    .replace(/ß/g, "ss")
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.|\.$/g, "");
const hashOf = (faker: Faker) => faker.string.hexadecimal({ length: 16, prefix: "", casing: "lower" });
const pictureOf = (phash: string) => ({ phash, variants: [], quality: 90, mark: null });
const near = (watched: PairSide) =>
  pictureOf((BigInt(`0x${watched.picture?.phash}`) ^ 0b101n).toString(16).padStart(16, "0"));
const few = { posts: 3, followers: 40, following: 600 };

const SITUATIONS: Record<string, Situation> = {
  "private and empty namesake": {
    isImitation: false,
    of: "person",
    other: (w) => ({
      username: w.username.replaceAll(".", "_"),
      biography: "",
      isPrivate: true,
      posts: 0,
      followers: 30,
    }),
  },
  "namesake with a number": {
    isImitation: false,
    of: "person",
    other: (w, _, f) => ({
      username: `${w.username}${f.number.int({ min: 70, max: 99 })}`,
      biography: "",
      picture: pictureOf(hashOf(f)),
      ...few,
    }),
  },
  "namesake with a life": {
    isImitation: false,
    of: "person",
    other: (w, _, f) => ({
      username: `${w.username.replace(".", "")}_`,
      biography: f.person.bio(),
      picture: pictureOf(hashOf(f)),
      posts: 120,
      followers: 500,
    }),
  },
  "namesake with official in the bio of a business": {
    isImitation: false,
    of: "person",
    other: (w, _, f) => ({
      username: `${w.username}.co`,
      fullName: `${w.fullName} Co.`,
      biography: `${f.company.catchPhrase()}. Official page`,
      externalLink: f.internet.url(),
      picture: pictureOf(hashOf(f)),
      posts: 200,
      followers: 3_000,
    }),
  },
  sister: {
    isImitation: false,
    of: "person",
    other: (w, _, f) => {
      const [, ...last] = w.fullName.split(" ");
      const first = f.person.firstName();
      return {
        username: plain(`${first} ${last.join(" ")}`),
        fullName: [first, ...last].join(" "),
        biography: "",
        picture: pictureOf(hashOf(f)),
        isPrivate: true,
        ...few,
      };
    },
  },
  "fan page": {
    isImitation: false,
    of: "person",
    other: (w, words) => ({
      username: `${w.username}_news`.slice(0, 30),
      fullName: w.fullName,
      biography: `${words.fan} @${w.username}`,
      picture: near(w),
      posts: 300,
      followers: 900,
    }),
  },
  "regional account, verified": {
    isImitation: false,
    of: "brand",
    other: (w, _, f) => ({
      username: `${w.username}_${f.helpers.arrayElement(["de", "at", "es", "fr", "brasil"])}`,
      fullName: `${w.fullName} ${f.helpers.arrayElement(["Deutschland", "España", "France", "Brasil"])}`,
      biography: w.fullName,
      picture: near(w),
      isVerified: true,
      posts: 500,
      followers: 9_000,
    }),
  },
  "career account on the domain": {
    isImitation: false,
    of: "brand",
    other: (w, _, f) => ({
      username: `${w.username}_${f.helpers.arrayElement(["jobs", "karriere", "careers", "vagas"])}`,
      fullName: `${w.fullName} Jobs`,
      biography: f.company.buzzPhrase(),
      externalLink: `${w.externalLink}/jobs`,
      picture: near(w),
      posts: 90,
      followers: 800,
    }),
  },
  "store account without a link": {
    isImitation: false,
    of: "brand",
    other: (w, _, f) => ({
      username: `${w.username}.store.${plain(f.location.city()).slice(0, 8)}`.slice(0, 29),
      fullName: `${w.fullName} Store ${f.location.city()}`,
      biography: f.location.streetAddress(),
      picture: near(w),
      posts: 150,
      followers: 2_000,
      following: 200,
    }),
  },
  "namesake of a brand": {
    isImitation: false,
    of: "brand",
    other: (w, _, f) => ({
      username: `${w.username}.${f.word.noun().slice(0, 6)}`,
      biography: f.person.bio(),
      picture: pictureOf(hashOf(f)),
      posts: 60,
      followers: 400,
    }),
  },
  stranger: {
    isImitation: false,
    of: "person",
    other: (_, words, f) => ({
      username: plain(f.internet.username()).slice(0, 25),
      fullName: f.person.fullName(),
      biography: words.lure,
      picture: pictureOf(hashOf(f)),
      ...few,
    }),
  },
  "full copy": {
    isImitation: true,
    of: "person",
    other: (w) => ({ username: `${w.username}_`, picture: near(w), ...few }),
  },
  "copy with the link": {
    isImitation: true,
    of: "brand",
    other: (w) => ({
      username: `${w.username}_official`,
      picture: near(w),
      externalLink: w.externalLink,
      ...few,
    }),
  },
  "picture alone": {
    isImitation: true,
    of: "person",
    other: (w) => ({ username: `${w.username}1`, biography: "", picture: near(w), ...few }),
  },
  "bio alone": {
    isImitation: true,
    of: "person",
    other: (w) => ({ username: `${w.username}x`, picture: null, ...few }),
  },
  "misspelt, picture, own bio": {
    isImitation: true,
    of: "person",
    other: (w, _, f) => ({
      username: w.username.replace(/(.)$/, "$1$1"),
      biography: f.person.bio(),
      picture: near(w),
      ...few,
    }),
  },
  "backup claimed, picture": {
    isImitation: true,
    of: "person",
    other: (w, words) => ({
      username: `${w.username}.new`,
      biography: words.claim,
      picture: near(w),
      ...few,
    }),
  },
  "claim without a picture": {
    isImitation: true,
    of: "person",
    other: (w, words) => ({ username: `${w.username}.new`, biography: words.claim, picture: null, ...few }),
  },
  "lure with the picture": {
    isImitation: true,
    of: "person",
    other: (w, words) => ({ username: `the_${w.username}`, biography: words.lure, picture: near(w), ...few }),
  },
  "prize of a brand": {
    isImitation: true,
    of: "brand",
    other: (w, words) => ({
      username: `${w.username}_giveaway`,
      biography: `Giveaway winners! ${words.lure}`,
      externalLink: "https://bit.ly/x1",
      picture: near(w),
      ...few,
    }),
  },
  "fan who lures": {
    isImitation: true,
    of: "person",
    other: (w, words) => ({
      username: `${w.username}_fanpage`,
      biography: `Private account for real fans. ${words.lure}`,
      picture: near(w),
      ...few,
    }),
  },
};

interface Judged {
  situation: string;
  isImitation: boolean;
  verdict: string;
  baseline: boolean;
}
const judged: Judged[] = [];
LOCALES.forEach((locale, at) => {
  const faker = allFakers[locale];
  faker.seed(20_261 + at);
  for (let turn = 0; turn < PER_LOCALE; turn++) {
    for (const [situation, { isImitation, of, other }] of Object.entries(SITUATIONS)) {
      const fullName =
        of === "person"
          ? `${faker.person.firstName()} ${faker.person.lastName()}`
          : (faker.company.name().split(/[ ,-]/)[0] ?? "");
      const username = plain(fullName).slice(0, 18);
      if (username.length < 5) continue;
      const watched: PairSide = {
        id: 1_000_000_000n,
        username,
        fullName,
        biography:
          of === "person" ? `${faker.person.bio()}, ${faker.location.city()}` : faker.company.catchPhrase(),
        externalLink: of === "brand" ? `https://${username.replaceAll(".", "-")}.com` : "",
        followers: of === "brand" ? 80_000 : 600,
        following: 300,
        posts: 120,
        isPrivate: false,
        isVerified: of === "brand",
        picture: pictureOf(hashOf(faker)),
      };
      const pair: Pair = {
        watched,
        other: {
          ...watched,
          id: 1_500_000_000n,
          isVerified: false,
          picture: null,
          externalLink: "",
          ...other(watched, WORDS[locale], faker),
        },
        isNamedInPosts: false,
      };
      const name = displayNameSimilarity(watched.fullName, pair.other.fullName);
      const baseline = usernameSimilarity(watched.username, pair.other.username) > 0.85 && name > 0.85;
      const { verdict, reasons } = judgePair(pair);
      judged.push({ situation, isImitation, verdict, baseline });
      if (process.argv.includes("--show") && isImitation !== ["clone", "suspicious"].includes(verdict))
        console.log(
          situation,
          "|",
          verdict,
          "|",
          pair.watched.username,
          pair.watched.fullName,
          "|",
          pair.other.username,
          "|",
          pair.other.biography,
          "|",
          reasons.join("; "),
        );
    }
  }
});

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const VERDICTS = ["clone", "suspicious", "fan", "official", "affiliate", "unrelated"];
console.log(
  `| situation | pairs | ${VERDICTS.join(" | ")} |\n|---|---:|${VERDICTS.map(() => "---:").join("|")}|`,
);
for (const situation of Object.keys(SITUATIONS)) {
  const all = judged.filter((each) => each.situation === situation);
  console.log(
    `| ${situation} | ${all.length} | ${VERDICTS.map((verdict) => percent(all.filter((each) => each.verdict === verdict).length, all.length)).join(" | ")} |`,
  );
}
const ALARMS: Record<string, (each: Judged) => boolean> = {
  "like name and username (baseline)": ({ baseline }) => baseline,
  "`clone`": ({ verdict }) => verdict === "clone",
  "`clone` or `suspicious`": ({ verdict }) => verdict === "clone" || verdict === "suspicious",
};
console.log("\n| alarm | precision | recall | F1 | false alarms |\n|---|---:|---:|---:|---:|");
for (const [name, isAlarm] of Object.entries(ALARMS)) {
  const alarms = judged.filter(isAlarm);
  const found = alarms.filter(({ isImitation }) => isImitation).length;
  const imitations = judged.filter(({ isImitation }) => isImitation).length;
  const [precision, recall] = [found / alarms.length, found / imitations];
  console.log(
    `| ${name} | ${percent(found, alarms.length)} | ${percent(found, imitations)} | ${((2 * precision * recall) / (precision + recall)).toFixed(3)} | ${percent(alarms.length - found, judged.length - imitations)} |`,
  );
}
