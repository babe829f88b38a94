/** Reasons of suppressions that nobody asked for: mail does not arrive, or reaches no person. */
export const BOUNCED = "bounced";
/** What `filter-autoforwards` says of a lead that it withdraws. */
export const HEURISTIC_REASONS = {
  forwards: "only forwards: somebody answered from another address",
  answers: "only answers by itself",
} as const;

/** @returns the reason of an address that is suppressed because its account is. */
export function reasonOfAccount(reason: string, username: string): string {
  return `${reason} (account ${username})`;
}
