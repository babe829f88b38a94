import { randomBeta } from "d3-random";
import { CHANNELS, type Channel } from "./evidence.js";
import { BUCKETS, logOddsOf, type Measured, probabilityOf } from "./score.js";

/** The names of one channel and one bucket. They are claimed alike, oldest first. */
export interface Arm {
  channel: Channel;
  bucket: number;
}

/** All arms, best scores first. */
export const ARMS: readonly Arm[] = Array.from(
  { length: BUCKETS + 1 },
  (_, worse) => BUCKETS - worse,
).flatMap((bucket) => CHANNELS.map((channel) => ({ channel, bucket })));

/** The yield of an arm: how many accounts mined from it are judged, and how many of these are wanted. */
export interface ArmYield extends Arm {
  judged: number;
  wanted: number;
}

/** The order in which a chunk of names is claimed. */
export type ClaimOrder =
  /** Scores do not separate wanted names from others: oldest names first. */
  | { kind: "breadth_first" }
  /** Arms in order of expected yield, and a second order for the claims that explore. */
  | { kind: "aimed"; arms: readonly Arm[]; explored: readonly Arm[] };

/** One claim in this many explores. */
const EXPLORE_ONE_IN = 20;
/** Standard deviation of the slope before anything is measured. Its mean is 1: scores are believed. */
const SLOPE_SPREAD = 0.6;
/** Standard deviation of a channel's own log-odds around what its scores predict. */
const CHANNEL_SPREAD = 1;
const SHARED_SPREAD = 1.5;
/** If the slope is surely below this, scores are worthless. */
const LEAST_SLOPE = 0.3;
const ROUNDS = 12;
/** The fitted curve counts as much as this many judged accounts of an arm. */
const CURVE_WEIGHT = 20;

/** The curve from scores to measured yields: log-odds = shared + slope · score + the channel's own. */
interface Calibration {
  shared: number;
  slope: number;
  slopeSpread: number;
  channels: ReadonlyMap<string, number>;
}

/**
 * The order in which names are claimed for an audience. Arms are ordered by expected yield. It combines the curve fitted to
 * the measured yields of all arms (a logistic regression over scores, with an offset per channel) with the arm's own yield,
 * which counts more the more is known of it. The order for exploring uses a draw from each arm's distribution (Thompson
 * sampling), so that an arm that is little known or was misjudged gets its chance.
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

/** @returns how many of the next `limit` claims explore, given the number of claims before. */
export function exploredOf(claimsBefore: number, limit: number): number {
  return Math.floor((claimsBefore + limit) / EXPLORE_ONE_IN) - Math.floor(claimsBefore / EXPLORE_ONE_IN);
}

const keyOf = ({ channel, bucket }: Arm) => `${channel} ${bucket}`;

function logOddsBy({ shared, slope, channels }: Calibration, arm: Arm, measured: Measured): number {
  return shared + slope * logOddsOf(arm.bucket, measured) + (channels.get(arm.channel) ?? 0);
}

/** Fits the curve to the yields of arms, one parameter after the other (Newton steps with Gaussian priors). */
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
