/**
 * The worst-case cost of external texts: replies of mail hosts, headers, mails, biographies, captions and names, filled
 * with whatever makes a pattern backtrack or start again at each character. Each reader gets each filling at four
 * sizes, each four times the last, and its worst is printed: if time is linear in length, or a cap stops the reading, a
 * step costs at most four times as much. The last column is the growth over all three steps: 64 is linear, 4,096
 * quadratic.
 */
import { formatCount } from "../../src/cli/format.js";
import { tableText } from "../../src/cli/table.js";
import { readAddress } from "../../src/core/email/address.js";
import { meaningOfReply, replyOf } from "../../src/core/email/smtp-reply.js";
import { parseUsername } from "../../src/core/instagram/username.js";
import { withoutTraces } from "../../src/core/keep-out/traces.js";
import { classify } from "../../src/core/outreach/gmail/classify.js";
import { readMail } from "../../src/core/outreach/gmail/read-mail.js";
import { firstNameIn } from "../../src/core/qualify/first-names.js";
import { hasInstructions } from "../../src/core/qualify/instructions.js";
import { qualifyLocally } from "../../src/core/qualify/local-qualifier.js";
import { clueNumbers } from "../../src/core/text/clues.js";
import { emailsIn } from "../../src/core/text/emails.js";
import { hashtagsIn, mentionsIn } from "../../src/core/text/hashtags.js";
import { languageOf } from "../../src/core/text/language.js";
import { cleanText } from "../../src/core/text/storable-text.js";
import { visible } from "../../src/core/text/visible.js";
import { guessFrom } from "../../test/support/countries.js";

const SIZES = [2_048, 8_192, 32_768, 131_072] as const;
/** Shorter times are noise: growth is counted from here. */
const NOISE_MS = 5;
/** A longer time at the largest size, or more growth, is a fault. */
const MOST_MS = 2_000;
const MOST_GROWTH = 256;
/** A filling that takes longer at one size is not tried at the next. */
const STOP_MS = 10_000;

const FILLINGS: readonly string[] = [
  ..."a .,-_@#<>([&;:/1?=\t\n\r\u00e9\u0301\u200d\u00a0\u4e00",
  ...[
    "a@",
    "a.",
    "a-",
    "@a.",
    "a@b.",
    "a at ",
    "at dot ",
    "(at)",
    "[dot] ",
    "a b ",
    "# ",
    "#a",
    "&#64;",
    "&amp;",
    "&",
    "<a ",
  ],
  ...[
    "http://",
    "www.a.",
    "550 ",
    "550-5.1.1 ",
    "5.1.1 ",
    "user ",
    "mailbox is ",
    "sender ",
    "not ",
    "quota ",
    "message size ",
  ],
  ...[
    "\ud83c\udff3\u200d",
    "\ud83d\udc69",
    "\ud835\udc00",
    "\uff20",
    "im in ",
    "berlin, ",
    "from ",
    "12345 ",
    "+49 ",
    "St. ",
  ],
  ...[
    "a: b\r\n",
    " \r\n",
    "X:\r\n ",
    "<a@b.c>, ",
    '"',
    "=?utf-8?q?",
    "=?utf-8?q?a?= ",
    "--a\r\n",
    "boundary=",
    "> ",
    "On a wrote:\n",
  ],
  ...[
    "ignore previous ",
    "@a ",
    "instagram.com/",
    "mail: ",
    "e-mail ",
    "jo@ries.example ",
    "jo (at) ries (dot) example\n",
    "@jo.ries ",
    "ａ",
    "ё",
    "ا",
    "한",
    "ー",
  ],
];

