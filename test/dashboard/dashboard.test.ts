import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { inStore } from "../support/commands.js";
import { HOSTILE, weeksOfWork } from "../support/operating.js";
import { browserPage } from "../support/pages.js";
import { emptyFolder, environmentOf, readyStore, STORES } from "../support/stores.js";

const CHARTS = [
  "Mined per hour",
  "Mined per day",
  "Items by outcome",
  "Time per item",
  "The frontier",
  "Request rate by source",
  "Growth",
  "Countries",
  "Languages of accounts",
  "Languages of captions",
  "Engagement of accounts",
];

describe.each(STORES)("dashboard, on %s", (store) => {
  test("draws every chart into one file that a browser shows without a complaint, a script or a request", async () => {
    const settings = await readyStore(store);
    const environment = environmentOf(settings);
    await inStore(settings, weeksOfWork);
    await runCli(["refresh-views"], environment);
    const out = join(await emptyFolder(), "report.html");
    expect((await runCli(["dashboard", "--out", out], environment)).code).toBe(0);

    const { page, asked, complaints } = await browserPage();
    await page.goto(pathToFileURL(out).href);
    const drawn = await page.$$eval("section:has(svg)", (sections) =>
      sections.map((section) => section.getAttribute("aria-label")),
    );
    expect(drawn).toEqual(CHARTS);
    const scripts = await page.$$eval("script", (found) => found.length);
    expect({ asked, complaints, scripts, title: await page.title() }).toEqual({
      asked: [],
      complaints: [],
      scripts: 0,
      title: "igminer",
    });
    const biographies = await page.$$eval('section[aria-label="Newest accounts"] td:last-child', (cells) =>
      cells.map((cell) => cell.textContent),
    );
    expect(biographies).toContain(HOSTILE);
    // Nothing exceeds the width of a phone.
    await page.setViewport({ width: 390, height: 800 });
    expect(await page.$eval("html", (html) => html.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test("says what to do next while there is nothing to draw", async () => {
    const settings = await readyStore(store);
    const out = join(await emptyFolder(), "report.html");
    expect((await runCli(["dashboard", "--out", out], environmentOf(settings))).code).toBe(0);
    const page = await readFile(out, "utf8");
    expect(page).not.toContain("<svg");
    for (const next of [
      "igminer mine-new",
      "igminer seed",
      "igminer find-countries",
      "igminer schedule print",
    ])
      expect(page).toContain(next);
  });
});
