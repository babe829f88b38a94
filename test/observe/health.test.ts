import { expect, test } from "vitest";
import { loadConfig } from "../../src/core/config.js";
import { runChecks } from "../../src/core/observe/health/check.js";
import { configuredChecks } from "../../src/core/observe/health/checks.js";
import { sandboxOf } from "../support/cli.js";
import { gmailEnvironment } from "../support/gmail.js";
import { emptyFolder } from "../support/stores.js";

/** What health finds of everything that these settings set up, by name. */
async function healthOf(environment: Record<string, string>): Promise<Record<string, string>> {
  const folder = await emptyFolder();
  const settings = loadConfig({
    environment: { XDG_CONFIG_HOME: folder, IGMINER_DATA_DIR: folder, ...environment },
    folder,
  });
  const results = await runChecks(await configuredChecks(settings, null), 5_000);
  return Object.fromEntries(
    results.map(({ name, status, advice }) => [name, advice ? `${status}: ${advice}` : status]),
  );
}

test("without any service set up, health looks at this machine alone", async () => {
  expect(await healthOf({})).toEqual({ disk: "ok" });
});

test("services are well where their keys are taken; a mailbox whose consent is gone says what to do", async () => {
  const sandbox = await sandboxOf({ gmailRefreshToken: "refresh-of-the-test" });
  const services = {
    ...gmailEnvironment(sandbox),
    IGMINER_INSTANTLY_BASE_URL: `${sandbox.url}/api/v2`,
    IGMINER_INSTANTLY_KEY: "a-key",
  };
  expect(await healthOf(services)).toEqual({ disk: "ok", instantly: "ok", gmail: "ok" });
  expect(await healthOf({ ...services, IGMINER_GMAIL_REFRESH_TOKEN: "taken back" })).toMatchObject({
    instantly: "ok",
    gmail: "failed: Consent again: igminer gmail auth",
  });
});
