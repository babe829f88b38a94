import { request } from "node:http";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { ownHostOnly } from "../../src/cli/serve/access.js";
import { openSessions, slowedGuesses } from "../../src/cli/serve/sessions.js";
import { type RunningCli, runCli, startCli } from "../support/cli.js";
import { inStore } from "../support/commands.js";
import { HOSTILE, weeksOfWork } from "../support/operating.js";
import { browserPage } from "../support/pages.js";
import { emptyFolder, environmentOf, readyStore, STORES } from "../support/stores.js";

const TOKEN = "a-long-secret-of-the-test";

interface Serving {
  url: string;
  cli: RunningCli;
}

/** Starts `serve` on a free port until the test is finished. */
async function serving(environment: Record<string, string>): Promise<Serving> {
  const cli = startCli(["serve", "--port", "0", "--json"], environment);
  const line = await new Promise<string>((resolve, reject) => {
    cli.process.stdout?.once("data", resolve);
    cli.ended.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
  return { url: (JSON.parse(line) as { url: string }).url, cli };
}

/** Sends a request as any program may: with the given headers, including `host` and `origin`. */
function asked(
  url: string,
  headers: Record<string, string>,
  form?: Record<string, string>,
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: form ? "POST" : "GET",
        headers: { ...(form && { "content-type": "application/x-www-form-urlencoded" }), ...headers },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
      },
    );
    sent.on("error", reject).end(form && new URLSearchParams(form).toString());
  });
}

describe.each(STORES)("serve, on %s", (store) => {
  test("shows in a browser what was mined, runs nothing of it, and takes names whose result can be watched", async () => {
    const settings = await readyStore(store);
    await inStore(settings, weeksOfWork);
    const environment = environmentOf(settings);
    const { url, cli } = await serving(environment);
    const { page, asked: others, complaints } = await browserPage();

    await page.goto(url);
    expect(await page.$$eval("svg", (found) => found.length)).toBeGreaterThan(5);
    const biographies = await page.$$eval('section[aria-label="Newest accounts"] td:last-child', (cells) =>
      cells.map((cell) => cell.textContent),
    );
    expect(biographies).toContain(HOSTILE);

    await page.goto(`${url}mine`);
    await page.type(
      "textarea",
      `@NatGeo\nhttps://www.instagram.com/nasa/\n<script>document.title="run"</script>\n`,
    );
    await Promise.all([page.waitForNavigation(), page.click("button")]);
    expect(await page.$eval('[role="status"]:not([hidden])', (told) => told.textContent)).toBe(
      "2 usernames added, 0 to be tried again, 0 waiting already, 1 not usernames.",
    );
    const rows = () =>
      page.$$eval('section[aria-label="Requested accounts"] tbody tr', (found) =>
        found.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent)),
      );
    expect(await rows()).toEqual([
      ["nasa", "queued"],
      ["natgeo", "queued"],
    ]);
    // Between its requests other processes can use the store, and the page updates without being reloaded.
    await inStore(settings, (db) =>
      db
        .updateTable("ManualMiningQueue")
        .set({ outcome: "not_found" })
        .where("username", "=", "nasa")
        .execute(),
    );
    await page.$eval("#live", (live) => live.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await page.waitForFunction('document.querySelector("#live").textContent.includes("not found")');
    expect(await rows()).toEqual([
      ["nasa", "not found"],
      ["natgeo", "queued"],
    ]);
    expect({ title: await page.title(), complaints }).toEqual({
      title: "igminer: request accounts",
      complaints: [],
    });
    expect(others.filter((address) => !address.startsWith(url))).toEqual([]);

    cli.process.kill("SIGTERM");
    expect((await cli.ended).code).toBe(0);
  });

  test("answers machines: health, and metrics for Prometheus", async () => {
    const { url } = await serving(environmentOf(await readyStore(store)));
    expect(await asked(`${url}healthz`, {})).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    const metrics = await asked(`${url}metrics`, {});
    expect(metrics.headers["content-type"]).toContain("text/plain; version=0.0.4");
    expect(metrics.text).toContain("igminer_build_info");
  });
});

test("what goes wrong in serve is in ErrorLog, and the page says nothing of it", async () => {
  const settings = await readyStore("postgres");
  const { url } = await serving(environmentOf(settings));
  await inStore(settings, (db) => db.schema.dropTable("ManualMiningQueue").execute());
  const page = await asked(`${url}mine`, {});
  expect(page.status).toBe(500);
  expect(page.text).not.toContain("ManualMiningQueue");
  const errors = await inStore(settings, (db) =>
    db.selectFrom("ErrorLog").select(["command", "subject", "kind"]).execute(),
  );
  expect(errors).toEqual([{ command: "serve", subject: "GET /mine", kind: "42P01" }]);
});

