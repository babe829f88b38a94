import type { AccountTexts, Qualification } from "./qualification.js";

/** Something that qualifies accounts: rules of this program, or a model. */
export interface Qualifier {
  /** Throws SourceError. */
  qualify(texts: AccountTexts, signal: AbortSignal): Promise<Qualification>;
  /** Requests sent so far. */
  readonly requests: number;
  close(): Promise<void>;
}
