/**
 * A labelled network as a source: a node is an account, its neighbours are what is suggested beside it, its label is known
 * once it is mined. Names are claimed in different orders; `learned` is the product's own scoring and claim order.
 */
import { type ArmYield, claimOrder, EXPLORE_ONE_IN } from "../src/core/discovery/claim-order.js";
import { bucketOf, type Measured, scoreOf } from "../src/core/discovery/score.js";
import { newWordModel } from "../src/core/discovery/words.js";
import { Heap } from "./heap.js";

export interface Network {
  /** What is shown beside an account, by its number. */
  shown: readonly (readonly number[])[];
  labels: readonly string[];
}

export const ORDERS = ["breadth_first", "linked_count", "learned", "oracle"] as const;
export type Order = (typeof ORDERS)[number];

export interface Harvest {
  network: Network;
  /** The label that is wanted. */
  wanted: string;
  seeds: readonly number[];
  requests: number;
  random(): number;
}

/** As many names as a run claims at once: twice a concurrency of four. */
const CHUNK = 8;

/** @returns how many wanted accounts were found by each request (a curve that ends where nothing is left to ask). */
export function harvest(order: Order, given: Harvest): number[] {
  const frontier = FRONTIERS[order](given);
  const known = new Set<number>();
  const curve: number[] = [];
  let found = 0;
  const discover = (name: number) => {
    if (known.has(name)) return;
    known.add(name);
    frontier.add(name);
  };
  for (const seed of given.seeds) discover(seed);
  while (curve.length < given.requests) {
    const chunk = frontier.claim(Math.min(CHUNK, given.requests - curve.length));
    if (chunk.length === 0) break;
    for (const name of chunk) {
      const isWanted = given.network.labels[name] === given.wanted;
      if (isWanted) found++;
      curve.push(found);
      const shown = given.network.shown[name] as readonly number[];
      for (const other of shown) discover(other);
      frontier.judged(name, isWanted, shown);
    }
  }
  return curve;
}

/** Names that are known and not mined. */
interface Frontier {
  add(name: number): void;
  claim(limit: number): number[];
  /** An account is mined and judged; it leads to those. */
  judged(name: number, isWanted: boolean, leadsTo: readonly number[]): void;
}

const FRONTIERS: Record<Order, (given: Harvest) => Frontier> = {
  breadth_first: () => {
    const names: number[] = [];
    return { add: (name) => names.push(name), claim: (limit) => names.splice(0, limit), judged() {} };
  },
  linked_count: () => {
    const { queue, links } = counted();
    return {
      add: (name) => queue.put(name, 0),
      claim: queue.take,
      judged(_name, _isWanted, leadsTo) {
        for (const other of leadsTo) queue.put(other, links.add(other));
      },
    };
  },
  /** Knows every label: wanted names first, those with the greater share of wanted parents before others. */
  oracle: ({ network, wanted }) => {
    const { queue, links } = counted();
    const wantedLinks = newCount();
    const rank = (name: number) =>
      (network.labels[name] === wanted ? 10 : 0) + (wantedLinks.of(name) + 1) / (links.of(name) + 2);
    return {
      add: (name) => queue.put(name, rank(name)),
      claim: queue.take,
      judged(_name, isWanted, leadsTo) {
        for (const other of leadsTo) {
          links.add(other);
          if (isWanted) wantedLinks.add(other);
          queue.put(other, rank(other));
        }
      },
    };
  },
  learned,
};

