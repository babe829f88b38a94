import type { Absences, AbsenceVerdict } from "../claims/absences.js";
import type { SourceError } from "../source-error.js";

/** What a run works with, once opened. */
export interface OpenTools<Tools> {
  tools: Tools;
  /** Number of requests sent to sources so far. */
  requests(): number;
  /** Decides which absences are believed; left out: all are. */
  absences?: AbsenceJudge;
  /** How many items can usefully be worked on at once, given the rate and the response time. Called repeatedly. */
  lanes?(): number;
  close(): Promise<void>;
}

/** Decides what follows when a source says that something does not exist. */
export interface AbsenceJudge {
  /** From this many absences in a row on, they are not believed without further questions. */
  streak(): number;
  /**
   * Whether an absence comes from memory, not from a source: earlier answers made it certain. Then nothing waits for it, and
   * it says nothing about the source.
   */
  isRemembered(absence: SourceError): boolean;
  /** Whether too little is known about the sources to believe their absences at the end of a run. */
  isThin(): boolean;
  /**
   * Asks the sources that reported absences about accounts known to exist.
   * @param held number of absences waiting for it.
   * @throws SourceError "blocked" if a source is blocking us.
   */
  vouch(held: number, signal: AbortSignal): Promise<void>;
  /** Takes an absence as evidence: learns from it, and weighs it together with earlier ones. */
  judge(absence: SourceError, earlier: Absences | null): AbsenceVerdict;
}
