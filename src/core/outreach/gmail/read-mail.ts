import PostalMime, { type Attachment, addressParser, type Email } from "postal-mime";
import { readAddress } from "../../email/address.js";
import { type BouncedRecipient, readDeliveryStatus } from "./bounce/delivery-status.js";
import { type HeaderBlock, readHeaderBlock } from "./bounce/header-block.js";
import { readSesNotification, type SesNotification } from "./bounce/ses-notification.js";

/** The parts of a message by which it is judged. */
export interface Mail {
  /** Values by lower-case name, in order; folded lines joined. */
  headers: HeaderBlock;
  /** The media type and its parameters in lower case, as in the header. */
  contentType: string;
  /** The first address of its From, in the stored form of addresses; null if there is none that is valid. */
  sender: string | null;
  /** All addresses of its From, which may be several (RFC 5322 §3.6.2) or a group (RFC 6854). */
  senders: string[];
  /** Where answers go, if the message says so (Reply-To). */
  repliesTo: string[];
  /** It has no return path, or an empty sender: no person sends so (RFC 5321 §4.5.5). */
  isFromNobody: boolean;
  recipients: string[];
  subject: string;
  /** Its first text, which holds a mail system's words about a returned message. */
  text: string;
  /** null if the message has no delivery report (RFC 3464). */
  deliveryStatus: BouncedRecipient[] | null;
  /** The fields of a complaint (RFC 5965), or null. */
  feedback: HeaderBlock | null;
  /** The notification of Amazon SES, or null. */
  ses: SesNotification | null;
  /** The head of the message that it returns (RFC 6522), or null. */
  returned: HeaderBlock | null;
  /** It could not be read completely; nothing is known of the missing part. */
  isPartial: boolean;
}

/** The rest is not read: reports and their texts come first. */
export const MOST_BYTES = 1_048_576;
/** The limit for the head, if the rest cannot be read. */
const MOST_HEAD_BYTES = 65_536;
const MOST_TEXT = 65_536;
/** Each line costs the parser as much as a kilobyte; a report or a letter has some hundred lines. */
const MOST_LINES = 10_000;
const MOST_SUBJECT = 1_000;
/** The limit for a header field; this much of a list of recipients or references is enough to identify them. */
const MOST_FIELD = 8_192;
const MOST_NESTING = 40;

/**
 * Reads a message according to RFC 5322 and MIME: its first megabyte, or 10,000 lines. Never throws: unreadable parts
 * are treated as missing. With these limits no message takes more than a second or two, whatever it contains
 * (`bench:hostile-text`).
 */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  const cut = raw.subarray(0, Math.min(MOST_BYTES, endOfLines(raw)));
  try {
    // A large message is no problem; one whose head alone is too large is.
    const email = await parse(withShortFields(cut));
    const inner = reportWithin(email);
    return mailOf(
      inner === null ? email : await parse(inner).then((found) => ({ ...email, ...partsOf(found) })),
      email.text || email.html || email.attachments.length > 0 ? "" : bodyOf(cut),
      cut.length < raw.length && endOfHead(cut) < 0,
    );
  } catch {
    return mailOf(await parse(headOf(cut)).catch(() => EMPTY), "", true);
  }
}

const EMPTY: Email = { headers: [], headerLines: [], attachments: [] };

function parse(raw: Uint8Array | string): Promise<Email> {
  return PostalMime.parse(raw, {
    attachmentEncoding: "utf8",
    maxNestingDepth: MOST_NESTING,
    maxRfc822NestingDepth: 0,
  });
}

/** @returns the end of the last line to read. */
function endOfLines(raw: Uint8Array): number {
  let end = -1;
  for (let line = 0; line < MOST_LINES; line++) {
    end = raw.indexOf(0x0a, end + 1);
    if (end < 0) return raw.length;
  }
  return end + 1;
}

/** @returns the start of the empty line that ends the head, or -1. */
function endOfHead(raw: Uint8Array): number {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = [bytes.indexOf("\r\n\r\n"), bytes.indexOf("\n\n")].filter((end) => end >= 0);
  return ends.length === 0 ? -1 : Math.min(...ends);
}

/** The parser's time is quadratic in a field's length: all fields of the head are cut before it runs. */
function withShortFields(raw: Uint8Array): Uint8Array {
  const found = endOfHead(raw);
  const end = found < 0 ? raw.length : found;
  if (end <= MOST_FIELD) return raw;
  const fields = Buffer.from(raw.subarray(0, end))
    .toString("latin1")
    .split(/\r?\n(?![ \t])/);
  const head = fields.map((field) => field.slice(0, MOST_FIELD)).join("\r\n");
  return Buffer.concat([Buffer.from(head, "latin1"), raw.subarray(end)]);
}

