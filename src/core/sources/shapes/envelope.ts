import { isObject, type JsonObject } from "./values.js";

/** The failure that an answer reports. */
export interface Refusal {
  /** The source's own words, on one line; never empty. */
  message: string;
  /** The name of the exception, if stated (HikerAPI's `exc_type`). */
  exception: string | null;
  /** Whether the source asks for a login or takes us for a bot. */
  wantsLogin: boolean;
  /** Whether it comes from `errors`: something failed while the answer was made. */
  hasErrors: boolean;
}

const LOGIN_WORDS = /login|challenge_required|checkpoint_required|feedback_required|consent_required/i;
const MAX_LENGTH = 300;

/**
 * Reads the failure marks of an answer's envelope, before its content is used: `errors`, `status: "fail"`,
 * `require_login`, `spam`, `exc_type`, `error`, `detail`, and a `message` if there is nothing else. A GraphQL error
 * whose `path` leads to part of the requested data only affects that part (GraphQL, October 2021, section 6.4.4); any
 * other affects the whole answer.
 * @returns null if the answer does not report a failure.
 */
export function refusalIn(json: unknown): Refusal | null {
  if (!isObject(json)) return null;
  const inside = isObject(json.response) ? refusalIn(json.response) : null;
  if (inside !== null) return inside;
  const errors = Array.isArray(json.errors) ? json.errors.filter((error) => !isOfAPart(error, json)) : [];
  const exception = textIn(json.exc_type);
  const words = [textIn(json.message), detailIn(json.detail), errorIn(json.error), ...errors.map(errorIn)];
  const message = words.find((text) => text !== null) ?? null;
  const wantsLogin = json.require_login === true || json.spam === true || LOGIN_WORDS.test(message ?? "");
  const hasFailed =
    errors.length > 0 ||
    json.status === "fail" ||
    json.require_login === true ||
    json.spam === true ||
    exception !== null ||
    errorIn(json.error) !== null ||
    ((detailIn(json.detail) !== null || textIn(json.message) !== null) && holdsNothing(json));
  if (!hasFailed) return null;
  const text = [exception, message ?? (wantsLogin ? "a login is required" : "it failed without a reason")]
    .filter((part) => part !== null)
    .join(": ");
  return { message: text.slice(0, MAX_LENGTH), exception, wantsLogin, hasErrors: errors.length > 0 };
}

/**
 * Removes the parts of a GraphQL answer that it reports as failed, so that their nulls do not count as values.
 * @returns which parts, such as `user.edge_related_profiles: execution error`.
 */
export function takeRefusedParts(json: unknown): string[] {
  if (!isObject(json) || !Array.isArray(json.errors)) return [];
  return json.errors
    .filter((error) => isOfAPart(error, json))
    .map((error) => {
      const path = ((error as JsonObject).path as unknown[]).map(String);
      const parent = path
        .slice(0, -1)
        .reduce<unknown>((at, name) => (at as JsonObject | null)?.[name], json.data);
      if (isObject(parent)) delete parent[path.at(-1) as string];
      return `${path.join(".")}: ${errorIn(error) ?? "an error"}`;
    });
}

/** Whether a GraphQL error concerns a part below `user`, and the user is present. */
function isOfAPart(error: unknown, { data }: JsonObject): boolean {
  if (!isObject(error) || !Array.isArray(error.path) || error.path.length < 2) return false;
  if (!error.path.every((step) => typeof step === "string" || typeof step === "number")) return false;
  const [first] = error.path;
  return error.severity !== "CRITICAL" && isObject(data) && isObject(data[String(first)]);
}

function holdsNothing(json: JsonObject): boolean {
  const { message, detail, status, error_type, ...rest } = json;
  if ("username" in rest) return false;
  return !Object.values(rest).some((value) => typeof value === "object" && value !== null);
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.replace(/\s+/g, " ").trim() : null;
}

/** FastAPI, which HikerAPI is built with, reports wrong parameters as `[{loc, msg}]`. */
function detailIn(detail: unknown): string | null {
  if (!Array.isArray(detail)) return textIn(detail);
  const issues = detail.flatMap((issue) =>
    isObject(issue) ? `${[issue.loc].flat().join(".")}: ${textIn(issue.msg) ?? "wrong"}` : [],
  );
  return issues.length === 0 ? null : issues.join("; ");
}

function errorIn(error: unknown): string | null {
  if (!isObject(error)) return textIn(error);
  return (
    textIn(error.message) ??
    textIn(error.description) ??
    textIn(error.summary) ??
    "an error without a message"
  );
}
