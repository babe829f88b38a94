import { randomBeta } from "d3-random";
import { CHANNELS, type Channel } from "./evidence.js";
import { BUCKETS, logOddsOf, type Measured, probabilityOf } from "./score.js";

/** Names that came through one channel and have one bucket: they are claimed alike, oldest first. */
export interface Arm {
  channel: Channel;
  bucket: number;
}

/** All arms, those with the better scores first. */
export const ARMS: readonly Arm[] = Array.from(
  { length: BUCKETS + 1 },
  (_, worse) => BUCKETS - worse,
).flatMap((bucket) => CHANNELS.map((channel) => ({ channel, bucket })));

/** What an arm has brought: accounts that were bought from it and are judged. */
export interface ArmYield extends Arm {
  judged: number;
  wanted: number;
}

export type ClaimOrder =
  /** What is known of names does not tell the wanted ones apart: oldest names first. */
  | { kind: "breadth_first" }
  /** Arms in the order in which they are emptied; `explored` of a chunk's names go by the second order. */
  | { kind: "aimed"; arms: readonly Arm[]; explored: readonly Arm[] };

/** One claim in so many explores. */
const EXPLORE_ONE_IN = 20;
/** The slope's spread before anything is measured; it starts at 1: scores are believed. */
const SLOPE_SPREAD = 0.6;
/** The spread of a channel's own log-odds around what its scores say. */
const CHANNEL_SPREAD = 1;
const SHARED_SPREAD = 1.5;
/** Below this slope, surely, scores are worth nothing. */
const LEAST_SLOPE = 0.3;
const ROUNDS = 12;
/** How many accounts' weight the fitted curve has against what an arm itself has brought. */
const CURVE_WEIGHT = 20;

/** How measured yields follow the scores: log-odds = shared + slope · score + the channel's own. */
interface Calibration {
  shared: number;
  slope: number;
  slopeSpread: number;
  channels: ReadonlyMap<string, number>;
}

/**
 * In which order names are claimed for an audience. Arms go by the yield that is expected of them: the curve that fits all
 * arms' measured yields (a logistic regression over scores, with an offset a channel), and each arm's own yield the more,
 * the more is known of it. Explored ones go by a draw from each arm's distribution (Thompson sampling): an arm of which
 * little is known, or which was believed wrongly, gets its chance.
 * @param random uniform, 0 ≤ r < 1
 */
export function claimOrder(
  yields: readonly ArmYield[],
  measured: Measured,
  random: () => number,
): ClaimOrder {
  const fit = calibrate(yields, measured);
  if (fit.slope + fit.slopeSpread < LEAST_SLOPE && fit.channels.size < 2) return { kind: "breadth_first" };
  const brought = new Map(yields.map((arm) => [keyOf(arm), arm]));
  const arms = CHANNELS.flatMap((channel) =>
    Array.from({ length: BUCKETS + 1 }, (_, bucket) => {
      const { judged = 0, wanted = 0 } = brought.get(keyOf({ channel, bucket })) ?? {};
      const curve = probabilityOf(logOddsBy(fit, { channel, bucket }, measured));
      const hits = wanted + CURVE_WEIGHT * curve;
      const misses = judged - wanted + CURVE_WEIGHT * (1 - curve);
      return { channel, bucket, expected: hits / (hits + misses), hits, misses };
    }),
  );
  const draw = randomBeta.source(random);
  const inOrder = (worthOf: (arm: (typeof arms)[number]) => number): Arm[] =>
    arms
      .map((arm) => ({ arm, worth: worthOf(arm) }))
      .sort((one, other) => other.worth - one.worth)
      .map(({ arm: { channel, bucket } }) => ({ channel, bucket }));
  return {
    kind: "aimed",
    arms: inOrder(({ expected }) => expected),
    explored: inOrder(({ hits, misses }) => draw(hits, misses)()),
  };
}

/** @returns how many of the next so many claims explore, after so many before. */
export function exploredOf(claimsBefore: number, limit: number): number {
  return Math.floor((claimsBefore + limit) / EXPLORE_ONE_IN) - Math.floor(claimsBefore / EXPLORE_ONE_IN);
}

const keyOf = ({ channel, bucket }: Arm) => `${channel} ${bucket}`;

function logOddsBy({ shared, slope, channels }: Calibration, arm: Arm, measured: Measured): number {
  return shared + slope * logOddsOf(arm.bucket, measured) + (channels.get(arm.channel) ?? 0);
}

/** Fits the curve to what arms have brought, one parameter after the other (Newton steps with Gaussian priors). */
function calibrate(yields: readonly ArmYield[], measured: Measured): Calibration {
  const used = yields.filter(({ judged }) => judged > 0);
  const channels = new Map(used.map(({ channel }) => [channel as string, 0]));
  const fit = { shared: 0, slope: 1, slopeSpread: SLOPE_SPREAD, channels };
  for (let round = 0; round < ROUNDS; round++) {
    fit.shared = step(fit.shared, 0, SHARED_SPREAD, used, () => 1).value;
    const slope = step(fit.slope, 1, SLOPE_SPREAD, used, ({ bucket }) => logOddsOf(bucket, measured));
    fit.slope = slope.value;
    fit.slopeSpread = slope.spread;
    if (channels.size > 1)
      for (const channel of channels.keys()) {
        const own = used.filter((arm) => arm.channel === channel);
        channels.set(channel, step(channels.get(channel) ?? 0, 0, CHANNEL_SPREAD, own, () => 1).value);
      }
  }
  return fit;

  function step(
    value: number,
    prior: number,
    spread: number,
    arms: readonly ArmYield[],
    inputOf: (arm: ArmYield) => number,
  ): { value: number; spread: number } {
    let gradient = (prior - value) / spread ** 2;
    let curvature = 1 / spread ** 2;
    for (const arm of arms) {
      const input = inputOf(arm);
      const expected = probabilityOf(logOddsBy(fit, arm, measured));
      gradient += input * (arm.wanted - arm.judged * expected);
      curvature += input * input * arm.judged * expected * (1 - expected);
    }
    const most = 1;
    return {
      value: value + Math.max(-most, Math.min(most, gradient / curvature)),
      spread: 1 / Math.sqrt(curvature),
    };
  }
}
