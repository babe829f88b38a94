import type { Evidence } from "./evidence.js";
import { slotsOf, type WordModel, wordsSay } from "./words.js";

/** The measured share counts as much as this many parents of a name (Beta smoothing). */
const PRIOR_PARENTS = 1;
/**
 * Upper limit of the measured share in this smoothing. In an aimed search that share grows far above the share in the whole
 * network, and a name with one parent would look as good as one with ten.
 */
const MOST_PRIOR = 0.2;
/** Number of buckets for names about which something is known: 1 (least likely) to 24. Bucket 0 holds the others. */
export const BUCKETS = 24;
const LOWEST_LOG_ODDS = -7;
const LOG_ODDS_PER_BUCKET = 0.5;

/** How many accounts have been judged for an audience so far, and how many of them are wanted. */
export interface Measured {
  judged: number;
  wanted: number;
}

const logOdds = (probability: number): number => Math.log(probability / (1 - probability));
/** @returns the probability of log-odds. */
export const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** @returns the share of wanted accounts among those judged so far, never exactly 0 or 1. */
function measuredShare({ judged, wanted }: Measured): number {
  return (wanted + 0.5) / (judged + 1);
}

/**
 * The probability that a name is wanted, 0 to 1, from what is known before it is mined: the share of wanted accounts among
 * the judged ones that lead to it, smoothed by the measured share, and the words of its name. On LastFM Asia that share alone
 * finds 0.9 to 1.0 of what an oracle finds (`npm run bench:harvest`).
 */
export function scoreOf(evidence: Evidence, measured: Measured, words: WordModel): number {
  const { parentsJudged, parentsWanted, told } = evidence;
  const share =
    (parentsWanted + PRIOR_PARENTS * Math.min(MOST_PRIOR, measuredShare(measured))) /
    (parentsJudged + PRIOR_PARENTS);
  const said = told === null ? 0 : wordsSay(words, slotsOf(told));
  return probabilityOf(logOdds(share) + said);
}

/**
 * The coarse bucket of a score, by which names are claimed. A step is half a log-odds, so that one more parent seldom moves a
 * name and the index over buckets is seldom written.
 */
export function bucketOf(score: number, isAnythingKnown: boolean): number {
  if (!isAnythingKnown) return 0;
  const step = Math.floor((logOdds(score) - LOWEST_LOG_ODDS) / LOG_ODDS_PER_BUCKET);
  return Math.max(1, Math.min(BUCKETS, step + 1));
}

/** @returns the log-odds in the middle of a bucket, or those of the measured share for bucket 0. */
export function logOddsOf(bucket: number, measured: Measured): number {
  return bucket === 0
    ? logOdds(measuredShare(measured))
    : LOWEST_LOG_ODDS + (bucket - 0.5) * LOG_ODDS_PER_BUCKET;
}
