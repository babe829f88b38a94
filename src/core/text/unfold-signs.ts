import { MAIL_PICTURE } from "./bare-address.js";
import { EMOJI, ZERO_WIDTH } from "./clean-text.js";
import { BRACKETED_DOT, SPOKEN_DOT } from "./email-domain.js";
import { BRACKETED_DOTS, BRACKETED_SIGNS, SPOKEN_DOTS } from "./spelled-signs.js";

const ENTITY_NAMES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  commat: "@",
  period: ".",
  lowbar: "_",
};

/** What people in China and Japan write in place of the `@`. */
const SIGN = "[#＃★☆●○◎◆◇■□♪＊△▲▽▼♡♥]";
/** A letter emoji or one of those signs in place of the `@`, before a free mail host; not the `#` of a link. */
const LETTER_AS_AT = new RegExp(
  `(?:(?<=[a-z0-9._-])(?:📧|✉|📩|💌|📨)\\uFE0F?|(?<=(?<![/\\w.-])[\\w.-]{2,40})${SIGN})(?=(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|gmx|web|naver|yandex|mail|qq|163|126|proton|protonmail|live|aol)\\.[a-z])`,
  "giu",
);
/** "把#换成@", "# = @", "★を@に": the text says that a sign stands for the `@`. */
const SIGN_IS_AT = new RegExp(
  `${SIGN}[」』"']?\\s?(?:の部分)?(?:换成|換成|改成|改为|改為|→|を|は|[-=]?>|=)\\s?(?:半角)?[「『"']?[@＠]`,
  "u",
);
const SIGN_IN_ADDRESS = new RegExp(`(?<=[\\w.-])${SIGN}(?=[a-z0-9])`, "giu");

/** Pictures of a letter, a letterbox or an e-mail. */
const LETTER_PICTURE = /[📧📨📩📤📥📬📭📪📫📮💌✉🖂]\uFE0F?/gu;

/** "<jane-at-shop-dot-example>". */
const HYPHENATED = /<([\w.+-]{1,64})-at-([\w.-]{2,80})>/gi;
/** "jane at big dash shop dot example", "mary dash ann at shop dot example". */
const SPOKEN_DASH =
  /(?<= at [\w-]{1,30}) dash (?=[\w-]{1,30} dot )|(?<=[\w.]) dash (?=[\w-]{1,30} at [\w-]{1,30} dot )/gi;

/** "gmail 닷컴", "gmailドットコム". */
const DOT_COM = /(?<=[a-z0-9])[ \t]?(?:닷컴|ドットコム)/gi;

/**
 * Normalises all spellings of the characters of addresses: entities, %40, emoji, invisible characters, look-alike letters,
 * "(dot)". A picture of a letter becomes `MAIL_PICTURE`, any other emoji a line break.
 */
export function unfold(text: string): string {
  return text
    .replace(/&#(\d{1,7}|x[0-9a-f]{1,6});/gi, (entity, code: string) => {
      const point = Number(code.replace(/^x/i, "0x"));
      return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
    })
    .replace(
      /&(amp|lt|gt|quot|nbsp|commat|period|lowbar);/gi,
      (_, name: string) => ENTITY_NAMES[name.toLowerCase()] ?? "",
    )
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(SIGN_IS_AT.test(text) ? SIGN_IN_ADDRESS : LETTER_AS_AT, "@")
    .replace(LETTER_PICTURE, `\n${MAIL_PICTURE}`)
    .replace(EMOJI, "\n")
    .replace(ZERO_WIDTH, "")
    .normalize("NFKC")
    .replace(HYPHENATED, (_, local: string, host: string) => `<${local}@${host.replace(/-dot-/gi, ".")}>`)
    .replace(SPOKEN_DASH, "-")
    .replace(DOT_COM, `${SPOKEN_DOT}com`)
    .replace(BRACKETED_SIGNS, (_, dash?: string, underscore?: string) =>
      dash ? "-" : underscore ? "_" : "+",
    )
    .replace(BRACKETED_DOTS, BRACKETED_DOT)
    .replace(SPOKEN_DOTS, SPOKEN_DOT);
}
