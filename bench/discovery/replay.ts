/**
 * A labelled network as a source: a node is an account, its neighbours are suggested beside it, and its label becomes
 * known when it is mined. Names are claimed in different orders; `learned` is the product's own scoring and claim
 * order.
 */
import { SCORED_WHEN_SHORT } from "../../src/core/discovery/claim-aimed.js";
import { type ArmYield, claimOrder, exploredOf } from "../../src/core/discovery/claim-order.js";
import { bucketOf, type Measured, scoreOf } from "../../src/core/discovery/score.js";
import { newWordModel } from "../../src/core/discovery/words.js";
import { Heap } from "../support/heap.js";

export interface Network {
  /** The names shown beside each account, by its number. */
  shown: readonly (readonly number[])[];
  labels: readonly string[];
}

export const ORDERS = ["breadth_first", "linked_count", "learned", "oracle"] as const;
export type Order = (typeof ORDERS)[number];

export interface Harvest {
  network: Network;
  /** The wanted label. */
  wanted: string;
  seeds: readonly number[];
  requests: number;
  random(): number;
}

/** Names claimed at once, as in a run: twice a concurrency of four. */
const CHUNK = 8;

/** @returns the number of wanted accounts found by each request (the curve ends if nothing is left to request). */
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
    const judged = chunk.map((name) => ({
      name,
      isWanted: given.network.labels[name] === given.wanted,
      leadsTo: given.network.shown[name] as readonly number[],
    }));
    for (const { isWanted, leadsTo } of judged) {
      if (isWanted) found++;
      curve.push(found);
      for (const other of leadsTo) discover(other);
    }
    frontier.judged(judged);
  }
  return curve;
}

/** Names that are known and not mined. */
interface Frontier {
  add(name: number): void;
  claim(limit: number): number[];
  /** Reports that the claimed accounts are mined and judged. */
  judged(chunk: readonly Judged[]): void;
}

interface Judged {
  name: number;
  isWanted: boolean;
  leadsTo: readonly number[];
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
      judged(chunk) {
        for (const { leadsTo } of chunk) for (const other of leadsTo) queue.put(other, links.add(other));
      },
    };
  },
  /** Knows every label: wanted names first, then those with a greater share of wanted parents. */
  oracle: ({ network, wanted }) => {
    const { queue, links } = counted();
    const wantedLinks = newCount();
    const rank = (name: number) =>
      (network.labels[name] === wanted ? 10 : 0) + (wantedLinks.of(name) + 1) / (links.of(name) + 2);
    return {
      add: (name) => queue.put(name, rank(name)),
      claim: queue.take,
      judged(chunk) {
        for (const { isWanted, leadsTo } of chunk)
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

/**
 * The product's order: names are in buckets by score, and buckets are emptied in the product's order. As in the store,
 * a chunk is learned from as a whole, its new names are numbered in the order of the names, names that only unwanted
 * accounts lead to are scored when others run out, and names to which no judged account leads are claimed last
 * (`claimAimed`; test/discovery/claim-aimed.test.ts compares the two).
 */
function learned({ network, random }: Harvest): Frontier {
  const words = newWordModel();
  const measured: Measured = { judged: 0, wanted: 0 };
  const yields = new Map<number, ArmYield>();
  const links = newCount();
  const wantedLinks = newCount();
  const oldest = newQueue();
  const ages = new Map<number, number>();
  const buckets = new Map<number, Heap<number>>();
  const bucketByName = new Map<number, number>();
  const claimedFrom = new Map<number, number | undefined>();
  const found: number[] = [];
  /** Unwanted accounts whose names are not scored. */
  const unscored = new Heap<number>((one, other) => one < other);
  let claims = 0;
  const isOpen = (name: number, bucket: number) => bucketByName.get(name) === bucket;

  function number(name: number): void {
    ages.set(name, ages.size);
    oldest.put(name, 0);
  }

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

  function scoreUnscored(): void {
    for (let account = 0; account < SCORED_WHEN_SHORT; account++)
      for (const name of network.shown[unscored.pop() ?? -1] ?? []) put(name);
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
    add: (name) => found.push(name),
    claim(limit) {
      const order = claimOrder([...yields.values()], measured, random);
      for (const name of found.splice(0).sort((one, other) => one - other)) number(name);
      const taken: number[] = [];
      const take = (next: () => number | undefined, upTo: number) => {
        while (taken.length < upTo) {
          const name = next();
          if (name === undefined) return;
          if (claimedFrom.has(name)) continue;
          claimedFrom.set(name, bucketByName.get(name));
          bucketByName.delete(name);
          taken.push(name);
        }
      };
      if (order.kind === "aimed") {
        const explored = exploredOf(claims, limit);
        take(() => takeFrom(order.arms), limit - explored);
        take(() => takeFrom(order.explored), taken.length + explored);
        if (taken.length < limit) {
          scoreUnscored();
          take(() => takeFrom(order.arms), limit);
        }
        claims += taken.length;
      }
      take(oldest.takeOne, limit);
      return taken;
    },
    judged(chunk) {
      for (const name of found.splice(0).sort((one, other) => one - other)) number(name);
      const ledTo = new Set<number>();
      for (const { name, isWanted, leadsTo } of chunk) {
        measured.judged++;
        if (isWanted) measured.wanted++;
        const bucket = claimedFrom.get(name);
        if (bucket !== undefined) {
          const arm = yields.get(bucket) ?? { channel: "related" as const, bucket, judged: 0, wanted: 0 };
          yields.set(bucket, arm);
          arm.judged++;
          if (isWanted) arm.wanted++;
        }
        for (const other of leadsTo) {
          links.add(other);
          if (isWanted) wantedLinks.add(other);
          ledTo.add(other);
        }
        if (!isWanted) unscored.push(name);
      }
      for (const name of ledTo) if (wantedLinks.of(name) > 0 || bucketByName.has(name)) put(name);
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

/** Names by rank, the highest first, the oldest first among equals. A name added again takes its newest rank. */
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
