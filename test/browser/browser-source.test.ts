import { readdir } from "node:fs/promises";
import { bulkhead } from "cockatiel";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Gate } from "../../src/core/net/gate.js";
import { openHttpClient } from "../../src/core/net/http.js";
import { SourceError } from "../../src/core/source-error.js";
import { browserSource } from "../../src/core/sources/browser.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { webSource } from "../../src/core/sources/web.js";
import type { Fault } from "../../src/sandbox/faults.js";
import { isMissing } from "../../src/sandbox/world/account.js";
import { usernameOf } from "../../src/sandbox/world/names.js";
import { browserGroups, membersOf } from "../support/browsers.js";
import { chromiumPath } from "../support/chromium.js";
import { sandboxOf } from "../support/cli.js";
import { proxyOf, serverOf } from "../support/servers.js";
import { WEB } from "../support/sources.js";
import { emptyFolder } from "../support/stores.js";

const WORLD = { seed: 1, accounts: 500, postsPerAccount: null, relatedPerAccount: null, day: 0 };
const signal = new AbortController().signal;
const openGate: Gate = { run: (ask, given) => ask({ signal: given, charge: () => {} }) };
const now = () => new Date(0);

async function browserOf(
  baseUrl: string,
  options: Partial<Parameters<typeof browserSource>[0]> = {},
): Promise<{ source: ProfileSource; root: string }> {
  const root = await emptyFolder();
  const source = browserSource({
    gate: openGate,
    baseUrl,
    executablePath: await chromiumPath(),
    root,
    pages: 2,
    usesPerPage: 10,
    pageTimeoutMs: 20_000,
    proxies: [],
    now,
    ...options,
  });
  onTestFinished(() => source.close());
  return { source, root };
}

async function outcomeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return "profile";
  } catch (error) {
    if (error instanceof SourceError) return error.kind;
    throw error;
  }
}

/** A page that fetches its profile, as the sandbox's does. */
const page = (username: string, script = "") =>
  `<!DOCTYPE html><script>${script};fetch("/api/v1/users/web_profile_info/?username=${username}")</script>`;
const profileInfo = (username: string) =>
  JSON.stringify({ data: { user: { id: "1", username, edge_followed_by: { count: 7 } } } });

