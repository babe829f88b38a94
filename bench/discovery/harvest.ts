/**
 * How many wanted accounts a number of requests finds on a network with known labels, by the order in which names are
 * claimed: plain breadth-first, most links first, the product's own scoring and claim order, and an oracle that knows
 * all labels. npm run --silent bench:harvest -- --edges edges.csv --labels target.csv --requests 800 --seeds 5 --shown
 * 20 --rounds 3 --json
 */
import { parseArgs } from "node:util";
import { messageOf } from "../../src/core/failure.js";
import { hashOf, hashOfText, shareOf } from "../../src/sandbox/random.js";
import { type LabelledGraph, readGraph } from "./graph-files.js";
import { drawHarvest } from "./harvest-picture.js";
import { harvest, type Network, ORDERS, type Order } from "./replay.js";

const USAGE = `npm run --silent bench:harvest -- --edges FILE --labels FILE
  --requests N    Requests of a round (default 800)
  --seeds N       Wanted accounts that a round starts from (default 5)
  --shown N       Neighbours shown beside an account, at most (default 20)
  --rounds N      Rounds with different seeds, of which the mean is printed (default 3)
  --classes A-B   Labels with such a share of the network, in percent (default 0.5-30; all where none has)
  --svg FILE      Draw the mean curves
  --json          Print one JSON object`;

interface ClassResult {
  label: string;
  share: number;
  wanted: Record<Order, number>;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number from 1, not ${text}`);
  return value;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      edges: { type: "string" },
      labels: { type: "string" },
      requests: { type: "string", default: "800" },
      seeds: { type: "string", default: "5" },
      shown: { type: "string", default: "20" },
      rounds: { type: "string", default: "3" },
      classes: { type: "string", default: "0.5-30" },
      svg: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const { edges, labels, classes } = values;
  if (edges === undefined || labels === undefined) throw new Error(`--edges and --labels are due\n${USAGE}`);
  const [, from, to] = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(classes) ?? [];
  if (from === undefined || to === undefined)
    throw new Error(`--classes takes percentages as 0.5-30, not ${classes}`);
  return {
    edges,
    labels,
    requests: wholeNumber("requests", values.requests),
    seeds: wholeNumber("seeds", values.seeds),
    shown: wholeNumber("shown", values.shown),
    rounds: wholeNumber("rounds", values.rounds),
    leastShare: Number(from) / 100,
    mostShare: Number(to) / 100,
    svg: values.svg,
    isJson: values.json,
  };
}

/** Items in a pseudorandom order that depends only on the numbers. */
function shuffled<T>(items: readonly T[], ...numbers: readonly number[]): T[] {
  return items
    .map((item, index) => ({ item, place: hashOf(...numbers, index) }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

function randomFrom(...numbers: readonly number[]): () => number {
  let turn = 0;
  return () => shareOf(hashOf(...numbers, turn++));
}

/** The names shown beside a node depend on the node, not on the round: an account always suggests the same names. */
function networkOf({ neighbours, labels }: LabelledGraph, shown: number): Network & { nodes: string[] } {
  const nodes = [...neighbours.keys()];
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  return {
    nodes,
    labels: nodes.map((node) => labels.get(node) ?? ""),
    shown: nodes.map((node) =>
      shuffled(neighbours.get(node) as readonly string[], hashOfText(node))
        .slice(0, shown)
        .map((other) => numbers.get(other) as number),
    ),
  };
}

function main(): void {
  const { edges, labels, requests, seeds, shown, rounds, leastShare, mostShare, svg, isJson } =
    readArguments();
  const graph = readGraph(edges, labels);
  if (graph.unlabelled > 0)
    console.error(`${graph.unlabelled} nodes have edges and no label; they count as not wanted.`);
  const network = networkOf(graph, shown);
  const sizes = new Map<string, number>();
  for (const label of network.labels) if (label !== "") sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const shares = [...sizes]
    .map(([label, size]) => ({ label, share: size / network.nodes.length }))
    .sort((one, other) => other.share - one.share);
  const within = shares.filter(({ share }) => share >= leastShare && share <= mostShare);
  if (within.length === 0)
    console.error(
      `No label has ${leastShare * 100} to ${mostShare * 100} % of the network; all ${shares.length} are taken.`,
    );
  const curves = noCurves(requests);
  const classes = (within.length > 0 ? within : shares).map(({ label, share }): ClassResult => {
    const members = network.nodes.flatMap((_, number) => (network.labels[number] === label ? [number] : []));
    const sums: Record<Order, number> = { breadth_first: 0, linked_count: 0, learned: 0, oracle: 0 };
    for (let round = 1; round <= rounds; round++) {
      const from = shuffled(members, round, hashOfText(label)).slice(0, seeds);
      for (const order of ORDERS) {
        const random = randomFrom(round, hashOfText(label), 7);
        const curve = harvest(order, { network, wanted: label, seeds: from, requests, random });
        sums[order] += curve.at(-1) ?? 0;
        addTo(curves[order], curve);
      }
    }
    const wanted = Object.fromEntries(ORDERS.map((order) => [order, Math.round(sums[order] / rounds)]));
    return { label, share: Number(share.toFixed(4)), wanted: wanted as Record<Order, number> };
  });
  const drawn = classes.length * rounds;
  if (svg !== undefined)
    drawHarvest(
      svg,
      Object.fromEntries(ORDERS.map((order) => [order, curves[order].map((sum) => sum / drawn)])) as Record<
        Order,
        number[]
      >,
    );
  if (isJson) console.log(JSON.stringify({ requests, classes }));
  else printTable(requests, classes);
}

const noCurves = (requests: number) =>
  Object.fromEntries(ORDERS.map((order) => [order, Array<number>(requests).fill(0)])) as Record<
    Order,
    number[]
  >;

/** Extends a curve that has ended, because nothing was left to request, with its last value. */
function addTo(sum: number[], curve: readonly number[]): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (curve[at] ?? curve.at(-1) ?? 0);
}

function printTable(requests: number, classes: readonly ClassResult[]): void {
  console.log(`Wanted accounts among ${requests.toLocaleString("en")} requests`);
  console.table(
    classes.map(({ label, share, wanted }) => ({ label, share: `${(share * 100).toFixed(1)} %`, ...wanted })),
  );
  const median = (values: number[]) =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  for (const other of ["linked_count", "breadth_first", "oracle"] as const) {
    const ratios = (order: Order) => classes.map(({ wanted }) => wanted[order] / wanted[other]);
    console.log(
      `learned to ${other}: median ${median(ratios("learned")).toFixed(2)}, least ${Math.min(...ratios("learned")).toFixed(2)}; the oracle's median ${median(ratios("oracle")).toFixed(2)}`,
    );
  }
}

try {
  main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 2;
}
