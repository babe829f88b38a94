/**
 * Written by `npm run bench:clones -- --fit` from 2871 pairs of the training worlds; docs/clones.md says how well they do
 * on other worlds. In log-odds: what a feature adds where it is there in full.
 */
export const SCORE_WEIGHTS: Readonly<Record<string, number>> = {
  "username alike": 0,
  "username contained": 1.32,
  "username misspelt": 3.25,
  "username decorated": 0.69,
  "same number kept": 1.94,
  "display name alike": 0,
  "display name disguised": 2.23,
  "picture nearly identical": 0.19,
  "picture different": -0.55,
  "picture taken over": 2.66,
  "bio taken over": 1.83,
  "bio of its own": -0.35,
  "same link": 0,
  "names the watched account": -1.46,
  "named by the watched account": -2.69,
  "says it is a fan's": -2.8,
  "claims to be the person": 2.96,
  "lures away": 5.33,
  verified: -0.15,
  "few followers beside the watched": 0,
  "more followers than the watched": -2.79,
  "follows many": 0.84,
  "few posts": 3.4,
  "empty shell": 2.85,
  newer: 0,
  private: 0.82,
};
export const SCORE_BIAS = -4.63;
/** From these scores on a pair is called so: chosen on the training worlds for 0.7 % and 4 % of the innocent pairs. */
export const CLONE_FROM = 0.507;
export const SUSPICIOUS_FROM = 0.121;
