import * as z from "zod";
import { audienceCountText } from "../cli/audience-text.js";
import { command } from "../cli/command.js";
import { flagsOf } from "../cli/criteria-options.js";
import { counted, formatCount } from "../cli/format.js";
import { anyObject, time, whole } from "../cli/json-shapes.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { findAudience } from "../core/audiences/audiences.js";
import { type AudienceCount, countAudience, type Missing } from "../core/audiences/count.js";
import { criteriaText } from "../core/audiences/criteria.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "audience show",
  group: "mining",
  summary:
    "Show an audience: its criteria, how many accounts match, and what would decide the undecided ones",
  details:
    "An account is undecided if it fails no criterion but at least one is not known. Some of these can be determined from stored data without requests; the others need a refresh of the account (one request each), a model, or time.",
  arguments: { name: "<name...>", summary: "Name of the audience" },
  options: {},
  json: z.strictObject({
    id: whole,
    name: z.string(),
    criteria: anyObject,
    created_at: time,
    changed_at: time,
    accounts: z.int(),
    match: z.int(),
    no_match: z.int(),
    undecided: z.int().describe("fail no criterion, and at least one is not known"),
    missing: z.array(
      z.strictObject({
        criterion: z.string(),
        missing: z.string(),
        accounts: z.int().describe("undecided accounts that lack it; one may lack several"),
        decided_by: z.string().nullable().describe("the command that determines it from stored data"),
        decided_for_free: z.int().describe("accounts that this command has not processed yet"),
        otherwise: z.string().describe("what may decide the others: refresh, model or time"),
        requests: z.int(),
      }),
    ),
  }),
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
          missing: count.missing.map(({ criterion, missing, accounts, pending, foundBy, otherwise }) => ({
            criterion,
            missing,
            accounts,
            decided_by: foundBy,
            decided_for_free: pending,
            otherwise,
            requests: otherwise === "refresh" ? accounts - pending : 0,
          })),
        });
      else
        context.output.text(
          `${asText(name, criteriaText(criteria), count)}\n\nTo edit: igminer audience add ${name} --replace ${flagsOf(criteria)}`,
        );
      return EXIT.done;
    }),
});

function asText(name: string, whom: string, count: AudienceCount): string {
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

/** What may still tell it, and what that costs. */
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
