import { audienceCountText } from "../cli/audience-text.js";
import { command } from "../cli/command.js";
import { formatCount } from "../cli/format.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { findAudience } from "../core/audiences/audiences.js";
import { type AudienceCount, countAudience } from "../core/audiences/count.js";
import { criteriaText } from "../core/audiences/criteria.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "audience show",
  group: "mining",
  summary: "Show an audience: its criteria, how many match, and what would decide the others",
  details:
    "Undecided is an account that fails no criterion, and of which at least one is not known. What a command can still read out of the store costs no request; the rest is told only by another look at the account, one request each.",
  arguments: { name: "<name...>", summary: "The name of the audience" },
  options: {},
  examples: ["igminer audience show makers-de", "igminer audience show makers-de --json"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { id, name, criteria, createdAt, changedAt } = await findAudience(db, names.join(" ").trim());
      const count = await countAudience(db, criteria);
      if (context.output.isJson)
        context.output.json({
          id,
          name,
          criteria,
          created_at: createdAt,
          changed_at: changedAt,
          accounts: count.accounts,
          match: count.wanted,
          no_match: count.unwanted,
          undecided: count.undecided,
          missing: count.missing.map(({ criterion, missing, accounts, pending, foundBy }) => ({
            criterion,
            missing,
            accounts,
            decided_by: foundBy,
            decided_for_free: pending,
            requests: accounts - pending,
          })),
        });
      else context.output.text(asText(name, criteriaText(criteria), count));
      return EXIT.done;
    }),
});

function asText(name: string, whom: string, count: AudienceCount): string {
  const head = `${name}: ${whom}\n${audienceCountText(count)}.`;
  if (count.accounts === 0) return `${name}: ${whom}\nNo account is mined yet; run first: igminer mine-new`;
  if (count.missing.length === 0) return head;
  const rows = count.missing.flatMap(({ missing, accounts, pending, foundBy }) => [
    ...(pending > 0 ? [[missing, formatCount(pending), `igminer ${foundBy}`, "no request"]] : []),
    ...(accounts > pending
      ? [
          [
            missing,
            formatCount(accounts - pending),
            "igminer refresh, if the account tells it",
            requests(accounts - pending),
          ],
        ]
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

function requests(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "request" : "requests"}`;
}