/** The head up to its empty line, without the fields that describe the body's format. */
function headOf(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw.subarray(0, MOST_HEAD_BYTES)).toString("latin1");
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return Buffer.from(
    `${text.slice(0, end).replace(/^content-type:/gim, "X-Content-Type:")}\r\n\r\n`,
    "latin1",
  );
}

/** The raw body, for a message whose boundary is not the one in its head, so that no part was found. */
function bodyOf(raw: Uint8Array): string {
  const end = endOfHead(raw);
  return end < 0
    ? ""
    : Buffer.from(raw.subarray(end, end + MOST_TEXT))
        .toString("utf8")
        .trim();
}

/** A gateway may put a report into a message of its own; the report counts. */
function reportWithin({ attachments }: Email): string | null {
  if (attachments.some(({ mimeType }) => mimeType.endsWith("delivery-status"))) return null;
  const found = attachments.find(({ mimeType }) => mimeType === "message/rfc822");
  const content = found === undefined ? "" : String(found.content);
  const type = readHeaderBlock(content).get("content-type")?.[0] ?? "";
  return /^multipart\/report\b.*delivery-status/i.test(type) ? content : null;
}

function partsOf({ text, html, attachments }: Email): Partial<Email> {
  return { text, html, attachments };
}

function mailOf(
  { headers, from, to, subject, text, html, attachments }: Email,
  body: string,
  isPartial: boolean,
): Mail {
  const byName = new Map<string, string[]>();
  for (const { key, value } of headers) {
    const values = byName.get(key);
    const kept = value.slice(0, MOST_FIELD);
    if (values === undefined) byName.set(key, [kept]);
    else values.push(kept);
  }
  const part = (...types: string[]) => attachments.find(({ mimeType }) => types.includes(mimeType));
  const report = part("message/delivery-status", "message/global-delivery-status", "message/deliverystatus");
  const feedback = part("message/feedback-report");
  const returned = part(
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "text/rfc822",
    "message/global",
    "message/global-headers",
  );
  const words = text?.trim() ? text : html ? textOfHtml(html) : textAttachment(attachments) || body;
  const written = addressesIn(byName.get("from"));
  const senders = written.length > 0 ? written : [addressOf(from?.address)].filter((email) => email !== null);
  const ses = report === undefined ? readSesNotification(words.slice(0, MOST_TEXT)) : null;
  return {
    headers: byName,
    contentType: (byName.get("content-type")?.[0] ?? "").toLowerCase(),
    sender: senders[0] ?? null,
    senders,
    repliesTo: addressesIn(byName.get("reply-to")),
    isFromNobody: isNobody(byName),
    recipients: (to ?? []).flatMap(({ address }) => addressOf(address) ?? []),
    subject: (subject ?? "").slice(0, MOST_SUBJECT),
    text: words.slice(0, MOST_TEXT),
    deliveryStatus:
      ses !== null ? ses.recipients : report === undefined ? null : readDeliveryStatus(contentOf(report)),
    ses,
    feedback: feedback === undefined ? null : readHeaderBlock(contentOf(feedback)),
    returned: returned === undefined ? null : readHeaderBlock(contentOf(returned)),
    isPartial,
  };
}

function contentOf({ content }: Attachment): string {
  return String(content).slice(0, MOST_TEXT);
}

function textAttachment(attachments: readonly Attachment[]): string {
  const found = attachments.find(({ mimeType }) => mimeType === "text/plain");
  return found === undefined ? "" : contentOf(found);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', nbsp: " " };

/** The words of an HTML page, with line breaks at the ends of blocks. */
function textOfHtml(html: string): string {
  return html
    .slice(0, 4 * MOST_TEXT)
    .replace(/<(?:style|script)\b[^<]{0,20000}<\/(?:style|script)>/gi, " ")
    .replace(/<(?:br|p|div|tr|li|h\d|\/p|\/div|\/tr|\/table|\/li)\b[^<>]{0,2000}>/gi, "\n")
    .replace(/<\/?[a-z!][^<>]{0,2000}>/gi, " ")
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&([a-z]{2,6});/gi, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity);
}

function isNobody(headers: HeaderBlock): boolean {
  const path = headers.get("return-path")?.[0];
  const from = headers.get("from")?.[0];
  return (
    (path !== undefined && /^<?\s*>?$/.test(path.trim())) ||
    (from !== undefined && /<\s*>$/.test(from.trim()))
  );
}

/** A field with more addresses is no letter's. */
const MOST_ADDRESSES = 20;

function addressesIn(values: readonly string[] | undefined): string[] {
  const found = addressParser((values ?? []).join(", "), { flatten: true }).slice(0, MOST_ADDRESSES);
  return [...new Set(found.flatMap(({ address }) => addressOf(address) ?? []))];
}

function addressOf(text: string | undefined): string | null {
  if (!text) return null;
  const reading = readAddress(text);
  return reading.isValid ? reading.address.email : null;
}
