/**
 * What the planner is told at the beginning of every transaction: go to rows by their keys.
 * igminer asks for few rows of tables that grow from nothing while a command runs. A plan that was made, or kept for a
 * foreign key, while a table was small reads it from end to end for the rest of the run: 51,000 sequential scans in a run
 * of 1,500 profiles, and half its time; a merge join of 600 names with the whole frontier was another fifth. And the
 * surcharge on a scan that cannot be avoided would make the planner compile trivial statements (PostgreSQL, "When to JIT?").
 */
export const PLANNER_SETTINGS = [
  "enable_seqscan = off",
  "enable_mergejoin = off",
  "enable_hashjoin = off",
  "jit = off",
] as const;
