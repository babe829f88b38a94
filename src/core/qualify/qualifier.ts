import type { AccountTexts, Qualification } from "./qualification.js";

/** Qualifies accounts, by igminer's rules or by a model. */
export interface Qualifier {
  /** Throws SourceError. */
  qualify(texts: AccountTexts, signal: AbortSignal): Promise<Qualification>;
  /** Requests sent so far. */
  readonly requests: number;
  close(): Promise<void>;
}
