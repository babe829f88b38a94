/**
 * The closed set of failures that cross the boundary of a source (design §5).
 * What each means for the run is decided in one place, by `kind`.
 */
export type SourceErrorKind =
  /** Positive proof that the account does not exist. */
  | "not_found"
  /** The account exists or may exist, but this source cannot serve it (private target, not a business account …). */
  | "unavailable"
  | "rate_limited"
  /** The source refuses us: login wall, challenge, forbidden, or its breaker is open. */
  | "blocked"
  | "out_of_budget"
  /** The key or token is missing, wrong or lacks a scope. */
  | "unauthorized"
  /** An answer arrived and is not what it should be: wrong type, truncated, fails its schema. */
  | "bad_response"
  /** Network trouble, time-out, 5xx: worth asking again. */
  | "transient";

/** As `context.reason`: not the key is refused, but how the request is made, which a setting says. */
export const REFUSED_REQUEST = "refused_request";

export class SourceError extends Error {
  readonly kind: SourceErrorKind;
  /** Shown in `errors` and kept in `ErrorLog.context`; holds no secret. */
  readonly context: Record<string, unknown>;

  constructor(
    kind: SourceErrorKind,
    message: string,
    context: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SourceError";
    this.kind = kind;
    this.context = context;
  }
}

/** 429 or its like. `retryAfterMs` is what the source asked for, null where it did not say. */
export class RateLimited extends SourceError {
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null, context: Record<string, unknown> = {}) {
    super("rate_limited", message, context);
    this.name = "RateLimited";
    this.retryAfterMs = retryAfterMs;
  }
}
