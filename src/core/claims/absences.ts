/** What sources have said of a name that they did not find, as stored with the row of the name. */
export interface Absences {
  /** How often it was looked for, in any run, without being found. */
  looks: number;
  /** How often each source reported it absent; `hiker#` for look-ups by account id. */
  by: Record<string, number>;
  /** ISO 8601: the first and the last look. */
  since: string;
  last: string;
  /** Probability that all of them were wrong, by what was known of the sources at the last look. */
  chance: number;
}

/** What follows when a name is reported absent. */
export interface AbsenceVerdict {
  /** "unknown": not reported often enough to be believed. */
  outcome: "not_found" | "unknown";
  /** Time until it is looked for again; null: never. */
  againInMs: number | null;
  evidence: Absences;
}
