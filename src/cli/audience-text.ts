import type { AudienceCount, Missing } from "../core/audiences/count.js";
import type { LeftOut } from "../core/audiences/left-out.js";
import { counted, formatCount } from "./format.js";
import { tableText } from "./table.js";

/**
 * @returns the size of an audience in one line: "412 match, 96 undecided: 71 have no language yet (igminer qualify), 25
 * no address".
 */
export function audienceCountText({ wanted, undecided, missing }: AudienceCount): string {
  const match = `${formatCount(wanted)} ${wanted === 1 ? "matches" : "match"}`;
  if (undecided === 0) return match;
  const parts = missing.flatMap(lackText).map((part, index) => (index === 0 ? part.first : part.next));
  return `${match}, ${formatCount(undecided)} undecided: ${parts.join(", ")}`;
}

/** @returns a table of why accounts are left out. */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  return tableText(
    [{ title: "left out" }, { title: "accounts", align: "right" }],
    leftOut.map(({ reason, accounts }) => [reason, formatCount(accounts)]),
  );
}

/** @returns the same for `--json`: accounts by reason. */
export function leftOutCounts(leftOut: readonly LeftOut[]): Record<string, number> {
  return Object.fromEntries(leftOut.map(({ reason, accounts }) => [reason, accounts]));
}

/** The undecided accounts that a command may still decide, and those for which it has found nothing. */
function lackText({ missing, accounts, pending, foundBy }: Missing): { first: string; next: string }[] {
  const say = (count: number, rest: string) => ({
    first: `${formatCount(count)} ${count === 1 ? "has" : "have"} ${rest}`,
    next: `${formatCount(count)} ${rest}`,
  });
  return [
    ...(pending > 0 ? [say(pending, `no ${missing} yet (igminer ${foundBy})`)] : []),
    ...(accounts > pending ? [say(accounts - pending, `no ${missing}`)] : []),
  ];
}

/** @returns an audience as text: how many accounts match, and what would decide the undecided ones at what cost. */
export function audienceText(name: string, whom: string, count: AudienceCount): string {
  const head = `${name}: ${whom}\n${audienceCountText(count)}.`;
  if (count.accounts === 0) return `${name}: ${whom}\nNo account is mined yet; run first: igminer mine-new`;
  if (count.missing.length === 0) return head;
  const rows = count.missing.flatMap(({ missing, accounts, pending, foundBy, otherwise }) => [
    ...(pending > 0 ? [[missing, formatCount(pending), `igminer ${foundBy}`, "no request"]] : []),
    ...(accounts > pending
      ? [[missing, formatCount(accounts - pending), ...remedy(otherwise, accounts - pending)]]
      : []),
  ]);
  const columns = [
    { title: "not known" },
    { title: "accounts", align: "right" as const },
    { title: "decided by" },
    { title: "cost" },
  ];
  return `${head}\n\n${tableText(columns, rows)}`;
}

/** What may still supply the missing value, and its cost. */
function remedy(otherwise: Missing["otherwise"], accounts: number): [by: string, cost: string] {
  switch (otherwise) {
    case "refresh":
      return ["igminer refresh, if the account shows it", counted(accounts, "request")];
    case "model":
      return ["igminer qualify with OPENAI_API_KEY", `${counted(accounts, "text")} to a model`];
    case "time":
      return ["igminer refresh, over time", "one request each"];
    default:
      return otherwise satisfies never;
  }
}
