import * as z from "zod";
import { audienceText, leftOutCounts, leftOutText } from "../cli/audience-text.js";
import { command } from "../cli/command.js";
import { flagsOf } from "../cli/criteria-options.js";
import { anyObject, counts, time, whole } from "../cli/json-shapes.js";
import { withDatabase } from "../cli/store.js";
import { findAudience } from "../core/audiences/audiences.js";
import { countAudience } from "../core/audiences/count.js";
import { criteriaText } from "../core/audiences/criteria.js";
import { countLeftOut } from "../core/audiences/left-out.js";
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
    left_out: counts.optional().describe("where nobody matches: accounts by what leaves them out first"),
  }),
  examples: ["igminer audience show makers-de", "igminer audience show makers-de --json"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const { id, name, criteria, createdAt, changedAt } = await findAudience(db, names.join(" ").trim());
      const count = await countAudience(db, criteria);
      const leftOut = count.wanted === 0 ? await countLeftOut(db, [criteria]) : [];
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
          ...(leftOut.length > 0 && { left_out: leftOutCounts(leftOut) }),
        });
      else
        context.output.text(
          [
            audienceText(name, criteriaText(criteria), count),
            ...(leftOut.length > 0 ? [leftOutText(leftOut)] : []),
            `To edit: igminer audience add ${name} --replace ${flagsOf(criteria)}`,
          ].join("\n\n"),
        );
      return EXIT.done;
    }),
});