describe("a real browser", () => {
  test("reads of an account what the web source reads, from the older and from the newer page, and fetches no pictures", async () => {
    const sandbox = await sandboxOf();
    const { source } = await browserOf(sandbox.url);
    const http = openHttpClient({ timeoutMs: 5_000, connectTimeoutMs: 5_000, maxBytes: 1e7, proxies: [] });
    onTestFinished(() => http.close());
    const web = webSource({ ...WEB, http, gate: openGate, baseUrl: sandbox.url, now });
    const numbers = Array.from({ length: 14 }, (_, index) => 40 + index).filter((n) => !isMissing(WORLD, n));
    await Promise.all(
      numbers.map(async (number) => {
        const username = usernameOf(WORLD, number);
        const [found, expected] = [
          await source.profile(username, signal),
          await web.profile(username, signal),
        ];
        // The newer page has no related accounts, represents a missing city differently, and calls non-reels "feed".
        if (number % 4 !== 3) expect(found).toEqual(expected);
        else
          expect({ ...found, cityName: found.cityName || null }).toEqual({
            ...expected,
            related: null,
            posts: expected.posts?.map((post) => ({
              ...post,
              details: post.details && { ...post.details, productType: post.details.productType ?? "feed" },
            })),
          });
      }),
    );
    const paths = Object.keys(sandbox.statistics().byPath);
    expect(paths.filter((path) => /pictures|font|reel/.test(path))).toEqual([]);
  });

  test("a name that nobody has is not found, by the page's own request", async () => {
    const { source } = await browserOf((await sandboxOf()).url);
    expect(await outcomeOf(source.profile("nobody.has.this.name", signal))).toBe("not_found");
  });

  test("nothing that keeps a profile from us is taken for its absence", async () => {
    const expected: [Fault, string][] = [
      ["login", "blocked"],
      ["html", "blocked"],
      ["soft404", "blocked"],
      ["empty", "blocked"],
      ["challenge", "blocked"],
      ["429", "rate_limited"],
      ["500", "transient"],
      ["reset", "transient"],
      ["timeout", "transient"],
    ];
    async function outcomeWith(fault: Fault): Promise<[Fault, string]> {
      const sandbox = await sandboxOf({ faults: { [fault]: 1 } });
      const pageTimeoutMs = fault === "timeout" ? 1_500 : 20_000;
      const { source } = await browserOf(sandbox.url, { pageTimeoutMs });
      const outcome = await outcomeOf(source.profile("natgeo", signal));
      await source.close();
      return [fault, outcome];
    }
    const lane = bulkhead(3, expected.length);
    const outcomes = expected.map(([fault]) => lane.execute(() => outcomeWith(fault)));
    expect(await Promise.all(outcomes)).toEqual(expected);
  });

  test("behind the login wall it is blocked, also where the page itself came through", async () => {
    const sandbox = await sandboxOf({ wallAfter: 3, wallAs: "login" });
    const { source } = await browserOf(sandbox.url);
    const outcomes = [];
    for (const username of ["natgeo", "nike", "nba"])
      outcomes.push(await outcomeOf(source.profile(username, signal)));
    expect(outcomes).toEqual(["profile", "blocked", "blocked"]);
  });

  test("a page whose request is sent to the login page is blocked, whatever then becomes of the page", async () => {
    const url = await serverOf((asked, response) => {
      if (asked.url?.startsWith("/graphql")) response.writeHead(302, { location: "/accounts/login/" }).end();
      else response.end(`<!DOCTYPE html><script>fetch("/graphql/query/").then(() => { for (;;); })</script>`);
    });
    const { source } = await browserOf(url.href, { pageTimeoutMs: 3_000 });
    expect(await outcomeOf(source.profile("natgeo", signal))).toBe("blocked");
  });

  test("a page that hangs is given up at the time limit, and the next one is served", async () => {
    const url = await serverOf((asked, response) => {
      if (asked.url?.startsWith("/api")) response.end(profileInfo("sound"));
      else if (asked.url === "/hanging/") response.end(page("hanging", "for (;;);"));
      else response.end(page("sound"));
    });
    const { source } = await browserOf(url.href, { pages: 1, pageTimeoutMs: 1_500 });
    expect(await outcomeOf(source.profile("hanging", signal))).toBe("transient");
    expect(await outcomeOf(source.profile("sound", signal))).toBe("profile");
  });

  test("has no more pages open than it may, and closes each, with its cookies, after its uses", async () => {
    const uses = new Map<string, number>();
    let [open, most] = [0, 0];
    let sendFirst = (): void => {};
    const url = await serverOf((asked, response) => {
      if (asked.url?.startsWith("/api")) {
        open--;
        response.end(profileInfo(new URL(asked.url, url).searchParams.get("username") as string));
        return;
      }
      const id = /seen=(\w+)/.exec(asked.headers.cookie ?? "")?.[1] ?? `page${uses.size}`;
      uses.set(id, (uses.get(id) ?? 0) + 1);
      most = Math.max(most, ++open);
      response.setHeader("set-cookie", `seen=${id}; Path=/`);
      const send = () => response.end(page(asked.url?.split("/")[1] as string));
      // The first waits for a second: two must be possible at once.
      if (most < 2) sendFirst = send;
      else {
        sendFirst();
        send();
      }
    });
    const { source } = await browserOf(url.href, { pages: 2, usesPerPage: 3 });
    const usernames = Array.from({ length: 12 }, (_, index) => `name${index}`);
    await Promise.all(usernames.map((username) => source.profile(username, signal)));
    expect(most).toBe(2);
    expect(Math.max(...uses.values())).toBe(3);
    expect(uses.size).toBeGreaterThanOrEqual(12 / 3);
  });

  test("goes through proxies, with user and password, and lets one that is dead rest", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serverOf((asked, response) => {
      seen.push(asked.headers["proxy-authorization"]);
      response.end(asked.url?.startsWith("/api") ? profileInfo("a") : page("a"));
    });
    const proxy = await proxyOf("user", "p@ss:word");
    const dead = "http://user:secret@127.0.0.1:9/";
    const { source } = await browserOf(url.href, {
      pages: 1,
      usesPerPage: 1,
      proxies: [dead, proxy.url.href],
    });
    const outcomes = [];
    for (let turn = 0; turn < 4; turn++) outcomes.push(await outcomeOf(source.profile("a", signal)));
    expect(outcomes).toEqual(["transient", "profile", "profile", "profile"]);
    expect(proxy.passed).toHaveLength(seen.length);
    expect(seen).toEqual(Array(6).fill(undefined));
  });

  test("a proxy that refuses the password is trouble of the way, and says nothing of the account", async () => {
    const proxy = await proxyOf("user", "right");
    proxy.url.password = "wrong";
    const { source } = await browserOf("http://127.0.0.1:9/", { proxies: [proxy.url.href] });
    const error = await source.profile("a", signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "transient" });
    expect(JSON.stringify([(error as SourceError).message, (error as SourceError).context])).not.toContain(
      "wrong",
    );
  });

  test("one that crashes is replaced, and leaves neither process nor folder", async () => {
    const sandbox = await sandboxOf();
    const { source, root } = await browserOf(sandbox.url);
    expect(await outcomeOf(source.profile("natgeo", signal))).toBe("profile");
    const first = await browserGroups(root);
    expect(first).toHaveLength(1);
    for (const group of first) process.kill(-group, "SIGKILL");
    const outcomes = [
      await outcomeOf(source.profile("nike", signal)),
      await outcomeOf(source.profile("nba", signal)),
    ];
    expect(outcomes.at(-1)).toBe("profile");
    const second = await browserGroups(root);
    expect(second).not.toEqual(first);
    await source.close();
    expect(await membersOf([...first, ...second])).toEqual([]);
    expect(await readdir(root)).toEqual([]);
  });

  test("a run that is abandoned does not wait for its pages", async () => {
    const url = await serverOf(() => {});
    const { source } = await browserOf(url.href);
    const abandon = new AbortController();
    const asked = source.profile("a", abandon.signal);
    setTimeout(() => abandon.abort(new Error("lost")), 1_000);
    await expect(asked).rejects.toThrow("lost");
  });
});
