import type { Evidence } from "./evidence.js";
import { slotsOf, type WordModel, wordsSay } from "./words.js";

/** How many accounts' weight the measured share has against a name's own parents (Beta smoothing). */
const PRIOR_PARENTS = 1;
/**
 * The measured share counts for no more than this. Of an aimed search it grows far above the share of the whole network,
 * and a name with one parent would come to look as good as one with ten.
 */
const MOST_PRIOR = 0.2;
/** Buckets of names of which something is known: 1 (least likely) to 24; bucket 0 has those of which nothing is. */
export const BUCKETS = 24;
const LOWEST_LOG_ODDS = -7;
const LOG_ODDS_PER_BUCKET = 0.5;

/** What has been judged of an audience so far. */
export interface Measured {
  judged: number;
  wanted: number;
}

const logOdds = (probability: number): number => Math.log(probability / (1 - probability));
export const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** @returns the share of wanted among the accounts judged so far, never 0 nor 1. */
function measuredShare({ judged, wanted }: Measured): number {
  return (wanted + 0.5) / (judged + 1);
}

/**
 * How likely a name is wanted, 0 to 1, by what is known before it is bought: the share of wanted accounts among the judged
 * ones that lead to it, smoothed by the measured share, and the words of its name. On LastFM Asia that share alone finds
 * 0.9 to 1.0 of what an oracle finds (`npm run bench:harvest`).
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
 * The coarse bucket of a score, by which names are claimed. Steps of half a log-odds, so that a further parent seldom moves
 * a name and the index over buckets stays quiet.
 */
export function bucketOf(score: number, isAnythingKnown: boolean): number {
  if (!isAnythingKnown) return 0;
  const step = Math.floor((logOdds(score) - LOWEST_LOG_ODDS) / LOG_ODDS_PER_BUCKET);
  return Math.max(1, Math.min(BUCKETS, step + 1));
}

/** @returns the log-odds in the middle of a bucket; of bucket 0 those of the measured share. */
export function logOddsOf(bucket: number, measured: Measured): number {
  return bucket === 0
    ? logOdds(measuredShare(measured))
    : LOWEST_LOG_ODDS + (bucket - 0.5) * LOG_ODDS_PER_BUCKET;
}
