import type { AudienceCount, Missing } from "../core/audiences/count.js";
import type { LeftOut } from "../core/audiences/left-out.js";
import { formatCount } from "./format.js";
import { tableText } from "./table.js";

/** @returns how an audience stands in one line: "412 match, 96 undecided: 71 have no language yet (igminer qualify), 25 no address". */
export function audienceCountText({ wanted, undecided, missing }: AudienceCount): string {
  const match = `${formatCount(wanted)} ${wanted === 1 ? "matches" : "match"}`;
  if (undecided === 0) return match;
  const parts = missing.flatMap(lackText).map((part, index) => (index === 0 ? part.first : part.next));
  return `${match}, ${formatCount(undecided)} undecided: ${parts.join(", ")}`;
}

/** @returns why accounts are left out, as a table. */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  return tableText(
    [{ title: "left out" }, { title: "accounts", align: "right" }],
    leftOut.map(({ reason, accounts }) => [reason, formatCount(accounts)]),
  );
}

/** Those that a command may still decide, and those that it has found nothing in. */
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
