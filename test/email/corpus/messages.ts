import { FORMS, type Form } from "./forms.js";
import { isHard, REASONS, type Reason } from "./refusals.js";

/** A bounce of the corpus with its labels. */
export interface CorpusBounce {
  name: string;
  raw: Buffer;
  email: string;
  isHard: boolean;
  reason: Reason;
}

const crlf = (text: string) => text.replaceAll(/\r?\n/g, "\r\n");

/** Every form with seven reasons, so that all reasons occur; the recipient differs in each. */
export const BOUNCES: readonly CorpusBounce[] = FORMS.flatMap((form, at) =>
  [0, 1, 2, 3, 4, 5, 6].map((turn) => bounceOf(form, (at * 7 + turn * 5) % REASONS.length, at * 7 + turn)),
);

function bounceOf(form: Form, which: number, number: number): CorpusBounce {
  const reason = REASONS[which] as Reason;
  const email = `lead${number}.${["anna", "bo", "cem"][number % 3]}@firm${number % 17}.example`;
  const words = reason.words.replaceAll("{}", email);
  return {
    name: `${form.system}: ${reason.code} ${reason.status} ${reason.words}`,
    raw: Buffer.from(crlf(form.write({ to: email, code: reason.code, status: reason.status, words }))),
    email,
    isHard: isHard(reason),
    reason,
  };
}

/** The same message as other programs encode it; its meaning stays. */
export const VARIANTS: Readonly<Record<string, (raw: string) => Buffer>> = {
  "line ends of Unix": (raw) => Buffer.from(raw.replaceAll("\r\n", "\n")),
  "names of fields in other letters": (raw) =>
    Buffer.from(
      raw.replace(/^(Return-Path|From|To|Subject|Content-Type|MIME-Version):/gim, (name) =>
        name.toUpperCase(),
      ),
    ),
  "folded subject": (raw) => Buffer.from(raw.replace(/^Subject: (\S+) /m, "Subject: $1\r\n\t")),
  "encoded subject": (raw) =>
    Buffer.from(
      raw.replace(/^Subject: ([\x20-\x7e]+)$/m, (_, text: string) =>
        text.startsWith("=?")
          ? `Subject: ${text}`
          : `Subject: =?utf-8?B?${Buffer.from(text).toString("base64")}?=`,
      ),
    ),
  "fields in another order": (raw) => {
    const end = raw.indexOf("\r\n\r\n");
    const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
    return Buffer.from(`${fields.reverse().join("\r\n")}${raw.slice(end)}`);
  },
  "text as quoted-printable": (raw) => Buffer.from(asEncoded(raw, "quoted-printable", quoted)),
  "text as base64": (raw) =>
    Buffer.from(
      asEncoded(raw, "base64", (text) => Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\r\n")),
    ),
  "cut off in the returned message": (raw) =>
    Buffer.from(raw.slice(0, raw.indexOf("may we ask") < 0 ? raw.length : raw.indexOf("may we ask"))),
};

/** Encodes the first text: the whole of a plain message, or the first part. */
function asEncoded(raw: string, encoding: string, encode: (text: string) => string): string {
  const at = /^Content-Type: text\/plain[^\r\n]*\r\n\r\n/im.exec(raw);
  if (at === null) return raw;
  const from = at.index + at[0].length;
  const end = raw.indexOf("\r\n--=_", from);
  const [text, rest] = end < 0 ? [raw.slice(from), ""] : [raw.slice(from, end), raw.slice(end)];
  const head = at[0].replace(/\r\n\r\n$/, `\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`);
  return `${raw.slice(0, at.index)}${head}${encode(text)}${rest}`;
}

function quoted(text: string): string {
  return text
    .split("\r\n")
    .map((line) =>
      [...Buffer.from(line)]
        .map((byte) =>
          byte < 32 || byte > 126 || byte === 61
            ? `=${byte.toString(16).toUpperCase().padStart(2, "0")}`
            : String.fromCharCode(byte),
        )
        .join("")
        .replace(/(?:=[0-9A-F]{2}|[^=]){60,72}(?=.)/g, "$&=\r\n"),
    )
    .join("\r\n");
}
