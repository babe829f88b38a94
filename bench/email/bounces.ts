/**
 * How well bounces from elsewhere are read: npm run bench:bounces -- FOLDER, where FOLDER/labels.tsv has for each mail
 * in FOLDER/mails its reason, whether it is hard, and its recipient (one line per recipient). Compares igminer with
 * npm's `bounce-handler`. Systems (the name before the number) are split into two halves by a hash of their name; rules
 * were made with the first half. --wrong lists where igminer differs from the label, --half 1|2 only for one half.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
// @ts-expect-error The package has no types.
import bounceHandler from "bounce-handler";
import { classify } from "../../src/core/outreach/gmail/classify.js";
import { readMail } from "../../src/core/outreach/gmail/read-mail.js";

interface Label {
  file: string;
  reason: string;
  isHard: boolean;
  recipient: string;
}
interface Reading {
  isBounce: boolean;
  recipients: { email: string; isHard: boolean; detail: string }[];
}

const { values, positionals } = parseArgs({
  options: { wrong: { type: "boolean", default: false }, half: { type: "string" } },
  allowPositionals: true,
});
const folder = positionals[0];
if (folder === undefined || !existsSync(join(folder, "labels.tsv"))) {
  console.log("bench:bounces is skipped: it needs a folder with labels.tsv and mails/.");
  process.exit(0);
}

/** The meaning of these labels is disputed, or they are no bounces: they are printed, but not measured for hardness. */
const AMBIGUOUS = new Set(["filtered", "suspend"]);
const NO_BOUNCE = new Set(["", "feedback", "vacation", "delivered"]);

const labels = readFileSync(join(folder, "labels.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line): Label => {
    const [file = "", reason = "", hard, recipient = ""] = line.split("\t");
    return { file, reason, isHard: hard === "1", recipient: recipient.toLowerCase() };
  })
  .filter(({ reason }) => !NO_BOUNCE.has(reason));

const systemOf = (file: string) => file.replace(/-\d+\.eml$/, "");
/** FNV-1a: the same half on every machine. */
function halfOf(file: string): "1" | "2" {
  let hash = 0x811c9dc5;
  for (const character of systemOf(file))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash >>> 8) % 2 === 0 ? "1" : "2";
}

async function byIgminer(raw: Buffer): Promise<Reading> {
  const { class: kind, bounces } = classify(await readMail(raw), null);
  return { isBounce: kind === "bounced", recipients: bounces };
}

function byBounceHandler(raw: Buffer): Reading {
  try {
    const found: { action: string; status: string; recipient: string }[] =
      new bounceHandler.BounceHandler().parse_email(raw.toString("latin1")) ?? [];
    return {
      isBounce: found.some(({ action }) => action === "failed" || action === "transient"),
      recipients: found.map(({ action, status, recipient }) => ({
        email: String(recipient).trim().toLowerCase(),
        isHard: action === "failed",
        detail: `${action} ${status}`,
      })),
    };
  } catch {
    return { isBounce: false, recipients: [] };
  }
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

async function measure(
  name: string,
  half: "1" | "2" | null,
  read: (raw: Buffer) => Promise<Reading> | Reading,
) {
  const mine = labels.filter(({ file }) => half === null || halfOf(file) === half);
  const files = [...new Set(mine.map(({ file }) => file))];
  let recognised = 0;
  let recipients = 0;
  let hardness = 0;
  let falseHard = 0;
  let judged = 0;
  for (const file of files) {
    const raw = readFileSync(join(folder as string, "mails", file));
    const reading = await read(raw);
    if (reading.isBounce) recognised++;
    const lines: string[] = [];
    if (!reading.isBounce) lines.push("not a bounce");
    for (const label of mine.filter((one) => one.file === file)) {
      const found = reading.recipients.find(({ email }) => email === label.recipient);
      if (found !== undefined) recipients++;
      else
        lines.push(
          `recipient ${label.recipient}, not ${reading.recipients.map(({ email }) => email).join(" ")}`,
        );
      if (AMBIGUOUS.has(label.reason)) continue;
      judged++;
      // A bounce without its recipient still shows whether it is hard.
      const said = found ?? (reading.recipients.length === 1 ? reading.recipients[0] : undefined);
      if (said !== undefined && said.isHard === label.isHard) hardness++;
      else lines.push(`${label.reason} is ${label.isHard ? "hard" : "soft"}: ${said?.detail}`);
      if (said?.isHard && !label.isHard) falseHard++;
    }
    if (name === "igminer" && values.wrong && lines.length > 0 && (!values.half || values.half === half))
      console.log(`  ${file}\n${lines.map((line) => `    ${line}`).join("\n")}`);
  }
  console.log(
    `| ${half ?? "all"} | ${files.length} | ${mine.length} | ${name} | ${percent(recognised, files.length)} | ${percent(recipients, mine.length)} | ${percent(hardness, judged)} | ${falseHard} |`,
  );
}

console.log(
  "| half of the systems | mails | recipients | reader | recognised | recipient right | hard/soft right | false hard |",
);
console.log("| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: |");
for (const half of ["1", "2", null] as const) {
  await measure("igminer", half, byIgminer);
  await measure("bounce-handler", half, byBounceHandler);
}
