import { addressesInText } from "./addresses.js";

/** Header fields by lower-case name, folded lines joined, in order. */
export type HeaderBlock = ReadonlyMap<string, readonly string[]>;

const FIELD = /^([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:[ \t]*(.*)$/;
/** Further lines of a returned message's head are not read. */
const MOST_LINES = 400;

/** Reads the header fields at the beginning of a text, up to the first line that is empty or no field. */
export function readHeaderBlock(text: string): HeaderBlock {
  const fields = new Map<string, string[]>();
  let last: string[] | null = null;
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    if (/^[ \t]+\S/.test(line) && last !== null) {
      last.push(`${last.pop() ?? ""} ${line.trim()}`);
      continue;
    }
    const [, name, value = ""] = FIELD.exec(line) ?? [];
    if (name === undefined) {
      if (fields.size > 0) break;
      continue;
    }
    last = fields.get(name.toLowerCase()) ?? [];
    last.push(value.trim());
    fields.set(name.toLowerCase(), last);
  }
  return fields;
}

const WRITTEN_TO = ["x-failed-recipients", "x-envelope-to", "to", "delivered-to", "x-original-to", "cc"];
const WRITTEN_BY = [
  "from",
  "sender",
  "reply-to",
  "return-path",
  "errors-to",
  "x-envelope-from",
  "envelope-from",
];

/** The recipients of a returned message, from the most reliable field that names any. */
export function writtenTo(returned: HeaderBlock): string[] {
  for (const name of WRITTEN_TO) {
    const found = (returned.get(name) ?? []).flatMap(addressesInText);
    if (found.length > 0) return found;
  }
  const received = returned.get("received")?.at(-1) ?? "";
  return addressesInText(/\bfor\s+(<?\S{1,200})/.exec(received)?.[1] ?? "").slice(0, 1);
}

/** The sender of a returned message: us, under any of our names. */
export function writtenBy(returned: HeaderBlock): string[] {
  return WRITTEN_BY.flatMap((name) => (returned.get(name) ?? []).flatMap(addressesInText));
}
