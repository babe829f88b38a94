import { addressesInText } from "./addresses.js";

/** One recipient of a delivery report (RFC 3464, section 2.3). */
export interface BouncedRecipient {
  /** The recipient that was not reached, in the stored form of addresses; null if the report names none. */
  email: string | null;
  /** Other addresses of the same recipient: the one we wrote to, and its expansion. */
  aliases: string[];
  /** failed | delayed | delivered | relayed | expanded, as reported; empty if missing. */
  action: string;
  /** Such as 5.1.1 (RFC 3463); empty if missing. */
  status: string;
  diagnostic: string | null;
  /** The words after the status; empty if there are none. */
  comment: string;
}

const FIELD = /^[ \t>]{0,4}([A-Za-z][A-Za-z-]{2,40})[ \t]*:[ \t]*(.*)$/;
const RECIPIENT_FIELDS = ["final-recipient", "original-recipient", "x-actual-recipient"] as const;
/** Further groups are not read: no message goes to so many recipients. */
const MOST_GROUPS = 200;

/**
 * Reads the fields of a message/delivery-status part: those of the message, then a group per recipient. A group begins
 * after an empty line or with a repeated field, since some systems omit the empty lines.
 */
export function readDeliveryStatus(text: string): BouncedRecipient[] {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  let last: string | null = null;
  const close = () => {
    if (group.size > 0) groups.push(group);
    group = new Map();
    last = null;
  };
  for (const line of text.split(/\r?\n/)) {
    if (groups.length > MOST_GROUPS) break;
    if (line.trim() === "") {
      close();
      continue;
    }
    const [, field, value = ""] = FIELD.exec(line) ?? [];
    const name = field?.toLowerCase();
    if (name === undefined || (/^[ \t]/.test(line) && last !== null)) {
      if (last !== null && (group.get(last)?.length ?? 0) < 2_000)
        group.set(last, `${group.get(last)} ${line.trim()}`);
      continue;
    }
    if (name === "final-recipient" && group.has(name)) close();
    if (!group.has(name)) group.set(name, value.trim());
    last = name;
  }
  close();
  return groups.flatMap((fields) => recipientIn(fields) ?? []);
}

/**
 * Reads report fields written into the text of a message, as Amazon WorkMail and others do.
 * @returns null if there are none.
 */
export function deliveryStatusInText(text: string): BouncedRecipient[] | null {
  return /^[ \t>]{0,4}(?:final|original)-recipient[ \t]*:/im.test(text) ? readDeliveryStatus(text) : null;
}

function recipientIn(fields: ReadonlyMap<string, string>): BouncedRecipient | null {
  if (!RECIPIENT_FIELDS.some((name) => fields.has(name)) && !fields.has("action")) return null;
  const addresses = RECIPIENT_FIELDS.flatMap((name) => recipientOf(fields.get(name)));
  return {
    email: addresses[0] ?? null,
    aliases: [...new Set(addresses.slice(1))],
    action: /^[a-z]+/.exec(fields.get("action")?.toLowerCase() ?? "")?.[0] ?? "",
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "")?.[0] ?? "",
    diagnostic: fields.get("diagnostic-code") || null,
    comment: (fields.get("status") ?? "").replace(/^[\d.\s]+/, ""),
  };
}

/** `rfc822; <jane@example.com>`: the type, then the address. */
function recipientOf(field: string | undefined): string[] {
  return addressesInText(field?.replace(/^[^;]{0,20};/, "") ?? "").slice(0, 1);
}
