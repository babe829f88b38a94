import { describe, expect, onTestFinished, test } from "vitest";
import { idOfShortcode, shortcodeOf } from "../../src/core/instagram/shortcode.js";
import type { Gate } from "../../src/core/net/gate.js";
import { type HttpClient, openHttpClient } from "../../src/core/net/http.js";
import type { HttpAnswer } from "../../src/core/net/http-answer.js";
import { SourceError, type SourceErrorKind } from "../../src/core/source-error.js";
import { graphSource } from "../../src/core/sources/graph.js";
import { graphUsage } from "../../src/core/sources/graph-usage.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { webSource } from "../../src/core/sources/web.js";
import type { SandboxOptions } from "../../src/sandbox/server.js";
import { accountOf, isMissing } from "../../src/sandbox/world/account.js";
import { usernameOf } from "../../src/sandbox/world/names.js";
import { sandboxOf } from "../support/cli.js";
import { chainOf, WEB } from "../support/sources.js";

const TOKEN = "EAAB-a-secret-token";
const WORLD = { seed: 1, accounts: 500, postsPerAccount: null, relatedPerAccount: null, day: 0 };
const BUSINESSES = numbers((number) => accountOf(WORLD, number).business !== null);
const PEOPLE = numbers((number) => accountOf(WORLD, number).business === null);
const signal = new AbortController().signal;
const openGate: Gate = { run: (ask, given) => ask({ signal: given, charge: () => {} }) };
const now = () => new Date(0);

function numbers(isWanted: (number: number) => boolean): number[] {
  return Array.from({ length: WORLD.accounts }, (_, number) => number).filter(
    (number) => number > 30 && !isMissing(WORLD, number) && isWanted(number),
  );
}

function sourceOf(answer: Partial<HttpAnswer>): ProfileSource {
  const get = async () => ({ status: 200, headers: {}, body: "", ...answer });
  const http = { get } as unknown as HttpClient;
  return graphSource({
    http,
    gate: openGate,
    baseUrl: "http://graph.invalid",
    version: "v23.0",
    token: TOKEN,
    userId: "1",
    now,
  });
}

async function sandboxSources(options: Partial<SandboxOptions> = {}) {
  const sandbox = await sandboxOf(options);
  const http = openHttpClient({ timeoutMs: 5_000, connectTimeoutMs: 5_000, maxBytes: 1e7, proxies: [] });
  onTestFinished(() => http.close());
  const common = { http, gate: openGate, baseUrl: sandbox.url, now };
  return {
    sandbox,
    graph: graphSource({ ...common, version: "v23.0", token: TOKEN, userId: "17841400000000001" }),
    web: webSource({ ...common, ...WEB }),
  };
}

