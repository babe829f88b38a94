import type { Verdict } from "../db/schema/clones.js";
import { isFanOf, type Pair } from "./pair.js";
import { PAIR_FEATURES, type PairFeature } from "./pair-features.js";
import { CLONE_FROM, SCORE_BIAS, SCORE_WEIGHTS, SUSPICIOUS_FROM } from "./score-weights.js";

export interface Judgement {
  /** 0 to 1: how likely the other account imitates the watched one. */
  score: number;
  verdict: Verdict;
  /** In words: what is seen at once, then the weightiest; what speaks against it comes last and begins with "against: ". */
  reasons: string[];
}

/** A feature that moves the score by less (in log-odds) is not worth a reader's time. */
const WORTH_TELLING = 0.25;
const MOST_REASONS = 8;
/** From this measure on a likeness is worth telling by itself. */
const PLAIN_TO_SEE = 0.7;

/**
 * Judges a pair (Goga et al., IMC 2015: the pair, not the account alone, tells): the sum of weighted features, as a
 * chance by the logistic function. The reasons are the features that moved it.
 */
export function judgePair(pair: Pair): Judgement {
  const told = PAIR_FEATURES.map((feature) => ({ feature, points: pointsOf(feature, pair) }));
  const logOdds = told.reduce((sum, { points }) => sum + points, SCORE_BIAS);
  const score = 1 / (1 + Math.exp(-logOdds));
  const reasons = told
    .filter(({ feature, points }) => Math.abs(points) >= WORTH_TELLING || isShown(feature, pair))
    .sort((a, b) => rankOf(b.feature, b.points) - rankOf(a.feature, a.points))
    .slice(0, MOST_REASONS)
    .map(({ feature }) => `${feature.speaks === "against" ? "against: " : ""}${feature.words(pair)}`);
  return { score, verdict: verdictOf(score, pair), reasons };
}

function pointsOf(feature: PairFeature, pair: Pair): number {
  const weight = SCORE_WEIGHTS[feature.name] ?? 0;
  return weight === 0 ? 0 : weight * feature.measure(pair);
}

function isShown({ isAlwaysTold, measure }: PairFeature, pair: Pair): boolean {
  return isAlwaysTold === true && measure(pair) >= PLAIN_TO_SEE;
}

/** What speaks for it comes first, and of that what is seen at once; what speaks against it comes last. */
function rankOf({ isAlwaysTold, speaks }: PairFeature, points: number): number {
  return speaks === "against" ? Math.abs(points) - 100 : points + (isAlwaysTold === true ? 100 : 0);
}

function verdictOf(score: number, pair: Pair): Verdict {
  if (score >= CLONE_FROM) return "clone";
  if (isFanOf(pair)) return "fan";
  return score >= SUSPICIOUS_FROM ? "suspicious" : "unrelated";
}
