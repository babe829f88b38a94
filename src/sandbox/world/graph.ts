import { hashOf, shareOf } from "../random.js";
import { FARMED_AROUND, farmedAt, isFarmed } from "./farms.js";
import { nextSpeakerOf, someSpeakerOf } from "./names.js";
import { sizeOf } from "./size.js";
import { topicOf } from "./topics.js";
import type { World } from "./world.js";

const USUAL = 20;
const RING = 4;
/**
 * Default homophily: the modularity of countries among all friendships on Facebook (Q = 0.75, with 84.2 % of
 * friendships within a country; Ugander et al. 2011, The Anatomy of the Facebook Social Graph, arXiv 1111.4503).
 */
export const USUAL_HOMOPHILY = 0.75;
/** Share of alike neighbours who also have the same topic. */
const SAME_TOPIC = 0.5;
/** Attempts to draw an account with the topic. */
const TOPIC_DRAWS = 8;

/** The purpose of a draw of neighbours; each purpose draws different accounts. */
const DRAW = { related: 21, alike: 22, topic: 23, place: 24, farmed: 25, count: 20 } as const;

/**
 * Instagram's suggestions for an account. A small world (Watts and Strogatz, 1998) with neighbourhoods: with the
 * world's homophily as probability, a suggestion comes from the account's own community (same language, and with it
 * country; half of them the same topic too; the one of two that is nearer in size), otherwise from anywhere. One
 * suggestion is always the next number in the ring, so that every account can be reached. A farmed account leads to others of
 * its farm.
 * @returns distinct numbers, never the account itself.
 */
export function relatedTo(world: World, number: number): number[] {
  const { accounts, seed } = world;
  const wanted = Math.min(
    world.relatedPerAccount ?? USUAL - (hashOf(seed, DRAW.count, number) % 8),
    accounts - 1,
  );
  const isAlike = (turn: number) => shareOf(hashOf(seed, DRAW.alike, number, turn)) < homophilyOf(world);
  const found = new Set<number>();
  if (isFarmed(world, number)) {
    add((number + 1) % accounts);
    for (let turn = 0; found.size < wanted && turn < 4 * wanted; turn++)
      add(farmedAt(world, shareOf(hashOf(seed, DRAW.farmed, number, turn))));
    return [...found];
  }
  for (let step = 1; step <= RING && found.size < wanted; step++) {
    const distance = step === 1 ? 1 : step ** 3;
    const isNear = step > 1 && isAlike(1_000 + step);
    add(isNear ? nextSpeakerOf(world, number, distance) : (number + distance) % accounts);
    if (step % 2 === 0)
      add(isNear ? nextSpeakerOf(world, number, -distance) : (number - distance + accounts) % accounts);
  }
  for (let turn = 0; found.size < wanted && turn < 4 * wanted; turn++) {
    const share = shareOf(hashOf(seed, DRAW.related, number, turn));
    const place = turn % 3 === 0 ? share ** 3 : share;
    add(isAlike(turn) ? alikeTo(world, number, turn, place) : Math.floor(accounts * place));
  }
  return [...found];

  function add(other: number): void {
    if (other !== number && other >= 0 && found.size < wanted) found.add(other);
  }
}

function homophilyOf({ homophily }: World): number {
  return homophily ?? USUAL_HOMOPHILY;
}

/**
 * @returns an account of the same community: always the same language, the same topic half the time, and of similar
 * size.
 */
function alikeTo(world: World, number: number, turn: number, place: number): number {
  const hash = (draw: number) => hashOf(world.seed, DRAW.place, number, turn, draw);
  const first = someSpeakerOf(world, number, place);
  const wantsTopic = shareOf(hashOf(world.seed, DRAW.topic, number, turn)) < SAME_TOPIC;
  if (!wantsTopic) {
    const second = someSpeakerOf(world, number, shareOf(hash(0)));
    const own = sizeOf(world, number);
    const distanceTo = (other: number) => Math.abs(Math.log10(sizeOf(world, other) / own));
    return distanceTo(first) <= distanceTo(second) ? first : second;
  }
  const topic = topicOf(world, number);
  for (let draw = 0; draw < TOPIC_DRAWS; draw++) {
    const other = draw === 0 ? first : someSpeakerOf(world, number, shareOf(hash(draw)));
    if (topicOf(world, other) === topic) return other;
  }
  return first;
}

/**
 * The accounts that follow an account, are followed by it, like it or comment on it, as similar to it as its
 * suggestions; in a world with farms some of them are farmed.
 * @returns numbers by position in the list; some occur more than once.
 */
export function peopleAround(
  world: World,
  number: number,
  kind: number,
  from: number,
  count: number,
): number[] {
  return Array.from({ length: count }, (_, step) => {
    const hash = (trait: number) => hashOf(world.seed, 52 + trait, kind, number, from + step);
    if ((world.farms ?? 0) > 0 && shareOf(hash(2)) < FARMED_AROUND) return farmedAt(world, shareOf(hash(1)));
    return shareOf(hash(0)) < homophilyOf(world)
      ? alikeTo(world, number, 10_000 * (kind + 1) + from + step, shareOf(hash(1)))
      : Math.floor(shareOf(hash(1)) * world.accounts);
  });
}
