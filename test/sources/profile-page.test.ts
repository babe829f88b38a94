import { describe, expect, test } from "vitest";
import type { PageAnswer, Visit } from "../../src/core/browser/visit.js";
import { SourceError } from "../../src/core/source-error.js";
import { isWholeProfile, profileInVisit } from "../../src/core/sources/profile-page.js";
import { webProfileInfo } from "../../src/sandbox/forms/edge-form.js";
import { flatPost, flatUser } from "../../src/sandbox/forms/flat-form.js";
import { accountOf } from "../../src/sandbox/world/account.js";
import { postsOf } from "../../src/sandbox/world/posts.js";

const NOW = new Date(0);
const WORLD = { seed: 1, accounts: 500, postsPerAccount: 3, relatedPerAccount: 2, day: 0 };
const ACCOUNT = accountOf(WORLD, 100);
const NAME = ACCOUNT.username;
const OTHER = accountOf(WORLD, 101);
const WAIT =
  '{"message":"Please wait a few minutes before you try again.","require_login":true,"status":"fail"}';

/** An opened page that shows nothing special and sent no request. */
const quietVisit = (changes: Partial<Visit> = {}): Visit => ({
  document: { status: 200, headers: {}, body: "" },
  url: `https://instagram.invalid/${NAME}/`,
  title: "Instagram",
  text: "",
  hasLoginForm: false,
  answers: [],
  failure: null,
  isTimedOut: false,
  ...changes,
});
const profileInfo = (body: string, status = 200, username = NAME): PageAnswer => ({
  url: new URL(`https://instagram.invalid/api/v1/users/web_profile_info/?username=${username}`),
  sent: "",
  answer: { status, headers: {}, body },
});
const graphQuery = (body: string, sent = "", status = 200): PageAnswer => ({
  url: new URL("https://instagram.invalid/graphql/query"),
  sent,
  answer: { status, headers: {}, body },
});
const about = (username: string) =>
  new URLSearchParams({ doc_id: "1", variables: JSON.stringify({ username }) }).toString();
const whole = webProfileInfo(WORLD, ACCOUNT, "");
const newerProfile = (account = ACCOUNT) => `{"data":{"user":${flatUser(account, "")}}}`;
const newerPosts = (account = ACCOUNT) =>
  `{"data":{"xdt_api__v1__feed__user_timeline_graphql_connection":{"edges":[${postsOf(WORLD, account)
    .map((post) => `{"node":${flatPost(post, account)}}`)
    .join(",")}]}}}`;

function outcomeOf(visit: Visit): string {
  try {
    profileInVisit(visit, NAME, NOW);
    return "profile";
  } catch (error) {
    if (error instanceof SourceError) return error.kind;
    throw error;
  }
}

describe("a profile page: absence needs proof", () => {
  test.each<[string, Partial<Visit>, string]>([
    ["its request for the profile", { answers: [profileInfo(whole)] }, "profile"],
    [
      "a profile that came although another request was refused",
      { answers: [profileInfo(WAIT, 401), graphQuery(newerProfile())] },
      "profile",
    ],
    [
      "a profile that had come when the time was over",
      { answers: [profileInfo(whole)], isTimedOut: true },
      "profile",
    ],
    ["a 404 to its request for the profile", { answers: [profileInfo("", 404)] }, "not_found"],
    [
      "a user that is null",
      { answers: [profileInfo('{"data":{"user":null},"status":"ok"}')] },
      "unavailable",
    ],
    [
      "a user that is null to a query about the name",
      { answers: [graphQuery('{"data":{"user":null}}', about(NAME))] },
      "unavailable",
    ],
    ["a page that is a 404 itself", { document: { status: 404, headers: {}, body: "" } }, "not_found"],
    [
      "a user that is null to a query about somebody else",
      { answers: [graphQuery('{"data":{"user":null}}', about("other"))] },
      "blocked",
    ],
    ["a 404 about somebody else", { answers: [profileInfo("", 404, "other")] }, "blocked"],
    ["a 404 beside a refusal", { answers: [profileInfo("", 404), profileInfo(WAIT, 401)] }, "rate_limited"],
    ["a soft 404", { title: "Page not found", text: "Sorry, this page isn't available." }, "blocked"],
    ["a login form", { hasLoginForm: true }, "blocked"],
    ["the login page", { url: "https://instagram.invalid/accounts/login/?next=x" }, "blocked"],
    ["a challenge", { url: "https://instagram.invalid/challenge/?next=x" }, "blocked"],
    ["HTML to its request for the profile", { answers: [profileInfo("<html>")] }, "blocked"],
    ["nothing to its request for the profile", { answers: [profileInfo("")] }, "blocked"],
    ["a request sent elsewhere", { answers: [profileInfo("", 302)] }, "blocked"],
    ["wait a few minutes", { answers: [profileInfo(WAIT, 401)] }, "rate_limited"],
    ["429 to a query", { answers: [graphQuery("", "", 429)] }, "rate_limited"],
    ["a page that is a 429", { document: { status: 429, headers: {}, body: "" } }, "rate_limited"],
    ["a page that is a 502", { document: { status: 502, headers: {}, body: "" } }, "transient"],
    [
      "a page that could not be opened",
      { document: null, failure: "net::ERR_CONNECTION_REFUSED" },
      "transient",
    ],
    ["no end within the time limit", { isTimedOut: true }, "transient"],
    ["a truncated profile", { answers: [profileInfo(whole.slice(0, 2_000))] }, "bad_response"],
  ])("%s is %3$s", (_name, changes, outcome) => {
    expect(outcomeOf(quietVisit(changes))).toBe(outcome);
  });

  test("the newer page's two answers are one profile, and other people's are not it", () => {
    const answers = [
      graphQuery(newerProfile(OTHER), about(NAME)),
      graphQuery(newerPosts(OTHER)),
      graphQuery('{"data":{"user":{"username":"a"}}}'),
      graphQuery("for (;;);{not JSON"),
      graphQuery(newerPosts()),
      graphQuery(`for (;;);${newerProfile()}`),
    ];
    const profile = profileInVisit(quietVisit({ answers }), NAME, NOW);
    expect(profile.id).toBe(BigInt(ACCOUNT.id));
    expect(profile.posts.map(({ id }) => String(id))).toEqual(postsOf(WORLD, ACCOUNT).map(({ id }) => id));
  });

  test("a page is listened to until profile and posts are there, and no longer", () => {
    const states = [
      [],
      [profileInfo("", 404)],
      [graphQuery(newerPosts())],
      [graphQuery(newerProfile())],
      [graphQuery(newerProfile()), graphQuery(newerPosts())],
      [profileInfo(whole)],
    ];
    expect(states.map((answers) => isWholeProfile(answers, NAME, NOW))).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});