describe("serve keeps others out", () => {
  test("a page of another site can neither read by a name that points here nor send a form", async () => {
    const settings = await readyStore("postgres");
    const { url } = await serving(environmentOf(settings));
    const { port } = new URL(url);
    expect((await asked(url, { host: `evil.example:${port}` })).status).toBe(421);
    expect((await asked(`${url}metrics`, { host: "evil.example" })).status).toBe(421);

    const [, formToken] =
      /name="form_token" value="([^"]+)"/.exec((await asked(`${url}mine`, {})).text) ?? [];
    const form = { usernames: "natgeo", form_token: formToken as string };
    const own = { origin: new URL(url).origin };
    expect((await asked(`${url}mine`, { origin: "http://evil.example" }, form)).status).toBe(403);
    expect((await asked(`${url}mine`, {}, form)).status).toBe(403);
    expect((await asked(`${url}mine`, own, { ...form, form_token: "guessed" })).status).toBe(403);
    expect((await asked(`${url}mine`, own, { usernames: "natgeo" })).status).toBe(403);
    const queued = () =>
      inStore(settings, (db) => db.selectFrom("ManualMiningQueue").select("username").execute());
    expect(await queued()).toEqual([]);
    expect((await asked(`${url}mine`, own, form)).status).toBe(200);
    expect(await queued()).toEqual([{ username: "natgeo" }]);
  });

  test("without a token it listens to no other machine", async () => {
    const environment = { IGMINER_DATA_DIR: await emptyFolder() };
    const { code, stderr } = await runCli(["serve", "--host", "0.0.0.0", "--port", "0"], environment);
    expect(code).toBe(2);
    expect(stderr).toContain("IGMINER_SERVE_TOKEN");
  });

  test("with a token nothing is shown without it: a browser signs in, a machine bears it", async () => {
    const settings = await readyStore("postgres");
    const { url } = await serving({ ...environmentOf(settings), IGMINER_SERVE_TOKEN: TOKEN });
    for (const path of ["", "mine", "metrics", "live/dashboard", "live/mine"])
      expect((await asked(`${url}${path}`, {})).status).toBe(401);
    expect((await asked(`${url}metrics`, { authorization: "Bearer wrong-wrong-wrong-wrong" })).status).toBe(
      401,
    );
    // The name of a scheme has no case (RFC 9110, section 11.1).
    for (const scheme of ["Bearer", "bearer"])
      expect((await asked(`${url}metrics`, { authorization: `${scheme} ${TOKEN}` })).status).toBe(200);
    expect((await asked(`${url}healthz`, {})).status).toBe(200);

    const { page, complaints } = await browserPage();
    await page.goto(`${url}mine`);
    expect(page.url()).toBe(`${url}login`);
    await page.type("#token", TOKEN);
    await Promise.all([page.waitForNavigation(), page.click("button")]);
    expect(page.url()).toBe(url);
    expect(await page.$eval("h1", (title) => title.textContent)).toBe("igminer");
    expect(complaints).toEqual([]);
    const [cookie] = await page.browser().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
    expect(cookie?.value).not.toContain(TOKEN);
    // Ending the session also ends it for anybody who has kept the cookie.
    await Promise.all([page.waitForNavigation(), page.click("header button")]);
    expect(page.url()).toBe(`${url}login`);
    expect((await asked(`${url}mine`, { cookie: `igminer=${cookie?.value}` })).status).toBe(401);
  });

  test("behind a proxy that adds TLS a browser signs in, whether or not it tells where the form came from", async () => {
    const settings = await readyStore("postgres");
    const { url } = await serving({ ...environmentOf(settings), IGMINER_SERVE_TOKEN: TOKEN });
    const proxied = { host: "mining.example", "x-forwarded-proto": "https" };
    const form = { token: TOKEN };
    for (const told of [{ origin: "https://mining.example" }, { "sec-fetch-site": "same-origin" }]) {
      const signedIn = await asked(`${url}login`, { ...proxied, ...told }, form);
      expect(signedIn).toMatchObject({ status: 303, headers: { location: "/" } });
      expect(String(signedIn.headers["set-cookie"])).toContain("Secure");
    }
    expect((await asked(`${url}login`, { ...proxied, origin: "https://evil.example" }, form)).status).toBe(
      403,
    );
    // Two proxies, one behind the other: the browser asked the outermost.
    const twice = { ...proxied, host: "inner.local", "x-forwarded-host": "mining.example, middle.local" };
    const statusFrom = async (origin: string) =>
      (await asked(`${url}login`, { ...twice, origin }, form)).status;
    expect(await statusFrom("https://mining.example")).toBe(303);
    expect(await statusFrom("https://evil.example")).toBe(403);
  });
});

test("a browser that leaves the default port out of Host is let in on port 80, and nobody on another one", async () => {
  const app = (port: number) =>
    new Hono().use(ownHostOnly("127.0.0.1", () => port)).get("/", (context) => context.text("in"));
  const status = async (port: number, host: string) =>
    (await app(port).request("/", { headers: { host } })).status;
  expect(await status(80, "localhost")).toBe(200);
  expect(await status(80, "localhost:80")).toBe(200);
  expect(await status(8787, "localhost")).toBe(421);
  expect(await status(80, "evil.example")).toBe(421);
});

test("guesses are answered later and later, one after the other, and the more there are the fewer are heard", async () => {
  const pauses: number[] = [];
  const releases: (() => void)[] = [];
  let nowMs = 0;
  const slowed = slowedGuesses(
    (ms) => {
      pauses.push(ms);
      return new Promise<void>((resolve) => releases.push(resolve));
    },
    () => nowMs,
  );
  const answered = Array.from({ length: 25 }, () => slowed());
  expect(await Promise.all(answered.slice(20))).toEqual([false, false, false, false, false]);
  for (let guess = 0; guess < 20; guess++) {
    await expect.poll(() => pauses.length).toBe(guess + 1);
    releases[guess]?.();
  }
  expect(await Promise.all(answered.slice(0, 20))).toEqual(Array(20).fill(true));
  expect(pauses.slice(0, 7)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  nowMs = 61_000;
  void slowed();
  await expect.poll(() => pauses.at(-1)).toBe(250);
});

test("a session ends by itself: when nobody has used it, and in any case after a week", () => {
  let nowMs = 0;
  const hours = (count: number) => {
    nowMs += count * 3_600_000;
  };
  const sessions = openSessions(() => nowMs);
  const unused = sessions.begin();
  const used = sessions.begin();
  for (let step = 0; step < 16; step++) {
    hours(10);
    expect(sessions.isOpen(used)).toBe(true);
  }
  expect(sessions.isOpen(unused)).toBe(false);
  hours(10);
  expect(sessions.isOpen(used)).toBe(false);
});
