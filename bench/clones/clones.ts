/**
 * How well the pair score separates imitations from other accounts, on worlds that its weights were not fitted on, and
 * how many look-alikes are found with how many requests. `--fit` first fits the weights and thresholds on the training
 * worlds and writes src/core/clones/score-weights.ts.
 */
import { writeFile } from "node:fs/promises";
import { PAIR_FEATURES } from "../../src/core/clones/pair-features.js";
import { type LabelledPair, labelledPairs, type PairKind, worldOf } from "./clones-pairs.js";

const TRAINING_SEEDS = [101, 102];
const TEST_SEEDS = [301, 302, 303];
const WATCHED = 120;
const WEIGHTS_FILE = new URL("../../src/core/clones/score-weights.ts", import.meta.url);
const FALSE_ALARMS = 0.01;

async function pairsOf(seeds: readonly number[]): Promise<LabelledPair[]> {
  const pairs: LabelledPair[] = [];
  for (const seed of seeds) pairs.push(...(await labelledPairs(worldOf(seed, WATCHED))));
  return pairs;
}

if (process.argv.includes("--fit")) await fitWeights();
await report();

/** Logistic regression with a little shrinkage (L2), by gradient descent with momentum. */
async function fitWeights(): Promise<void> {
  const pairs = await pairsOf(TRAINING_SEEDS);
  const rows = pairs.map(({ pair }) => [1, ...PAIR_FEATURES.map(({ measure }) => measure(pair))]);
  const labels = pairs.map(({ isImitation }) => (isImitation ? 1 : 0));
  const size = PAIR_FEATURES.length + 1;
  let weights = new Array<number>(size).fill(0);
  let speed = new Array<number>(size).fill(0);
  for (let step = 0; step < 4_000; step++) {
    const slope = new Array<number>(size).fill(0);
    rows.forEach((row, index) => {
      const error = chance(row, weights) - (labels[index] as number);
      for (let at = 0; at < size; at++) slope[at] = (slope[at] as number) + error * (row[at] as number);
    });
    speed = speed.map((value, at) => {
      const shrink = at === 0 ? 0 : 0.0001 * (weights[at] as number);
      return 0.9 * value - 0.5 * ((slope[at] as number) / rows.length + shrink);
    });
    weights = weights.map((value, at) => onItsSide(at, value + (speed[at] as number)));
  }
  const scores = rows.map((row) => chance(row, weights));
  const innocent = scores.filter((_, index) => labels[index] === 0).sort((a, b) => b - a);
  const cloneFrom = innocent[Math.floor(innocent.length * FALSE_ALARMS * 0.7)] as number;
  const suspiciousFrom = innocent[Math.floor(innocent.length * 0.04)] as number;
  const round = (value: number) => Math.round(value * 100) / 100;
  await writeFile(
    WEIGHTS_FILE,
    `/**
 * Written by \`npm run bench:clones -- --fit\` from ${pairs.length} pairs of the training worlds; docs/clones.md says how well they do
 * on other worlds. In log-odds: what a feature adds where it is there in full.
 */
export const SCORE_WEIGHTS: Readonly<Record<string, number>> = {
${PAIR_FEATURES.map(({ name }, at) => `  ${JSON.stringify(name)}: ${round(weights[at + 1] as number)},`).join("\n")}
};
export const SCORE_BIAS = ${round(weights[0] as number)};
/** From these scores on a pair is called so: chosen on the training worlds for 0.7 % and 4 % of the innocent pairs. */
export const CLONE_FROM = ${Math.round(cloneFrom * 1_000) / 1_000};
export const SUSPICIOUS_FROM = ${Math.round(suspiciousFrom * 1_000) / 1_000};
`,
  );
}

/** Keeps a weight on the side that its feature supports, and no smaller than the minimum. */
function onItsSide(at: number, weight: number): number {
  const feature = PAIR_FEATURES[at - 1];
  if (feature === undefined) return weight;
  const least = feature.leastWeight ?? 0;
  return feature.speaks === "for" ? Math.max(least, weight) : Math.min(-least, weight);
}

function chance(row: readonly number[], weights: readonly number[]): number {
  const sum = row.reduce((total, value, at) => total + value * (weights[at] as number), 0);
  return 1 / (1 + Math.exp(-sum));
}

async function report(): Promise<void> {
  const { judgePair } = await import("../../src/core/clones/score.js");
  const judged = (await pairsOf(TEST_SEEDS)).map((labelled) => ({
    ...labelled,
    ...judgePair(labelled.pair),
  }));
  const kinds = [...new Set(judged.map(({ kind }) => kind))] as PairKind[];
  const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  const verdicts = ["clone", "suspicious", "fan", "official", "affiliate", "unrelated"];
  console.log(`| kind | pairs | ${verdicts.join(" | ")} |\n|---|---|---|---|---|---|---|---|`);
  for (const kind of kinds) {
    const all = judged.filter((pair) => pair.kind === kind);
    const of = (verdict: string) =>
      percent(all.filter((pair) => pair.verdict === verdict).length, all.length);
    console.log(`| ${kind} | ${all.length} | ${verdicts.map(of).join(" | ")} |`);
  }
  const imitations = judged.filter(({ isImitation }) => isImitation);
  const innocent = judged.filter(({ isImitation }) => !isImitation);
  for (const [name, isAlarm] of [
    ["clone", (verdict: string) => verdict === "clone"],
    ["clone or suspicious", (verdict: string) => verdict === "clone" || verdict === "suspicious"],
  ] as const) {
    const found = imitations.filter(({ verdict }) => isAlarm(verdict)).length;
    const alarms = innocent.filter(({ verdict }) => isAlarm(verdict)).length;
    const precision = found / (found + alarms);
    const recall = found / imitations.length;
    console.log(
      `${name}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${((2 * precision * recall) / (precision + recall)).toFixed(3)}, false alarms ${percent(alarms, innocent.length)}`,
    );
  }
  const worst = innocent.map(({ score }) => score).sort((a, b) => b - a);
  const cut = worst[Math.floor(worst.length * FALSE_ALARMS)] as number;
  console.log(
    `at 1 % false alarms ${percent(imitations.filter(({ score }) => score > cut).length, imitations.length)} of the imitations are found`,
  );
  if (process.argv.includes("--show")) {
    for (const { kind, score, reasons, pair } of judged
      .filter((j) => j.isImitation !== (j.verdict === "clone"))
      .slice(0, 60))
      console.log(
        kind,
        score.toFixed(3),
        pair.watched.username,
        pair.other.username,
        "|",
        pair.other.fullName,
        "|",
        pair.other.biography.replaceAll("\n", " / "),
        "|",
        reasons.join("; "),
      );
  }
}
