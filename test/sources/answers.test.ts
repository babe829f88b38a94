import { describe, expect, test } from "vitest";
import type { Gate } from "../../src/core/net/gate.js";
import type { HttpClient } from "../../src/core/net/http.js";
import type { HttpAnswer } from "../../src/core/net/http-answer.js";
import { SourceError, type SourceErrorKind } from "../../src/core/source-error.js";
import { hikerSource } from "../../src/core/sources/hiker.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { webSource } from "../../src/core/sources/web.js";
import { profileOf } from "../support/profiles.js";
import { chainOf, WEB } from "../support/sources.js";

const signal = new AbortController().signal;
const openGate: Gate = { run: (ask, given) => ask({ signal: given, charge: () => {} }) };
const clientOf = (...answers: Partial<HttpAnswer>[]): Pick<HttpClient, "get"> => ({
  get: async () => ({
    status: 200,
    headers: {},
    body: "",
    ...(answers.length > 1 ? answers.shift() : answers[0]),
  }),
});
const common = { gate: openGate, baseUrl: "http://source.invalid", now: () => new Date(0) };
const LOGIN_PAGE = "<!DOCTYPE html><html><title>Login • Instagram</title></html>";
const WAIT =
  '{"message":"Please wait a few minutes before you try again.","require_login":true,"status":"fail"}';

async function outcomeOf(asked: Promise<unknown>): Promise<SourceErrorKind | "profile"> {
  try {
    await asked;
    return "profile";
  } catch (error) {
    if (error instanceof SourceError) return error.kind;
    throw error;
  }
}

describe("Instagram's web: absence needs proof", () => {
  test.each<[string, Partial<HttpAnswer>, SourceErrorKind | "profile"]>([
    ["404 with JSON", { status: 404, body: '{"status":"fail"}' }, "not_found"],
    ["404 with HTML", { status: 404, body: "<html>Page not found</html>" }, "not_found"],
    ["404, login required", { status: 404, body: '{"require_login":true,"status":"fail"}' }, "blocked"],
    [
      "404, checkpoint",
      { status: 404, body: '{"message":"checkpoint_required","status":"fail"}' },
      "blocked",
    ],
    ["404, wait a few minutes", { status: 404, body: WAIT }, "rate_limited"],
    ["404 with the login page", { status: 404, body: LOGIN_PAGE }, "blocked"],
    [
      "404, its own fault",
      { status: 404, body: '{"errors":[{"message":"execution error"}]}' },
      "bad_response",
    ],
    ["a user that is null", { body: '{"data":{"user":null},"status":"ok"}' }, "unavailable"],
    ["200 with the login page", { body: LOGIN_PAGE }, "blocked"],
    ["a redirect to the login page", { status: 302, headers: { location: "/accounts/login/" } }, "blocked"],
    ["an empty body", { body: "" }, "blocked"],
    ["401, wait a few minutes", { status: 401, body: WAIT }, "rate_limited"],
    ["200, wait a few minutes", { body: WAIT }, "rate_limited"],
    ["429", { status: 429 }, "rate_limited"],
    ["challenge_required", { status: 400, body: '{"message":"challenge_required"}' }, "blocked"],
    ["checkpoint_required within 200", { body: '{"message":"checkpoint_required"}' }, "blocked"],
    ["403", { status: 403 }, "blocked"],
    ["500", { status: 500, body: "<html>" }, "transient"],
    ["truncated JSON", { body: '{"data":{"user":{"id":"1","usern' }, "bad_response"],
    ["an object without data", { body: '{"status":"ok"}' }, "bad_response"],
    ["an id that is no number", { body: '{"data":{"user":{"id":"x1","username":"a"}}}' }, "bad_response"],
    ["a user without an id", { body: '{"data":{"user":{"username":"a"}}}' }, "bad_response"],
    [
      "a name without a count or a text",
      { body: '{"data":{"user":{"id":"1","username":"a"}}}' },
      "bad_response",
    ],
    [
      "the least of a profile",
      { body: '{"data":{"user":{"id":"1","username":"a","edge_follow":{"count":2}}}}' },
      "profile",
    ],
    ["the flat form", { body: '{"data":{"user":{"pk":"1","username":"a","media_count":2}}}' }, "profile"],
    [
      "a byte order mark",
      { body: '\uFEFF{"data":{"user":{"id":"1","username":"a","biography":"b"}}}' },
      "profile",
    ],
    ["null", { body: "null" }, "bad_response"],
    [
      "errors beside a user that is null",
      { body: '{"errors":[{"message":"execution error"}],"data":{"user":null},"status":"ok"}' },
      "bad_response",
    ],
    [
      "errors beside a user",
      {
        body: '{"errors":[{"message":"execution error"}],"data":{"user":{"id":"1","username":"a","biography":"b"}}}',
      },
      "bad_response",
    ],
    [
      "an error of a part of a user",
      {
        body: '{"errors":[{"message":"x","path":["user","biography"]}],"data":{"user":{"id":"1","username":"a","biography":null,"edge_follow":{"count":2}}}}',
      },
      "profile",
    ],
    [
      "a login that is required beside a user",
      {
        body: '{"data":{"user":{"id":"1","username":"a","biography":"b"}},"require_login":true,"status":"fail"}',
      },
      "blocked",
    ],
    [
      "a gate before the account",
      { body: '{"data":{"user":{"id":"1","username":"a","gating":{"gating_type":"x"}}}}' },
      "profile",
    ],
  ])("%s is %3$s", async (_name, answer, outcome) => {
    const source = webSource({ ...common, ...WEB, http: clientOf(answer) });
    expect(await outcomeOf(source.profile("a", signal))).toBe(outcome);
  });
});

