import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "vitest";
import { runCli } from "../support/cli.js";
import { inStore } from "../support/commands.js";
import { weeksOfWork } from "../support/operating.js";
import { browserPage } from "../support/pages.js";
import { emptyFolder, environmentOf, readyStore } from "../support/stores.js";

test("shots", async () => {
  const settings = await readyStore("postgres");
  await inStore(settings, weeksOfWork);
  await runCli(["refresh-views"], environmentOf(settings));
  const out = join(await emptyFolder(), "report.html");
  await runCli(["dashboard", "--out", out], environmentOf(settings));
  for (const scheme of ["light", "dark"] as const) {
    const { page } = await browserPage(scheme);
    await page.goto(pathToFileURL(out).href);
    await page.screenshot({ path: `/tmp/shot-${scheme}.png`, fullPage: true });
  }
});
