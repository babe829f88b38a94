import { readAddress } from "../../email/address.js";

/** One recipient of a delivery report (RFC 3464, section 2.3). */
export interface BouncedRecipient {
  /** In the form in which addresses are kept. */
  email: string;
  /** failed | delayed | delivered | relayed | expanded, as the report says. */
  action: string;
  /** As 5.1.1 (RFC 3463). */
  status: string;
  diagnostic: string | null;
}

/** Reads the fields of a message/delivery-status part: after those of the message a group for each recipient. */
export function readDeliveryStatus(text: string): BouncedRecipient[] {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(/\n[ \t]+/g, " ")
    .split(/\n{2,}/)
    .flatMap((group) => {
      const fields = new Map(
        group.split("\n").flatMap((line) => {
          const [, name, value] = /^([A-Za-z-]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
          return name === undefined ? [] : [[name.toLowerCase(), value?.trim() ?? ""] as const];
        }),
      );
      const email =
        recipientOf(fields.get("final-recipient")) ?? recipientOf(fields.get("original-recipient"));
      if (email === null) return [];
      return [
        {
          email,
          action: fields.get("action")?.toLowerCase() ?? "",
          status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "")?.[0] ?? "",
          diagnostic: fields.get("diagnostic-code") ?? null,
        },
      ];
    });
}

/** `rfc822; <jane@example.com>`: the type, then the address. */
function recipientOf(field: string | undefined): string | null {
  const text = field
    ?.replace(/^[^;]*;/, "")
    .trim()
    .replace(/^<(.*)>$/, "$1");
  if (!text) return null;
  const reading = readAddress(text);
  return reading.isValid ? reading.address.email : null;
}
