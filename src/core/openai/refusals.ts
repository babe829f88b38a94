import OpenAI from "openai";
import { messageOf } from "../failure.js";
import { RateLimited, REFUSED_REQUEST, SourceError } from "../source-error.js";

/**
 * Translates a failed request.
 * @param error as OpenAI's client throws it.
 * @param model the name of the model, for the message.
 */
export function meaningOfFailure(error: unknown, model: string): SourceError {
  const said = `openai: ${messageOf(error)}`;
  if (error instanceof OpenAI.APIConnectionError) return new SourceError("transient", said, {}, error);
  if (!(error instanceof OpenAI.APIError)) return new SourceError("bad_response", said, {}, error);
  if (error.code === "insufficient_quota")
    return new SourceError("out_of_budget", "openai: the account has no credit left");
  switch (error.status) {
    case 401:
    case 403:
      return new SourceError("unauthorized", "openai: OPENAI_API_KEY is not accepted");
    case 404:
      return new SourceError(
        "unauthorized",
        `openai: the model ${model} is not available (IGMINER_OPENAI_MODEL)`,
        { reason: REFUSED_REQUEST },
      );
    case 400:
    case 413:
    case 422:
      return refusalOf(error, said, model);
    case 429:
      return new RateLimited("openai: too many requests", retryAfterMs(error.headers));
    default:
      return new SourceError((error.status ?? 500) >= 500 ? "transient" : "bad_response", said, {
        status: error.status,
      });
  }
}

/** Whether a question was too long for the model; half of it may fit. */
export function isTooLong(error: unknown): boolean {
  return error instanceof SourceError && error.context.reason === TOO_LONG;
}

const TOO_LONG = "too_long";
const SAYS_TOO_LONG =
  /context[ _]length|context[ _]window|maximum context|too many tokens|prompt is too long|input is too long|reduce the length|exceeds? the (?:model|maximum|limit)/i;
/** Codes of refusals caused by the texts rather than by the request. */
const REFUSED_TEXTS = new Set(["content_filter", "content_policy_violation", "invalid_prompt"]);

/**
 * A request that is refused as such (a parameter, a schema or a model that the service does not accept) would be
 * refused for every account, so the setting is at fault and the run stops. Questions that are too long or refused for
 * their texts are the exceptions.
 */
function refusalOf(error: InstanceType<typeof OpenAI.APIError>, said: string, model: string): SourceError {
  const context = { status: error.status, code: error.code, parameter: error.param };
  if (error.status === 413 || error.code === "context_length_exceeded" || SAYS_TOO_LONG.test(said))
    return new SourceError("bad_response", said, { ...context, reason: TOO_LONG });
  if (REFUSED_TEXTS.has(error.code ?? "")) return new SourceError("unavailable", said, context);
  return new SourceError(
    "unauthorized",
    `${said} The request itself is refused: the model ${model} (IGMINER_OPENAI_MODEL) or the service (OPENAI_BASE_URL) does not accept ${error.param ?? "it"}`,
    { ...context, reason: REFUSED_REQUEST },
  );
}

function retryAfterMs(headers: Headers | undefined): number | null {
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}
