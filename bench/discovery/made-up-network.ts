/**
 * Generates a network with classes for bench:harvest: a stochastic block model with varying degrees (degree-corrected,
 * Karrer and Newman 2011). An edge ends in the class of its start with the probability of the homophily, else anywhere.
 * npm run --silent bench:network -- --homophily 0.5 --out FOLDER
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hashOf, shareOf } from "../../src/sandbox/random.js";

/** Shares of the classes in percent, similar to the languages of a country: a few large, many small. */
const CLASS_PERCENT = [25, 19, 14, 11, 8, 6, 5, 4, 3, 2.5, 1.5, 1];
const BOUNDS = CLASS_PERCENT.map((_, at) =>
  CLASS_PERCENT.slice(0, at + 1).reduce((sum, share) => sum + share, 0),
);
/** Exponent of the degrees' power law, and the greatest degree as a multiple of the mean. */
const EXPONENT = 2.5;
const GREATEST = 50;

const { values } = parseArgs({
  options: {
    homophily: { type: "string", default: "0.5" },
    accounts: { type: "string", default: "20000" },
    degree: { type: "string", default: "12" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
const numbers = {
  homophily: Number(values.homophily),
  accounts: Number(values.accounts),
  degree: Number(values.degree),
  seed: Number(values.seed),
};
if (values.out === undefined || Object.values(numbers).some((number) => !Number.isFinite(number))) {
  console.error(
    "npm run --silent bench:network -- --out FOLDER [--homophily 0.5] [--accounts 20000] [--degree 12] [--seed 1]",
  );
  process.exitCode = 2;
} else write(values.out, numbers);

function write(out: string, { homophily, accounts, degree, seed }: typeof numbers): void {
  let turn = 0;
  const random = () => shareOf(hashOf(seed, turn++));
  const total = BOUNDS.at(-1) as number;
  const classOf = Array.from({ length: accounts }, () => {
    const drawn = random() * total;
    return BOUNDS.findIndex((bound) => drawn < bound);
  });
  // Stubs: an account is in the urn as often as it has edges, so that draws are proportional to degree.
  const weights = classOf.map(() => Math.min(GREATEST, (1 - random()) ** (-1 / (EXPONENT - 1))));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / accounts;
  const everybody: number[] = [];
  const members = CLASS_PERCENT.map((): number[] => []);
  for (const [account, weight] of weights.entries()) {
    const stubs = Math.max(1, Math.round((weight / mean) * (degree / 2)));
    for (let stub = 0; stub < stubs; stub++) {
      everybody.push(account);
      members[classOf[account] as number]?.push(account);
    }
  }
  const drawn = (urn: readonly number[]) => urn[Math.floor(random() * urn.length)] as number;
  const edges = new Set<string>();
  for (const from of everybody) {
    const to = drawn(random() < homophily ? (members[classOf[from] as number] as number[]) : everybody);
    if (to !== from) edges.add(from < to ? `${from},${to}` : `${to},${from}`);
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "edges.csv"), `id_1,id_2\n${[...edges].join("\n")}\n`);
  writeFileSync(
    join(out, "target.csv"),
    `id,target\n${classOf.map((label, id) => `${id},${label}`).join("\n")}\n`,
  );
  console.log(
    `${accounts.toLocaleString("en")} accounts and ${edges.size.toLocaleString("en")} edges in ${out}`,
  );
}
