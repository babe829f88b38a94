/** What a run works with, once it is open. */
export interface OpenTools<Tools> {
  tools: Tools;
  /** Requests sent to sources so far. */
  requests(): number;
  /** Asks whether what does not exist can be believed not to exist. Throws `SourceError` where it cannot. */
  canary?(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
