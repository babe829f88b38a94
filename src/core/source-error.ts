/**
 * The closed set of failures that a source can report (design §5). What each means for the run is decided in one place, by
 * `kind`.
 */
export type SourceErrorKind =
  /** Proof that the account does not exist. */
  | "not_found"
  /** The account exists or may exist, but this source cannot serve it (private account, not a business account …). */
  | "unavailable"
  | "rate_limited"
  /** The source refuses to serve us: login wall, challenge, forbidden, or its circuit breaker is open. */
  | "blocked"
  | "out_of_budget"
  /** The key or token is missing, wrong or lacks a scope. */
  | "unauthorized"
  /** The response is not what it should be: wrong type, truncated, or does not match its schema. */
  | "bad_response"
  /** Network error, timeout or 5xx: worth retrying. */
  | "transient";

/**
 * Value of `context.reason` where the key is valid but the way the request is made is refused; a setting decides that way.
 */
export const REFUSED_REQUEST = "refused_request";

/** A failure of a source; `kind` says which. */
export class SourceError extends Error {
  readonly kind: SourceErrorKind;
  /** Shown by `errors` and kept in `ErrorLog.context`; contains no secret. */
  readonly context: Record<string, unknown>;

  constructor(
    kind: SourceErrorKind,
    message: string,
    context: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    // What a source has said stands in it: with line ends it could begin a line of a log that says something else.
    super(message.replace(/\s*[\r\n]+\s*/g, " "), cause === undefined ? undefined : { cause });
    this.name = "SourceError";
    this.kind = kind;
    this.context = context;
  }
}

/** A 429 or its equivalent. `retryAfterMs` is the wait that the source asked for, or null if it did not say. */
export class RateLimited extends SourceError {
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null, context: Record<string, unknown> = {}) {
    super("rate_limited", message, context);
    this.name = "RateLimited";
    this.retryAfterMs = retryAfterMs;
  }
}
