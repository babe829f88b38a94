import { addressesInText } from "./addresses.js";
import type { BouncedRecipient } from "./delivery-status.js";

/**
 * A notification of Amazon SES, sent to an address through SNS (developer guide, "Notification contents"): JSON as the
 * text of a mail.
 */
export interface SesNotification {
  recipients: BouncedRecipient[];
  complainants: string[];
}

const KIND = /"(?:notificationType|eventType)"\s*:\s*"(Bounce|Complaint|Delivery)"/;
/**
 * A field of one recipient. It is read by pattern because mail programs break the lines, which often makes the JSON
 * invalid.
 */
const field = (name: string, text: string) =>
  new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){0,1000})"`).exec(text)?.[1] ?? null;

/** @returns null if the text is no such notification. */
export function readSesNotification(text: string): SesNotification | null {
  const kind = KIND.exec(text.slice(0, 2_000))?.[1];
  if (kind === undefined) return null;
  const from = text.search(/"(?:bounced|complained)Recipients"\s*:\s*\[/);
  const list = from < 0 ? "" : (text.slice(from, from + 20_000).split("]")[0] ?? "");
  const parts = list.split("{").slice(1);
  const recipients = parts.map(
    (part): BouncedRecipient => ({
      email: addressesInText(field("emailAddress", part) ?? "")[0] ?? null,
      aliases: [],
      action: field("action", part)?.toLowerCase() ?? "failed",
      status: field("status", part) ?? "",
      diagnostic: field("diagnosticCode", part),
      comment: "",
    }),
  );
  if (kind === "Complaint")
    return { recipients: [], complainants: recipients.flatMap(({ email }) => email ?? []) };
  return { recipients: kind === "Bounce" ? recipients : [], complainants: [] };
}
