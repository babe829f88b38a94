import type { PageAnswer, Visit } from "../browser/visit.js";
import type { Profile } from "../instagram/profile.js";
import { RateLimited, SourceError } from "../source-error.js";
import { excerptOf, parseJson } from "./json.js";
import { tellsMoreThanName } from "./shapes/account.js";
import { postsIn } from "./shapes/asked.js";
import { refusalIn } from "./shapes/envelope.js";
import { readAnswer } from "./shapes/reading.js";
import { isObject } from "./shapes/values.js";
import { profileInProfileInfo, refusal, userIsNull } from "./web-profile-info.js";

/** The newer page fetches posts separately from the profile, under this key. */
const TIMELINE = "xdt_api__v1__feed__user_timeline_graphql_connection";
/** Facebook's guard against reading answers as a script; some answers start with it. */
const GUARD = /^for \(;;\);/;
const LOGIN_PATH = /^\/(accounts\/(login|suspended)|challenge|checkpoint)\b/;

/** @returns whether the page has fetched the whole profile, so that its further requests are not needed. */
export function isWholeProfile(answers: readonly PageAnswer[], username: string, now: Date): boolean {
  const { profile, hasPosts } = read(answers, username, now);
  return profile !== null && (hasPosts || profile.isPrivate === true || profile.postsCount === 0);
}

/**
 * Judges a visit to a profile page by the page's own requests, which carry what Instagram says about the account. The
 * visible page proves nothing: login pages and "not available" come with any status.
 * @throws SourceError
 */
export function profileInVisit(visit: Visit, username: string, now: Date): Profile {
  const { profile, refusals } = read(visit.answers, username, now);
  if (profile !== null) return profile;
  throw refusals.find(({ kind }) => kind !== "not_found") ?? refusals[0] ?? pageTrouble(visit, now);
}

interface Evidence {
  profile: Profile | null;
  hasPosts: boolean;
  refusals: SourceError[];
}

function read(answers: readonly PageAnswer[], username: string, now: Date): Evidence {
  const evidence: Evidence = { profile: null, hasPosts: false, refusals: [] };
  let posts: Profile["posts"] = [];
  for (const answer of answers) {
    try {
      const found = profileIn(answer, username, now);
      if (found !== null) {
        evidence.profile = found.profile;
        evidence.hasPosts ||= found.hasPosts;
      }
      const timeline = timelineIn(answer, username);
      if (timeline === null) continue;
      posts = [...posts, ...timeline];
      evidence.hasPosts = true;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      evidence.refusals.push(error);
    }
  }
  if (evidence.profile !== null && posts.length > 0) {
    const known = new Set(evidence.profile.posts.map(({ id }) => id));
    evidence.profile = {
      ...evidence.profile,
      posts: [...evidence.profile.posts, ...posts.filter(({ id }) => !known.has(id))],
    };
  }
  return evidence;
}

/** @returns the profile, if the answer is for a request for it. @throws SourceError if such an answer is a refusal. */
function profileIn(
  { url, sent, answer }: PageAnswer,
  username: string,
  now: Date,
): { profile: Profile; hasPosts: boolean } | null {
  if (/\/users\/web_profile_info\/?$/.test(url.pathname)) {
    if (url.searchParams.get("username")?.toLowerCase() !== username) return null;
    return {
      profile: profileInProfileInfo("browser", answer, now),
      hasPosts: true,
    };
  }
  if (!isGraphQuery(url)) return null;
  const isRedirect = answer.status >= 300 && answer.status < 400;
  if (isRedirect || answer.status === 429) throw refusal("browser", answer, now);
  const json = jsonOf(answer);
  const said = refusalIn(json);
  // The page also asks for other accounts, and for parts of this one.
  const isAsked = variablesOf(url, sent).includes(`"${username}"`);
  if (said !== null) {
    if (isAsked) throw refusal("browser", answer, now, said.message);
    return null;
  }
  const user = dataOf(json)?.user;
  if (user === null && isAsked) throw userIsNull("browser", { excerpt: excerptOf(answer.body) });
  const profile = readAnswer(json, now).profiles.find((each) => each.username === username);
  if (profile === undefined || !(tellsMoreThanName(profile) || profile.gate !== null)) return null;
  return { profile, hasPosts: isObject(user) && "edge_owner_to_timeline_media" in user };
}

/** @returns the posts that the newer page fetches separately, or null if the answer has none of this account. */
function timelineIn({ url, answer }: PageAnswer, username: string): Profile["posts"] | null {
  if (!isGraphQuery(url)) return null;
  const { edges } = (dataOf(jsonOf(answer))?.[TIMELINE] ?? {}) as { edges?: { node?: unknown }[] };
  if (!Array.isArray(edges)) return null;
  const nodes = edges.map((edge) => edge?.node);
  const owner = (nodes[0] as { user?: { username?: unknown } } | undefined)?.user?.username;
  if (owner !== undefined && String(owner).toLowerCase() !== username) return null;
  return postsIn(nodes).posts;
}

function isGraphQuery({ pathname }: URL): boolean {
  return /^\/(graphql\/query|api\/graphql)\/?$/.test(pathname);
}

/** @returns the variables of a query as JSON, from the URL or from the request body. */
function variablesOf({ searchParams }: URL, sent: string): string {
  return searchParams.get("variables") ?? new URLSearchParams(sent).get("variables") ?? "";
}

/** @returns the answer if it is JSON, else undefined: answers unrelated to this profile need not be valid. */
function jsonOf({ body }: PageAnswer["answer"]): unknown {
  if (!body.includes('"data"')) return undefined;
  try {
    return parseJson(body.replace(GUARD, ""));
  } catch {
    return undefined;
  }
}

function dataOf(json: unknown): Record<string, unknown> | undefined {
  return isObject(json) && isObject(json.data) ? json.data : undefined;
}

/** @returns why a page fetched no profile. */
function pageTrouble(
  { document, url, title, text, hasLoginForm, failure, isTimedOut }: Visit,
  now: Date,
): SourceError {
  const context = { status: document?.status, title, excerpt: excerptOf(text), url: withoutQuery(url) };
  if (document?.status === 407)
    return new SourceError("transient", "browser: the proxy rejects its password (407)", context);
  if (LOGIN_PATH.test(new URL(url).pathname))
    return new SourceError("blocked", "browser: redirected to the login page", context);
  if (document !== null && document.status !== 200) {
    const error = refusal("browser", document, now);
    return error instanceof RateLimited
      ? new RateLimited(error.message, error.retryAfterMs, context)
      : new SourceError(error.kind, error.message, context);
  }
  if (failure !== null) return new SourceError("transient", `browser: ${failure}`, context);
  if (hasLoginForm)
    return new SourceError("blocked", "browser: a login page instead of the profile", context);
  if (isTimedOut)
    return new SourceError(
      "transient",
      "browser: the page fetched no profile within its time limit",
      context,
    );
  return new SourceError(
    "blocked",
    `browser: a page without a profile ("${title}"), which proves nothing`,
    context,
  );
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin === "null" ? url : `${origin}${pathname}`;
}
