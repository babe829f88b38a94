import * as z from "zod";
import { command } from "../cli/command.js";
import { formatCount } from "../cli/format.js";
import { anyObject, counts, time, whole } from "../cli/json-shapes.js";
import { withDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { EXIT } from "../core/failure.js";
import { audienceText } from "../core/outreach/sequence-audience.js";
import { readSequence, type SequenceReport } from "../core/outreach/sequences.js";

export default command({
  name: "sequence show",
  group: "outreach",
  summary: "Show a sequence: its audience, the state of its leads, and why leads were left out",
  arguments: { name: "<name...>", summary: "Name of the sequence" },
  options: {},
  json: z
    .object({
      id: whole,
      name: z.string(),
      campaign: z.string(),
      via: z.string(),
      filters: anyObject,
      daily_cap: z.int(),
      handed_today: z.int(),
      created_at: time,
      closed_at: time.nullable(),
      leads: counts.describe("leads by their state"),
    })
    .catchall(z.unknown()),
  examples: ["igminer sequence show vegan-de", "igminer sequence show vegan-de --json"],
  run: (_options, names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const sequence = await readSequence(db, names.join(" "));
      if (context.output.isJson) context.output.json(asJson(sequence));
      else context.output.text(asText(sequence));
      return EXIT.done;
    }),
});

function asJson(sequence: SequenceReport) {
  const {
    id,
    name,
    campaignId,
    via,
    firstNameFallback,
    variables,
    audience,
    dailyCap,
    handedToday,
    createdAt,
    closedAt,
    ...figures
  } = sequence;
  return {
    id,
    name,
    campaign: campaignId,
    via,
    first_name_fallback: firstNameFallback,
    variables,
    filters: audience,
    daily_cap: dailyCap,
    handed_today: handedToday,
    created_at: createdAt,
    closed_at: closedAt,
    ...figures,
  };
}

function asText(sequence: SequenceReport): string {
  const { leads, reasons } = sequence;
  const facts = [
    ["sequence", `${sequence.name}${sequence.closedAt === null ? "" : " (closed)"}`],
    ["for", audienceText(sequence.audience)],
    [
      "campaign",
      sequence.via === "instantly" ? sequence.campaignId : `${sequence.campaignId} (${sequence.via})`,
    ],
    [
      "today",
      `${formatCount(sequence.handedToday)} of at most ${formatCount(sequence.dailyCap)} handed over`,
    ],
    ["opened", formatCount(sequence.opened)],
    ["clicked", formatCount(sequence.clicked)],
    ["answered", `${formatCount(sequence.answered)}, ${formatCount(sequence.interested)} interested`],
  ];
  const states = Object.entries(leads).map(([state, count]) => [state, formatCount(count), ""]);
  const why = reasons.map(({ state, reason, leads: count }) => [state, formatCount(count), reason]);
  const counted = [...states.filter(([state]) => !why.some(([other]) => other === state)), ...why];
  const plain = [{ title: "" }, { title: "" }];
  if (counted.length === 0) {
    return `${tableText(plain, facts)}\n\nNo leads yet: igminer import-sequence --sequence "${sequence.name}"`;
  }
  const columns = [{ title: "state" }, { title: "leads", align: "right" as const }, { title: "why" }];
  return `${tableText(plain, facts)}\n\n${tableText(columns, counted as string[][])}`;
}
