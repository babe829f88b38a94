import { expect, test, vi } from "vitest";
import { loadConfig } from "../../src/core/config/config.js";
import type { Database } from "../../src/core/db/database.js";
import { type HealthCheck, runChecks } from "../../src/core/observe/health/check.js";
import { configuredChecks } from "../../src/core/observe/health/checks.js";
import { dnsCheck, mailPortCheck } from "../../src/core/observe/health/machine-checks.js";
import { chromiumPath } from "../support/chromium.js";
import { sandboxOf } from "../support/cli.js";
import { gmailEnvironment } from "../support/gmail.js";
import { mailSandbox } from "../support/mail.js";
import { openAiSandboxOf } from "../support/qualify.js";
import { serverOf } from "../support/servers.js";
import { emptyFolder, migratedStore } from "../support/stores.js";

/** The results of health for everything that these settings configure, by name. */
async function healthOf(
  environment: Record<string, string>,
  database: Database | null = null,
): Promise<Record<string, string>> {
  const folder = await emptyFolder();
  const settings = loadConfig({
    environment: { XDG_CONFIG_HOME: folder, IGMINER_DATA_DIR: folder, ...environment },
    folder,
  });
  const results = await runChecks(await configuredChecks(settings, database), 5_000);
  return Object.fromEntries(
    results.map(({ name, status, advice }) => [name, advice ? `${status}: ${advice}` : status]),
  );
}

test("without any service set up, health looks at this machine alone", async () => {
  expect(await healthOf({})).toEqual({ disk: "ok" });
});

test("a browser that is set up is started, and named with its version; one that is missing, with the command that installs one", async () => {
  const folder = await emptyFolder();
  const found = async (executablePath: string) => {
    const settings = loadConfig({
      environment: {
        XDG_CONFIG_HOME: folder,
        IGMINER_DATA_DIR: folder,
        PUPPETEER_EXECUTABLE_PATH: executablePath,
      },
      folder,
    });
    const results = await runChecks(await configuredChecks(settings, null), 20_000);
    return results.find(({ name }) => name === "chromium");
  };
  expect(await found(await chromiumPath())).toMatchObject({
    status: "ok",
    detail: expect.stringMatching(/(Chrome|Chromium)\/\d+\.\d+.* starts, from \//),
  });
  expect(await found("/nonexistent/chrome")).toMatchObject({
    status: "failed",
    detail: expect.stringContaining("/nonexistent/chrome"),
    advice: expect.stringContaining("igminer browser install"),
  });
});

test("services are well where their keys are taken; a mailbox whose consent is gone says what to do", async () => {
  const sandbox = await sandboxOf({ gmailRefreshToken: "refresh-of-the-test" });
  const services = {
    ...gmailEnvironment(sandbox),
    IGMINER_INSTANTLY_BASE_URL: `${sandbox.url}/api/v2`,
    IGMINER_INSTANTLY_KEY: "a-key",
  };
  expect(await healthOf(services)).toEqual({ disk: "ok", instantly: "ok", gmail: "ok" });
  const openai = await openAiSandboxOf({ key: "right" });
  const openaiWith = async (key: string) =>
    (await healthOf({ OPENAI_API_KEY: key, OPENAI_BASE_URL: openai.url })).openai;
  expect(await openaiWith("right")).toBe("ok");
  expect(await openaiWith("wrong")).toMatch(/^failed: .*OPENAI_API_KEY/);
  expect(await healthOf({ ...services, IGMINER_GMAIL_REFRESH_TOKEN: "taken back" })).toMatchObject({
    instantly: "ok",
    gmail: "failed: Authorize again: igminer gmail auth",
  });
});

test("a balance that cannot be asked for is not the key's fault, and an answer that says none is no failure", async () => {
  const balanceOf = async (baseUrl: string) =>
    (await healthOf({ IGMINER_HIKER_KEY: "a-key", IGMINER_HIKER_BASE_URL: baseUrl }))["hiker balance"];
  expect(await balanceOf("http://127.0.0.1:1")).toMatch(/^failed: .*reach 127\.0\.0\.1:1/);
  for (const body of ["<html>Sign in to this network</html>", "null", '{"requests":"many"}']) {
    const server = await serverOf((_request, response) => response.end(body));
    expect(await balanceOf(server.href)).toMatch(/^warning: Look at hikerapi\.com/);
  }
});

test("mail hosts are found at the servers that are set, and one is asked for its greeting", async () => {
  const { dns, smtp } = await mailSandbox();
  const looked = async (check: HealthCheck) => {
    const [result] = await runChecks([check], 1_500);
    return `${result?.status}: ${result?.detail}`;
  };
  expect(await looked(dnsCheck([dns.server], "plain.example"))).toMatch(
    /^ok: plain\.example has \d mail hosts?/,
  );
  expect(await looked(dnsCheck([dns.server], "missing.example"))).toMatch(
    /^failed: missing\.example has no mail host, according to DNS/,
  );
  expect(await looked(dnsCheck([dns.server], "servfail.example"))).toMatch(/^failed: /);
  const port = (domain: string) => looked(mailPortCheck(smtp.port, [dns.server], domain));
  expect(await port("plain.example")).toMatch(/^ok: .* answers$/);
  expect(await port("refusing.example")).toMatch(/^failed: .* says: 554/);
  expect(await port("mute.example")).toBe("failed: no answer within 1.5 s");
  expect(await port("closed.example")).toMatch(/^failed: .*ECONNREFUSED/);
  // If DNS does not answer, nothing is known of the port.
  expect(await port("missing.example")).toMatch(/^warning: not tried/);
  const silent = "127.0.0.1:1";
  expect(await looked(dnsCheck([silent], "plain.example"))).toMatch(/^failed: /);
  expect(await looked(mailPortCheck(smtp.port, [silent], "plain.example"))).toMatch(/^warning: not tried/);
});

test("no library writes between the lines of --json, whatever is set up", async () => {
  const printed = vi.spyOn(console, "log");
  const { dns } = await mailSandbox();
  await healthOf({ IGMINER_DNS_SERVERS: dns.server }, await migratedStore("postgres"));
  expect(printed).not.toHaveBeenCalled();
});
