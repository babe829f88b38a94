import * as z from "zod";
import { command } from "../cli/command.js";
import { formatCount } from "../cli/format.js";
import { formatUsd } from "../cli/money-text.js";
import { timeSpanMs } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { EXIT } from "../core/failure.js";
import { readSpend, SPEND_GROUPS, type SpendLine, type SpendReport } from "../core/observe/spend.js";

const DAY_MS = 86_400_000;

const spent = { requests: z.int(), units: z.number(), usd: z.number().nullable() };
const price = { count: z.int(), units: z.number().nullable(), usd: z.number().nullable() };

export default command({
  name: "spend",
  group: "operations",
  summary: "Show the cost of paid requests by command, source, day, purpose or endpoint",
  details:
    "Reads the ledger: units as reported by the source, and money at the IGMINER_HIKER_UNIT_PRICE of the day they were spent. Units that a killed run had reserved count as spent.",
  options: {
    by: {
      value: "WHAT",
      summary: "command, source, day, purpose or endpoint (default purpose)",
      schema: z.enum(SPEND_GROUPS, `one of: ${SPEND_GROUPS.join(", ")}`).default("purpose"),
    },
    since: {
      value: "SPAN",
      summary: "Time to look back, in whole days (default 30d)",
      schema: timeSpanMs.default(30 * DAY_MS),
    },
  },
  json: z.strictObject({
    by: z.string(),
    since: z.string(),
    lines: z.array(z.strictObject({ name: z.string(), ...spent })),
    total: z.strictObject(spent),
    perAccount: z.strictObject(price),
    perEmail: z.strictObject(price),
  }),
  examples: ["igminer spend", "igminer spend --by day --since 7d", "igminer spend --by command --json"],
  run: ({ by, since }, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const report = await readSpend(db, { by, days: Math.max(1, Math.ceil(since / DAY_MS)) });
      if (context.output.isJson) context.output.json({ by, ...report });
      else context.output.text(spendText(by, report));
      return EXIT.done;
    }),
});

function spendText(by: string, { lines, total, since, perAccount, perEmail }: SpendReport): string {
  if (lines.length === 0) return `Nothing was spent since ${since}.`;
  const row = ({ name, requests, units, usd }: SpendLine) => [
    name,
    formatCount(requests),
    formatCount(units),
    usd === null ? "—" : formatUsd(usd),
  ];
  const table = tableText(
    [
      { title: by },
      { title: "requests", align: "right" },
      { title: "units", align: "right" },
      { title: "money", align: "right" },
    ],
    [...lines.map(row), row({ name: "paid, in all", ...total })],
  );
  const each = (what: string, many: string, { count, units, usd }: SpendReport["perAccount"]) =>
    units === null
      ? `No ${what} since ${since}.`
      : `${formatCount(count)} ${count === 1 ? what : many}: ${units.toFixed(2)} units${usd === null ? "" : ` or ${formatUsd(usd)}`} each.`;
  const hint = total.usd === null ? "\nSet IGMINER_HIKER_UNIT_PRICE to see money." : "";
  return `${table}\n\nSince ${since}. ${each("new account", "new accounts", perAccount)} ${each("new e-mail address", "new e-mail addresses", perEmail)}${hint}`;
}
