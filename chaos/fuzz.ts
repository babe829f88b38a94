/**
 * Feeds odd input to every reader of external data. Only a value or an error of the closed set may come out, in bounded
 * time and memory. Prints the smallest input that does otherwise.
 *
 *   npm run fuzz -- [--runs 20000] [--seed 1] [--reader "a model's answers"]
 */
import { formatCount } from "../src/cli/format.js";
import { tableText } from "../src/cli/table.js";
import { messageOf } from "../src/core/failure.js";
import { checkReader } from "../test/fuzz/check.js";
import { openReaders } from "../test/fuzz/readers.js";
import { flagsOf } from "./flags.js";

const values = flagsOf({
  runs: { type: "string", default: "20000" },
  seed: { type: "string", default: "1" },
  reader: { type: "string" },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const { readers, close } = await openReaders();
const chosen = readers.filter(({ name }) => values.reader === undefined || name === values.reader);
if (chosen.length === 0 || !(runs >= 1) || !Number.isInteger(seed)) {
  console.error(
    `--runs and --seed take whole numbers, --reader one of: ${readers.map(({ name }) => name).join("; ")}`,
  );
  process.exit(2);
}
/** The memory limit of the process for any input; fast-check itself and pictures take most of it. */
const MOST_MB = 768;
const rows: string[][] = [];
const failures: string[] = [];
for (const reader of chosen) {
  const startedMs = performance.now();
  const failure = await checkReader(reader, { runs, seed }).then(() => null, messageOf);
  const eachMs = (performance.now() - startedMs) / runs;
  const peakMb = process.resourceUsage().maxRSS / 1_024;
  rows.push([
    reader.name,
    formatCount(runs),
    failure === null ? eachMs.toFixed(2) : "fails",
    String(Math.round(peakMb)),
  ]);
  if (peakMb > MOST_MB) failures.push(`${reader.name}: the process held ${Math.round(peakMb)} MB`);
  console.error(rows.at(-1)?.join("  "));
  if (failure !== null) failures.push(`${reader.name}: ${failure}`);
}
close();
console.log(
  tableText(
    [
      { title: "what is read" },
      { title: "inputs", align: "right" },
      { title: "ms each", align: "right" },
      { title: "peak MB", align: "right" },
    ],
    rows,
  ),
);
for (const failure of failures) console.log(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
