import PostalMime from "postal-mime";
import { readAddress } from "../../email/address.js";
import { type BouncedRecipient, readDeliveryStatus } from "./delivery-status.js";

/** Of a message what it is judged by. The body is never read. */
export interface Mail {
  /** Values by lower-case name, in order; folded lines joined. */
  headers: ReadonlyMap<string, readonly string[]>;
  /** The media type and its parameters, lower case, as the header has them. */
  contentType: string;
  /** In the form in which addresses are kept; null: none, or not one. */
  sender: string | null;
  recipients: string[];
  subject: string;
  /** null: the message has no delivery report (RFC 3464). */
  deliveryStatus: BouncedRecipient[] | null;
}

/** Reads a message as RFC 5322 and MIME write it. Never throws: what cannot be read is not there. */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  const { headers, from, to, subject, attachments } = await PostalMime.parse(raw, {
    attachmentEncoding: "utf8",
  });
  const byName = new Map<string, string[]>();
  for (const { key, value } of headers) byName.set(key, [...(byName.get(key) ?? []), value]);
  const report = attachments.find(({ mimeType }) => /^message\/(?:global-)?delivery-status$/i.test(mimeType));
  return {
    headers: byName,
    contentType: (byName.get("content-type")?.[0] ?? "").toLowerCase(),
    sender: addressOf(from?.address),
    recipients: (to ?? []).flatMap(({ address }) => addressOf(address) ?? []),
    subject: subject ?? "",
    deliveryStatus: report === undefined ? null : readDeliveryStatus(String(report.content)),
  };
}

function addressOf(text: string | undefined): string | null {
  if (!text) return null;
  const reading = readAddress(text);
  return reading.isValid ? reading.address.email : null;
}
