/**
 * Written by `npm run bench:clones -- --fit` from 2871 pairs of the training worlds; docs/clones.md reports the accuracy on
 * other worlds. The weight of a feature, in log-odds, is what it adds at full measure.
 */
export const SCORE_WEIGHTS: Readonly<Record<string, number>> = {
  "username alike": 0,
  "username contained": 1.45,
  "username misspelt": 5.92,
  "username decorated": 1.55,
  "same number kept": 2.64,
  "display name alike": 0,
  "display name disguised": 2.08,
  "picture nearly identical": 0,
  "picture different": -0.24,
  "picture taken over": 2,
  "bio taken over": 1.8,
  "bio of its own": 0,
  "same link": 1.11,
  "names the watched account": -1.36,
  "named by the watched account": -2.99,
  "says it is a fan's": -3.57,
  "claims to be the person": 3.62,
  "lures away": 6.84,
  "of the same house": -1.89,
  "warned of": 0,
  "nothing taken over": -2,
  "few followers beside the watched": 0,
  "more followers than the watched": -4,
  "follows many": 0,
  "few posts": 3.99,
  "empty shell": 1.84,
  newer: 0,
  private: 0,
};
/** The score of a pair without any feature, in log-odds. */
export const SCORE_BIAS = -2.76;
/**
 * Pairs with at least this score get this verdict. Chosen on the training worlds, where 0.7 % and 4 % of the innocent pairs
 * reach them.
 */
export const CLONE_FROM = 0.723;
export const SUSPICIOUS_FROM = 0.193;