/** The product's: names stand in buckets of their score, and buckets are emptied in the product's order. */
function learned({ random }: Harvest): Frontier {
  const words = newWordModel();
  const measured: Measured = { judged: 0, wanted: 0 };
  const yields = new Map<number, ArmYield>();
  const links = newCount();
  const wantedLinks = newCount();
  const oldest = newQueue();
  const ages = new Map<number, number>();
  const buckets = new Map<number, Heap<number>>();
  const bucketByName = new Map<number, number>();
  const claimedFrom = new Map<number, number>();
  let claims = 0;
  const isOpen = (name: number, bucket: number) => bucketByName.get(name) === bucket;

  function put(name: number): void {
    if (claimedFrom.has(name)) return;
    const parentsJudged = links.of(name);
    const evidence = {
      channel: "related" as const,
      parentsJudged,
      parentsWanted: wantedLinks.of(name),
      told: null,
    };
    const bucket = bucketOf(scoreOf(evidence, measured, words), parentsJudged > 0);
    if (bucketByName.get(name) === bucket) return;
    bucketByName.set(name, bucket);
    const names =
      buckets.get(bucket) ?? new Heap<number>((one, other) => (ages.get(one) ?? 0) < (ages.get(other) ?? 0));
    buckets.set(bucket, names);
    names.push(name);
  }

  function takeFrom(arms: readonly { channel: string; bucket: number }[]): number | undefined {
    for (const { channel, bucket } of arms) {
      if (channel !== "related") continue;
      const names = buckets.get(bucket);
      for (let name = names?.pop(); name !== undefined; name = names?.pop())
        if (isOpen(name, bucket)) return name;
    }
    return undefined;
  }

  return {
    add(name) {
      ages.set(name, ages.size);
      oldest.put(name, 0);
      put(name);
    },
    claim(limit) {
      const order = claimOrder([...yields.values()], measured, random);
      const taken: number[] = [];
      while (taken.length < limit) {
        claims++;
        const name =
          order.kind === "breadth_first"
            ? oldest.takeOne()
            : takeFrom(claims % EXPLORE_ONE_IN === 0 ? order.explored : order.arms);
        if (name === undefined) break;
        if (claimedFrom.has(name)) continue;
        claimedFrom.set(name, bucketByName.get(name) as number);
        bucketByName.delete(name);
        taken.push(name);
      }
      return taken;
    },
    judged(name, isWanted, leadsTo) {
      measured.judged++;
      if (isWanted) measured.wanted++;
      const bucket = claimedFrom.get(name) as number;
      const arm = yields.get(bucket) ?? { channel: "related" as const, bucket, judged: 0, wanted: 0 };
      yields.set(bucket, arm);
      arm.judged++;
      if (isWanted) arm.wanted++;
      for (const other of leadsTo) {
        links.add(other);
        if (isWanted) wantedLinks.add(other);
        put(other);
      }
    },
  };
}

function newCount() {
  const counts = new Map<number, number>();
  return {
    of: (name: number) => counts.get(name) ?? 0,
    add(name: number): number {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count;
    },
  };
}

const counted = () => ({ queue: newQueue(), links: newCount() });

/** Names by rank, the greatest first, among equals the oldest. A name that is put again stands by its newest rank. */
function newQueue() {
  interface Entry {
    name: number;
    rank: number;
    age: number;
  }
  const heap = new Heap<Entry>((one, other) =>
    one.rank === other.rank ? one.age < other.age : one.rank > other.rank,
  );
  const ages = new Map<number, number>();
  const ranks = new Map<number, number>();
  const taken = new Set<number>();
  const queue = {
    put(name: number, rank: number): void {
      if (taken.has(name)) return;
      const age = ages.get(name) ?? ages.size;
      ages.set(name, age);
      ranks.set(name, rank);
      heap.push({ name, rank, age });
    },
    takeOne(): number | undefined {
      for (let entry = heap.pop(); entry !== undefined; entry = heap.pop()) {
        if (taken.has(entry.name) || ranks.get(entry.name) !== entry.rank) continue;
        taken.add(entry.name);
        return entry.name;
      }
      return undefined;
    },
    take(limit: number): number[] {
      const names: number[] = [];
      while (names.length < limit) {
        const name = queue.takeOne();
        if (name === undefined) break;
        names.push(name);
      }
      return names;
    },
  };
  return queue;
}
