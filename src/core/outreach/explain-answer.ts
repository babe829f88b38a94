import type { AddAnswer } from "./instantly/answers.js";

/** Why Instantly did not take an address, in our words. */
export const REFUSALS = {
  skipped: "in another campaign at Instantly",
  invalid: "not a valid address, says Instantly",
  blocked: "on Instantly's block list",
  incomplete: "incomplete, says Instantly",
} as const;
export type Refusal = keyof typeof REFUSALS;

/** What an answer tells of the addresses of one request; each address is in exactly one of the parts. */
export interface Explained {
  /** Instantly's id of each lead that it made. */
  created: Map<string, string>;
  refused: Map<string, Refusal>;
  /** What the answer does not tell: only Instantly's list can. */
  unknown: string[];
}

/** A lead that Instantly's list shows. */
export interface Listed {
  id: string;
  /** Whether it is in the campaign that the request was for. */
  isHere: boolean;
}

/**
 * Reads an answer row by row. The leads that were made are listed; of the others only how many there are of each kind is
 * told, so that a row is explained only where one kind accounts for all of them. What is in a campaign already is believed
 * of Instantly's list alone.
 * @param emails the addresses of the request, in its order and in lower case.
 * @param listed what the list shows of the addresses that the answer does not list; null: not asked.
 */
export function explainAnswer(
  emails: readonly string[],
  answer: AddAnswer,
  listed: ReadonlyMap<string, Listed> | null,
): Explained {
  const asked = new Set(emails);
  const created = new Map<string, string>();
  for (const { id, email, index } of answer.created_leads) {
    // The address is what counts; the index stands in where it is left out.
    const address = email?.toLowerCase() ?? emails[index];
    if (address !== undefined && asked.has(address)) created.set(address, id);
  }
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
  if (kind === null) return { created, refused, unknown: left };
  for (const email of left) refused.set(email, kind);
  return { created, refused, unknown: [] };
}

/** @returns the one kind that accounts for so many rows. */
function onlyKind(answer: AddAnswer, rows: number): Refusal | null {
  const counts: [Refusal, number][] = [
    ["invalid", answer.invalid_email_count],
    ["blocked", answer.in_blocklist],
    ["incomplete", answer.incomplete_count],
  ];
  const [only, ...others] = counts.filter(([, count]) => count > 0);
  return only !== undefined && others.length === 0 && only[1] === rows ? only[0] : null;
}
