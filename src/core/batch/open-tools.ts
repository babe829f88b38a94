import type { Absences, AbsenceVerdict } from "../claims/absences.js";
import type { SourceError } from "../source-error.js";

/** What a run works with, once it is open. */
export interface OpenTools<Tools> {
  tools: Tools;
  /** Requests sent to sources so far. */
  requests(): number;
  /** Who decides what is believed of absences; left out: all are. */
  absences?: AbsenceJudge;
  /** How many items at once are of use, by the rate and the time of an answer; asked again and again. */
  lanes?(): number;
  close(): Promise<void>;
}

/** Decides what follows where something is said not to exist. */
export interface AbsenceJudge {
  /** So many absences in a row are believed without asking further. */
  streak(): number;
  /** Whether an absence is no answer, but certain by earlier ones: nothing waits for it, and it tells nothing of the source. */
  isRemembered(absence: SourceError): boolean;
  /** Whether too little is known of the sources to believe what they say at the end of a run. */
  isThin(): boolean;
  /**
   * Asks the sources that spoke of absences about accounts known to exist.
   * @param held how many absences wait for it. @throws SourceError "blocked" where a source is shut.
   */
  vouch(held: number, signal: AbortSignal): Promise<void>;
  /** Takes an absence for a witness's word, to learn from, and weighs it with what was said before. */
  judge(absence: SourceError, earlier: Absences | null): AbsenceVerdict;
}
