/** What sources have said of a name that they did not know, as it is kept with the row of the name. */
export interface Absences {
  /** How many times it was asked for, in whatever run, and nobody knew it. */
  looks: number;
  /** How often each source called it absent; `hiker#` where it was asked by number. */
  by: Record<string, number>;
  /** ISO 8601: the first and the last look. */
  since: string;
  last: string;
  /** How likely they were all wrong, by what was known of the sources at the last look. */
  chance: number;
}

/** What is to be done about a name that was called absent. */
export interface AbsenceVerdict {
  /** "unknown": not often enough to believe it. */
  outcome: "not_found" | "unknown";
  /** When it is asked for again; null: not any more. */
  againInMs: number | null;
  evidence: Absences;
}
