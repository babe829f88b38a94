import * as z from "zod";
import { command } from "../cli/command.js";
import { formatCount } from "../cli/format.js";
import { formatUsd } from "../cli/money-text.js";
import { withReadDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { findAudience } from "../core/audiences/audiences.js";
import { type Brought, type DiscoveryReport, readDiscovery } from "../core/discovery/report.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "discover report",
  group: "mining",
  summary: "Report the results and costs of the discovery for an audience, by channel and seed",
  details:
    "Counts accounts that were mined and judged. Requests and money are those of igminer discover and of igminer mine-new --audience; the curve begins with the search.",
  options: {
    audience: {
      value: "NAME",
      summary: "Name of the audience (see igminer audience list)",
      schema: z.string({ error: "this flag is required" }),
    },
  },
  examples: [
    "igminer discover report --audience makers-de",
    "igminer discover report --audience makers-de --json",
  ],
  run: ({ audience: name }, _names, context) =>
    withReadDatabase(context, async ({ kysely: db }) => {
      const audience = await findAudience(db, name);
      const report = await readDiscovery(db, audience);
      if (context.output.isJson) context.output.json({ audience: audience.name, ...report });
      else if (report === null)
        context.output.text(
          `No search for ${audience.name} yet; begin with: igminer mine-new --audience ${audience.name}`,
        );
      else context.output.text(reportText(audience.name, report));
      return EXIT.done;
    }),
});

function reportText(
  name: string,
  { judged, wanted, found, requests, usd, channels, leads, curve }: DiscoveryReport,
): string {
  const each = usd === null || found === 0 ? "" : `, ${formatUsd(usd / found)} per wanted account`;
  const cost = `Search: ${formatCount(requests)} requests${usd === null ? "" : `, ${formatUsd(usd)}`}; ${formatCount(found)} wanted accounts found${each}.`;
  const table = (title: string, rows: readonly Brought[]) =>
    tableText(
      [
        { title },
        { title: "judged", align: "right" as const },
        { title: "wanted", align: "right" as const },
        { title: "share", align: "right" as const },
      ],
      rows.map((row) => [
        title === "channel" ? row.name : `${row.channel}: ${row.name}`,
        formatCount(row.judged),
        formatCount(row.wanted),
        shareText(row),
      ]),
    );
  const steps = tableText(
    [
      { title: "requests", align: "right" as const },
      { title: "judged", align: "right" as const },
      { title: "wanted", align: "right" as const },
      { title: "share", align: "right" as const },
      { title: "per wanted", align: "right" as const },
    ],
    curve.map((point) => [
      formatCount(point.requests),
      formatCount(point.judged),
      formatCount(point.wanted),
      shareText(point),
      point.usd === null || point.wanted === 0 ? "—" : formatUsd(point.usd / point.wanted),
    ]),
  );
  return [
    `${name}: ${formatCount(wanted)} wanted of ${formatCount(judged)} judged accounts. ${cost}`,
    ...(channels.length > 0 ? [table("channel", channels)] : []),
    ...(leads.length > 0 ? [table("led by", leads)] : []),
    ...(curve.length > 0 ? [steps] : []),
  ].join("\n\n");
}

function shareText({ judged, wanted }: { judged: number; wanted: number }): string {
  return judged === 0 ? "—" : `${((100 * wanted) / judged).toFixed(1)} %`;
}