describe("HikerAPI", () => {
  test.each<[string, Partial<HttpAnswer>, SourceErrorKind | "profile"]>([
    [
      "its own word for absence",
      { status: 404, body: '{"detail":"…","exc_type":"UserNotFound"}' },
      "not_found",
    ],
    [
      "the absence of a post, for an account",
      { status: 404, body: '{"detail":"…","exc_type":"MediaNotFound"}' },
      "bad_response",
    ],
    ["a 404 that does not say so", { status: 404, body: '{"detail":"Not Found"}' }, "bad_response"],
    [
      "a private target",
      { status: 403, body: '{"detail":"private","exc_type":"PrivateAccount"}' },
      "unavailable",
    ],
    ["a wrong key", { status: 403, body: '{"detail":"Invalid access key"}' }, "unauthorized"],
    ["no balance", { status: 402 }, "out_of_budget"],
    ["too many", { status: 429 }, "rate_limited"],
    ["server error", { status: 502 }, "transient"],
    ["an error within 200", { body: '{"detail":"x","exc_type":"UserNotFound"}' }, "not_found"],
    ["HTML", { body: LOGIN_PAGE }, "bad_response"],
    ...[
      '{"user":{"pk":1,"username":"a","follower_count":3},"status":"ok"}',
      '{"response":{"pk":1,"username":"a","follower_count":3},"status":"ok"}',
      '{"response":{"user":{"pk":1,"username":"a","follower_count":3}}}',
      '{"pk":1,"username":"a","follower_count":3}',
      '{"user":{"id":"1","username":"a","edge_followed_by":{"count":3}}}',
    ].map((body): [string, Partial<HttpAnswer>, "profile"] => [
      `a user in ${body.slice(0, 30)}`,
      { body },
      "profile",
    ]),
    ["null", { body: "null" }, "bad_response"],
    [
      "an age restriction, which is no privacy,",
      { status: 403, body: '{"detail":"Restricted by age","exc_type":"ClientForbiddenError"}' },
      "unavailable",
    ],
  ])("%s is %3$s", async (_name, answer, outcome) => {
    const source = hikerSource({ ...common, http: clientOf(answer), key: "k", parts: [] });
    expect(await outcomeOf(source.profile("a", signal))).toBe(outcome);
  });

  test.each([
    [
      400,
      '{"detail":"Bad request","exc_type":"ClientBadRequestError"}',
      "ClientBadRequestError: Bad request (400)",
    ],
    [
      422,
      '{"detail":[{"loc":["query","username"],"msg":"field required"}]}',
      "query.username: field required (422)",
    ],
    [403, '{"detail":"Restricted by age","exc_type":"ClientForbiddenError"}', "Restricted by age"],
    [200, "null", "the answer is null"],
    [200, '{"status":"fail","message":"login_required"}', "login_required"],
  ])("of %i %s the reason reaches the reader", async (status, body, words) => {
    const source = hikerSource({ ...common, http: clientOf({ status, body }), key: "k", parts: [] });
    await expect(source.profile("a", signal)).rejects.toThrow(words);
  });

  test("a part that comes broken does not lose the account that is paid for", async () => {
    const http = clientOf(
      { body: '{"user":{"pk":9007199254740993,"username":"A.b","media_count":4},"status":"ok"}' },
      { body: "<html>" },
      { body: '{"users":[{"user":{"pk":"3","username":"C"}},{"username":"not a name"}]}' },
    );
    const source = hikerSource({ ...common, http, key: "k", parts: ["posts", "related"] });
    expect(await source.profile("a.b", signal)).toMatchObject({
      id: 9007199254740993n,
      username: "a.b",
      posts: [],
      related: [{ username: "c", id: 3n }],
      // It is not passed over in silence: the account looks as if it had no posts.
      notRead: [expect.stringMatching(/^posts: .*not JSON/), expect.anything()],
    });
  });
});

