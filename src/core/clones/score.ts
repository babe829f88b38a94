import type { Verdict } from "../db/schema/clones.js";
import { affiliationOf, isBranchOf, isWarnedOf } from "./affiliation.js";
import { usernameSkeleton } from "./names.js";
import { FAR_BITS, isDisguised, type Pair, picturesApart } from "./pair.js";
import { isMisspelt, PAIR_FEATURES, type PairFeature } from "./pair-features.js";
import { CLONE_FROM, SCORE_BIAS, SCORE_WEIGHTS, SUSPICIOUS_FROM } from "./score-weights.js";
import { claimsInName, isFanOf } from "./self-description.js";
import { hasTakenOver, takenOver } from "./taken-over.js";

/** The verdict on a pair, with its reasons. */
export interface Judgement {
  /** 0 to 1: how likely the other account imitates the watched one. */
  score: number;
  verdict: Verdict;
  /**
   * In words. First what is visible at once, then by weight; what speaks against imitation comes last and begins with
   * "against: ".
   */
  reasons: string[];
}

/** Features that move the score by less (in log-odds) are not reported. */
const WORTH_TELLING = 0.25;
const MOST_REASONS = 10;
/** Measure from which a feature with `isAlwaysTold` is reported. */
const PLAIN_TO_SEE = 0.7;

/**
 * Scores a pair (Goga et al., IMC 2015: the pair says more than the account alone): the weighted sum of the features, turned
 * into a probability by the logistic function. The reasons are the features that moved it.
 */
export function judgePair(pair: Pair): Judgement {
  const told = PAIR_FEATURES.map((feature) => ({ feature, points: pointsOf(feature, pair) }));
  const logOdds = told.reduce((sum, { points }) => sum + points, SCORE_BIAS);
  const chance = 1 / (1 + Math.exp(-logOdds));
  const verdict = verdictOf(chance, pair);
  const reasons = told
    .filter(({ feature, points }) => Math.abs(points) >= WORTH_TELLING || isShown(feature, pair))
    .sort((a, b) => rankOf(b.feature, b.points) - rankOf(a.feature, a.points))
    .slice(0, MOST_REASONS)
    .map(({ feature }) => `${feature.speaks === "against" ? "against: " : ""}${feature.words(pair)}`);
  return { score: withinVerdict(chance, verdict), verdict, reasons };
}

function pointsOf(feature: PairFeature, pair: Pair): number {
  const weight = SCORE_WEIGHTS[feature.name] ?? 0;
  return weight === 0 ? 0 : weight * feature.measure(pair);
}

function isShown({ isAlwaysTold, measure }: PairFeature, pair: Pair): boolean {
  return isAlwaysTold === true && measure(pair) >= PLAIN_TO_SEE;
}

/** What speaks for imitation comes first, beginning with what is visible at once; what speaks against it comes last. */
function rankOf({ isAlwaysTold, speaks }: PairFeature, points: number): number {
  return speaks === "against" ? Math.abs(points) - 100 : points + (isAlwaysTold === true ? 100 : 0);
}

/**
 * Accounts known to belong to the watched one are official. Accounts that say they are fans are fans, unless they lure. No
 * account is a clone without having taken over or claimed something, unless the watched account warns of it: a similar name
 * with few posts is a namesake.
 */
function verdictOf(score: number, pair: Pair): Verdict {
  if (affiliationOf(pair) !== null) return "official";
  if (isFanOf(pair)) return "fan";
  if (isBranchOf(pair)) return "affiliate";
  if (isWarnedOf(pair)) return "clone";
  const isAccountable = hasTakenOver(pair);
  if (score >= CLONE_FROM && isAccountable) return "clone";
  const isOtherFace = (picturesApart(pair) ?? 0) > FAR_BITS;
  const { claim, lure } = takenOver(pair);
  const isOnPurpose =
    isDisguised(pair) ||
    (isMisspelt(pair) && !isOtherFace) ||
    (claim && (lure || (holdsUsername(pair) && claimsInName(pair))));
  return score >= SUSPICIOUS_FROM && (isAccountable || isOnPurpose) ? "suspicious" : "unrelated";
}

/** "tim.hofer_backup" refers to tim.hofer, whatever picture it shows. */
function holdsUsername({ watched, other }: Pair): boolean {
  return usernameSkeleton(other.username).includes(usernameSkeleton(watched.username));
}

/** Limits the score to the range of the verdict. */
function withinVerdict(score: number, verdict: Verdict): number {
  switch (verdict) {
    case "clone":
      return Math.max(score, CLONE_FROM);
    case "suspicious":
      return Math.min(score, CLONE_FROM - 0.001);
    case "official":
    case "affiliate":
    case "fan":
    case "unrelated":
      return Math.min(score, SUSPICIOUS_FROM - 0.001);
  }
}