async function errorOf(asked: Promise<unknown>): Promise<SourceError> {
  const error = await asked.then(
    () => new Error("it was answered"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof SourceError) return error;
  throw error;
}

const failing = (code: number, more: object = {}, status = 400) => ({
  status,
  body: JSON.stringify({
    error: { message: `(#${code}) for ${TOKEN}`, type: "OAuthException", code, ...more },
  }),
});

describe("the Graph API", () => {
  test.each<[string, Partial<HttpAnswer>, SourceErrorKind]>([
    ["code 4", failing(4, {}, 403), "rate_limited"],
    ["code 17", failing(17), "rate_limited"],
    ["code 32", failing(32), "rate_limited"],
    ["code 613", failing(613), "rate_limited"],
    ["code 80002 (business use case)", failing(80_002), "rate_limited"],
    ["code 4 within a 200", failing(4, {}, 200), "rate_limited"],
    ["429 without a body", { status: 429 }, "rate_limited"],
    ["code 190", failing(190), "unauthorized"],
    ["code 10, a missing permission", failing(10), "unauthorized"],
    ["code 100 about our own account", failing(100, { error_subcode: 33 }), "unauthorized"],
    ["code 110", failing(110), "unavailable"],
    ["code 24", failing(24), "unavailable"],
    ["code 368", failing(368), "blocked"],
    ["code 2", failing(2, {}, 500), "transient"],
    ["500 with HTML", { status: 500, body: "<html>" }, "transient"],
    ["a code that we do not know", failing(9_999), "bad_response"],
    ["404 with HTML", { status: 404, body: "<html>" }, "bad_response"],
    ["truncated JSON", { body: '{"business_discovery":{"ig_id":1' }, "bad_response"],
    [
      "a user without its own number",
      { body: '{"business_discovery":{"id":"1","username":"a"}}' },
      "unavailable",
    ],
  ])("%s is %3$s", async (_name, answer, kind) => {
    const error = await errorOf(sourceOf(answer).profile("a", signal));
    expect(error.kind).toBe(kind);
    expect(JSON.stringify([error.message, error.context])).not.toContain(TOKEN);
  });

  test("is asked again when Facebook says that access is given back", async () => {
    const use = [{ type: "instagram", call_count: 100, estimated_time_to_regain_access: 7 }];
    const headers = { "x-business-use-case-usage": JSON.stringify({ "1784": use }) };
    expect(await errorOf(sourceOf({ ...failing(4), headers }).profile("a", signal))).toMatchObject({
      retryAfterMs: 7 * 60_000,
    });
  });

  test("tells of a business account what the web tells, to the last digit of each post's number", async () => {
    const { graph, web } = await sandboxSources();
    for (const number of BUSINESSES.slice(0, 25)) {
      const username = usernameOf(WORLD, number);
      const [found, expected] = [await graph.profile(username, signal), await web.profile(username, signal)];
      const without = { locationName: null, likeCount: null, details: null };
      expect(found.posts.map((post) => ({ ...post, ...without }))).toEqual(
        expected.posts.map((post) => ({ ...post, ...without })),
      );
      expect(found.posts.map(({ likeCount }) => likeCount)).toEqual(
        expected.posts.map(({ likeCount }) => likeCount),
      );
      for (const name of [
        "id",
        "username",
        "fullName",
        "followersCount",
        "followingCount",
        "postsCount",
      ] as const)
        expect(found[name]).toBe(expected[name]);
      expect(found.biography ?? "").toBe(expected.biography);
    }
  });

  test("leaves a person's account, of which it may not tell, to the next source of the chain", async () => {
    const { graph, web, sandbox } = await sandboxSources();
    const [business, person] = [BUSINESSES[0], PEOPLE[0]].map((number) =>
      usernameOf(WORLD, number as number),
    );
    const chain = chainOf(graph, web);
    for (const username of [business, person])
      expect(await chain.profile(username as string, signal)).toMatchObject({ username });
    const { byPath } = sandbox.statistics();
    expect(byPath["/v23.0/17841400000000001"]).toBe(2);
    expect(byPath["/api/v1/users/web_profile_info/"]).toBe(1);
  });

  test("is not asked any more once nine tenths of the allowance are used", async () => {
    const { graph, sandbox } = await sandboxSources({ graphAllowance: 20 });
    const usernames = BUSINESSES.slice(0, 18).map((number) => usernameOf(WORLD, number));
    for (const username of usernames) await graph.profile(username, signal);
    const error = await errorOf(graph.profile(usernames[0] as string, signal));
    expect(error).toMatchObject({ kind: "rate_limited", retryAfterMs: 300_000 });
    expect(sandbox.statistics().requests).toBe(18);
  });

  test("a wrong token is told without the token", async () => {
    const { graph } = await sandboxSources({ graphToken: "another" });
    const error = await errorOf(graph.profile("natgeo", signal));
    expect(error.kind).toBe("unauthorized");
    expect(JSON.stringify([error.message, error.context])).not.toContain(TOKEN);
  });
});

test("usage is the highest percentage told, and none where a header is missing or odd", () => {
  expect(graphUsage({})).toEqual({ percent: 0, regainMs: null });
  expect(graphUsage({ "x-app-usage": "<html>" })).toEqual({ percent: 0, regainMs: null });
  expect(
    graphUsage({
      "x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":71}',
      "x-business-use-case-usage":
        '{"1":[{"type":"instagram","call_count":5,"estimated_time_to_regain_access":0}]}',
    }),
  ).toEqual({ percent: 71, regainMs: null });
});

test("a shortcode is a post's number and nothing else", () => {
  expect(shortcodeOf(3_100_000_000_000_000_001n)).toHaveLength(11);
  for (const id of [1n, 63n, 64n, 3_100_000_123_000_000_007n, 2n ** 63n - 1n])
    expect(idOfShortcode(shortcodeOf(id))).toBe(id);
  expect(idOfShortcode("not a code")).toBeNull();
  expect(idOfShortcode("")).toBeNull();
});