describe("HikerAPI's comments", () => {
  test("come with the cursor of the next page, the odd ones left out; the last page has none", async () => {
    const http = clientOf(
      {
        body: '{"response":{"comments":[{"pk":17900000000000000001,"user":{"username":"Anna"}},{"pk":"2","user":{}},{"pk":"3","user":{"username":"not a name"}}],"comment_count":9},"next_page_id":"next"}',
      },
      { body: '{"response":{"comments":[],"comment_count":9},"next_page_id":null}' },
    );
    const source = hikerSource({ ...common, http, key: "k", parts: [] });
    const post = { id: 1n, shortcode: "a" };
    expect(await source.comments?.(post, null, signal)).toEqual({
      comments: [{ id: "17900000000000000001", username: "anna" }],
      nextCursor: "next",
    });
    expect(await source.comments?.(post, "next", signal)).toEqual({ comments: [], nextCursor: null });
  });

  test.each<[string, Partial<HttpAnswer>, SourceErrorKind]>([
    ["a post that is gone", { status: 404, body: '{"detail":"…","exc_type":"MediaNotFound"}' }, "not_found"],
    ["a cursor that it rejects", { status: 400, body: '{"detail":"Invalid page_id"}' }, "bad_response"],
    ["no comments where they should be", { body: '{"response":{}}' }, "bad_response"],
  ])("%s is %3$s", async (_name, answer, outcome) => {
    const source = hikerSource({ ...common, http: clientOf(answer), key: "k", parts: [] });
    const asked = source.comments?.({ id: 1n, shortcode: "a" }, null, signal) ?? Promise.resolve();
    expect(await outcomeOf(asked)).toBe(outcome);
  });
});

describe("a chain of sources", () => {
  const sourceThat = (answers: (SourceErrorKind | "profile")[]): ProfileSource & { asked: number } => ({
    name: "web",
    asked: 0,
    async profile() {
      const kind = answers[Math.min(this.asked++, answers.length - 1)];
      if (kind === "profile") return profileOf(1);
      throw new SourceError(kind as SourceErrorKind, String(kind));
    },
    close: async () => {},
  });

  test("asks the next one when one cannot serve the item, and no more the one that told the run to stop", async () => {
    const first = sourceThat(["unavailable", "out_of_budget", "profile"]);
    const second = sourceThat(["profile"]);
    const chain = chainOf(first, second);
    for (let turn = 0; turn < 3; turn++) expect(await outcomeOf(chain.profile("a", signal))).toBe("profile");
    expect([first.asked, second.asked]).toEqual([2, 3]);
  });

  test("offers what any of its sources offers, and asks those alone", async () => {
    const plain = sourceThat(["profile"]);
    const page = { comments: [], nextCursor: null };
    const able = { ...sourceThat(["profile"]), comments: async () => page };
    const chain = chainOf(plain, able);
    expect(await chain.comments?.({ id: 1n, shortcode: "a" }, null, signal)).toBe(page);
    expect(chain.profileById).toBeUndefined();
  });

  test("asks the next one too where one calls an account absent: only where none finds it, it may be", async () => {
    const absent = sourceThat(["not_found"]);
    expect(await outcomeOf(chainOf(absent, sourceThat(["profile"])).profile("a", signal))).toBe("profile");
    for (const second of ["not_found", "unavailable", "bad_response", "rate_limited"] as const)
      expect(await outcomeOf(chainOf(absent, sourceThat([second])).profile("a", signal)), second).toBe(
        "not_found",
      );
  });

  test("asks first who has not called the name absent before", async () => {
    const [first, second] = [sourceThat(["profile"]), { ...sourceThat(["profile"]), name: "hiker" as const }];
    const earlier = { looks: 1, by: { web: 1 }, since: "", last: "", chance: 1 };
    await chainOf(first, second).profile("a", signal, { absences: earlier });
    expect([first.asked, second.asked]).toEqual([0, 1]);
  });

  test("does not call an account unavailable while a source that might serve it has stopped", async () => {
    const chain = chainOf(sourceThat(["unavailable"]), sourceThat(["rate_limited"]));
    expect(await outcomeOf(chain.profile("a", signal))).toBe("rate_limited");
  });
});
