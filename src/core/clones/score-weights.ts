/**
 * Written by `npm run bench:clones -- --fit` from 2871 pairs of the training worlds; docs/clones.md says how well they do
 * on other worlds. In log-odds: what a feature adds where it is there in full.
 */
export const SCORE_WEIGHTS: Readonly<Record<string, number>> = {
  "username alike": 0.99,
  "username contained": 1.03,
  "display name alike": 0.35,
  "display name disguised": 2.16,
  "picture nearly identical": 0.17,
  "picture similar": 2.01,
  "picture different": -0.73,
  "same picture and same name": 0.81,
  "bio taken over": 1.01,
  "bio of its own": -1.68,
  "same link": 0.06,
  "names the watched account": -0.74,
  "named by the watched account": -2.08,
  "says it is a fan's": -1.88,
  "claims to be the person": 2.8,
  "lures away": 3.53,
  verified: -0.04,
  "few followers beside the watched": 0.35,
  "more followers than the watched": -1.64,
  "follows many": 1.68,
  "few posts": 3.75,
  newer: -0.17,
  private: 0.93,
};
export const SCORE_BIAS = -4.56;
/** From these scores on a pair is called so: chosen on the training worlds for 0.7 % and 4 % of the innocent pairs. */
export const CLONE_FROM = 0.664;
export const SUSPICIOUS_FROM = 0.222;