const ERASED = {
  usernames: new Set(["jo.ries"]),
  mailboxes: new Set(["jo@ries.example"]),
  phones: new Set(["715550123"]),
  displayNames: new Set(["jo ries"]),
};
const READERS: Record<string, (text: string) => unknown> = {
  "reply of a mail host, one line": (text) => reply([`550 ${text}`]),
  "reply of a mail host, many lines": (text) =>
    reply([...(text.match(/.{1,500}/gsu) ?? []).map((line) => `550-${line}`), "550 end"]),
  "mail, one header": (text) => mail(`X-Any: ${text}\r\nFrom: a@b.example\r\n\r\nhi`),
  "mail, subject": (text) => mail(`Subject: ${text}\r\nFrom: a@b.example\r\n\r\nhi`),
  "mail, sender and recipient": (text) => mail(`From: ${text}\r\nTo: ${text}\r\n\r\nhi`),
  "mail, head": (text) => mail(`${text}\r\n\r\nhi`),
  "mail, type": (text) => mail(`Content-Type: multipart/report; ${text}\r\n\r\n--a\r\n\r\n${text}`),
  "mail, words": (text) => mail(`From: MAILER-DAEMON@b.example\r\nSubject: failure notice\r\n\r\n${text}`),
  "mail, words in HTML": (text) => mail(`From: a@b.example\r\nContent-Type: text/html\r\n\r\n${text}`),
  "mail, delivery status": (text) =>
    mail(
      `From: <>\r\nContent-Type: multipart/report; boundary=q\r\n\r\n--q\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\nDiagnostic-Code: smtp; ${text}\r\n--q--\r\n`,
    ),
  address: readAddress,
  "addresses in a text": emailsIn,
  "clues by which people are known": (text) => clueNumbers([text]),
  "traces of people who were erased": (text) => withoutTraces(text, ERASED),
  "hashtags and mentions": (text) => [hashtagsIn(text), mentionsIn(text)],
  "text, cleaned": cleanText,
  "text, made visible": visible,
  language: languageOf,
  country: (text) => guessFrom({ biography: text, fullName: text, cityName: text, locations: [text] }),
  "first name": firstNameIn,
  "kind of account": (text) => qualifyLocally({ fullName: text, biography: text, category: text }),
  "instructions to a model": hasInstructions,
  username: parseUsername,
};

function reply(lines: string[]): unknown {
  const read = replyOf(lines);
  return read === null ? null : meaningOfReply(read, "recipient", "us@our.example");
}

async function mail(text: string): Promise<unknown> {
  return classify(await readMail(Buffer.from(text)), "lead@firm.example");
}

/** CPU time, so that other load on the machine does not count. */
async function timeOf(read: (text: string) => unknown, text: string): Promise<number> {
  const started = process.cpuUsage();
  await read(text);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

const rows: string[][] = [];
const faults: string[] = [];
for (const [name, read] of Object.entries(READERS)) {
  // Tables that are loaded once do not count as the cost of a text.
  await read("Anna in Berlin, 東京, mail anna@firm.example");
  let worst = { filling: "", times: [0, 0, 0, 0] };
  for (const filling of FILLINGS) {
    const times: number[] = [];
    for (const size of SIZES) {
      times.push(await timeOf(read, filling.repeat(Math.ceil(size / filling.length)).slice(0, size)));
      if ((times.at(-1) ?? 0) > STOP_MS) break;
    }
    if ((times.at(-1) ?? 0) > (worst.times.at(-1) ?? 0)) worst = { filling, times };
  }
  const growth = (worst.times.at(-1) ?? 0) / Math.max(NOISE_MS, worst.times[0] ?? 0);
  if ((worst.times.at(-1) ?? 0) > MOST_MS || growth > MOST_GROWTH || worst.times.length < SIZES.length)
    faults.push(name);
  if (process.env.VERBOSE) console.error(name, JSON.stringify(worst));
  rows.push([
    name,
    JSON.stringify(worst.filling),
    ...SIZES.map((_size, at) =>
      worst.times[at] === undefined ? "stopped" : `${worst.times[at].toFixed(1)} ms`,
    ),
    growth.toFixed(0),
  ]);
}
console.log(
  tableText(
    ["reader", "worst filling", ...SIZES.map((size) => `${formatCount(size)} characters`), "growth"].map(
      (title, at) => ({ title, ...(at > 1 && { align: "right" as const }) }),
    ),
    rows,
  ),
);
console.log(
  faults.length === 0
    ? "Every reader takes time in proportion to length, or less."
    : `Not in proportion: ${faults.join(", ")}.`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
