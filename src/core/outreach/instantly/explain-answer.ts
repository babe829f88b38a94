import type { Explained, Listed, Refusal } from "../sequencer.js";
import type { AddAnswer } from "./answers.js";

/**
 * Explains what happened to each address of a request. The answer lists the leads that were created, but for the others
 * only counts each kind of refusal, so that they are explained only if one kind accounts for all of them. That an
 * address is already in a campaign is believed only from Instantly's list. A row that cannot be true explains nothing:
 * its address is looked up in the list.
 * @param emails the addresses of the request, in its order and in lower case.
 * @param listed what the list shows of the addresses that the answer does not list, or null if it was not read.
 */
export function explainAnswer(
  emails: readonly string[],
  answer: AddAnswer,
  listed: ReadonlyMap<string, Listed> | null,
): Explained {
  const { created, wrong } = createdIn(emails, answer);
  const refused = new Map<string, Refusal>();
  let inCampaigns = answer.duplicated_leads + answer.skipped_count;
  const left = emails.filter((email) => {
    if (created.has(email)) return false;
    const lead = listed?.get(email);
    if (lead === undefined) return true;
    inCampaigns--;
    if (lead.isHere) created.set(email, lead.id);
    else refused.set(email, "skipped");
    return false;
  });
  const kind = inCampaigns > 0 ? null : onlyKind(answer, left.length);
  if (kind === null) return { created, refused, unknown: left, wrong };
  for (const email of left) refused.set(email, kind);
  return { created, refused, unknown: [], wrong };
}

/**
 * The leads that were created, without rows about other addresses, ids that stand for two addresses, and addresses with
 * two ids.
 */
function createdIn(
  emails: readonly string[],
  answer: AddAnswer,
): { created: Map<string, string>; wrong: string[] } {
  const asked = new Set(emails);
  const wrong: string[] = [];
  const idsOf = new Map<string, Set<string>>();
  const addressesOf = new Map<string, Set<string>>();
  for (const { id, email, index } of answer.created_leads) {
    // The address decides; the index is used if the address is omitted.
    const address = email?.toLowerCase() ?? emails[index];
    if (address === undefined || !asked.has(address)) {
      wrong.push(`lead ${id}: ${email ?? `row ${index}`} was not sent`);
      continue;
    }
    idsOf.set(address, (idsOf.get(address) ?? new Set()).add(id));
    addressesOf.set(id, (addressesOf.get(id) ?? new Set()).add(address));
  }
  const created = new Map<string, string>();
  for (const [address, ids] of idsOf) {
    const [id, ...others] = ids;
    if (others.length > 0) wrong.push(`${address}: two ids, ${[...ids].join(" and ")}`);
    else if ((addressesOf.get(id as string)?.size ?? 0) > 1)
      wrong.push(`${address}: lead ${id} belongs to somebody else too`);
    else created.set(address, id as string);
  }
  return { created, wrong };
}

/** @returns the one kind of refusal that accounts for this many rows. */
function onlyKind(answer: AddAnswer, rows: number): Refusal | null {
  const counts: [Refusal, number][] = [
    ["invalid", answer.invalid_email_count],
    ["blocked", answer.in_blocklist],
    ["incomplete", answer.incomplete_count],
  ];
  const [only, ...others] = counts.filter(([, count]) => count > 0);
  return only !== undefined && others.length === 0 && only[1] === rows ? only[0] : null;
}
