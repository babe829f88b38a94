import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { reportFoot, reportHead, reportSection } from "../../src/cli/clone-report-html.js";
import { runCli, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { inStore } from "../support/commands.js";
import { weeksOfWork } from "../support/operating.js";
import { browserPage } from "../support/pages.js";
import { emptyFolder, environmentOf, readyStore } from "../support/stores.js";

const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const AT = new Date("2026-01-02T03:04:05Z");

/** Letters of charts: the smallest that a person reads on a phone. */
const SMALLEST_LETTER_PX = 9.5;

/** Everything that violates WCAG 2.2 level AA as far as axe can tell, and what is too wide or too small on a phone. */
async function faultsOf(file: string): Promise<string[]> {
  const faults: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    const { page, complaints } = await browserPage(scheme);
    for (const width of [1280, 390]) {
      await page.setViewport({ width, height: 800 });
      await page.goto(pathToFileURL(file).href);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate(
        `axe.run({ runOnly: { type: "tag", values: ${JSON.stringify(LEVELS)} } })`,
      )) as axe.AxeResults;
      for (const { id, nodes } of violations) faults.push(`${scheme} ${width}: ${id}: ${nodes[0]?.html}`);
      const smallest = await page.evaluate(`Math.min(16, ...[...document.querySelectorAll("svg text")]
        .filter((text) => text.getClientRects().length > 0)
        .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a))`);
      if ((smallest as number) < SMALLEST_LETTER_PX)
        faults.push(`${scheme} ${width}: letters of ${smallest} px`);
      const needed = await page.$eval("html", (html) => html.scrollWidth);
      if (needed > width) faults.push(`${scheme} ${width}: ${needed} wide`);
    }
    faults.push(...complaints);
    // Without a mouse every link can be reached in turn, with a visible focus.
    const links = await page.$$eval("a[href]", (found) => found.length);
    const reached = new Set<string>();
    for (let press = 0; press < links + 20; press++) {
      await page.keyboard.press("Tab");
      const at = (await page.evaluate(
        `(({ tagName, href, outerHTML }) => [tagName, href ?? "", getComputedStyle(document.activeElement).outlineStyle, outerHTML.slice(0, 80)])(document.activeElement)`,
      )) as string[];
      if (at[0] === "A") reached.add(at[1] as string);
      if (at[0] !== "BODY" && at[2] === "none") faults.push(`no focus to be seen: ${at[3]}`);
    }
    const hrefs = new Set(await page.$$eval("a[href]", (found) => found.map(({ href }) => href)));
    if (reached.size < hrefs.size) faults.push(`${reached.size} of ${hrefs.size} links by keyboard`);
  }
  return faults;
}

describe("pages are readable for everybody, in both themes, on a telephone", () => {
  test("the dashboard of a store with nothing in it, and an account after its first day", async () => {
    const folder = await emptyFolder();
    const environment = {
      ...environmentOf(await readyStore("postgres")),
      ...sandboxEnvironment(await sandboxOf()),
    };
    const call = async (...args: string[]) => {
      const { code, stderr } = await runCli([...args, "--quiet"], environment);
      expect([args, code, stderr]).toEqual([args, 0, ""]);
    };
    await call("dashboard", "--out", join(folder, "none.html"));
    expect(await faultsOf(join(folder, "none.html"))).toEqual([]);

    await call("seed", "natgeo");
    await call("mine-new", "--batch", "3");
    await call("refresh-views");
    await call("dashboard", "--out", join(folder, "day.html"));
    const { page } = await browserPage();
    await page.goto(pathToFileURL(join(folder, "day.html")).href);
    const drawn = await page.$$eval("svg", (found) => found.map((svg) => svg.textContent ?? ""));
    expect(drawn.length).toBeGreaterThan(1);
    // The library's own warning is a sign in the picture; a time that it cannot shorten is written in full.
    expect(drawn.filter((text) => /⚠|\d{4}-\d\d-\d\dT/.test(text))).toEqual([]);
    expect(await faultsOf(join(folder, "day.html"))).toEqual([]);

    const shown = await runCli(["show", "natgeo", "--html"], environment);
    await writeFile(join(folder, "account.html"), shown.stdout);
    expect(await faultsOf(join(folder, "account.html"))).toEqual([]);
  });

  test("the dashboard of 400 days, whose charts use their whole width", async () => {
    const settings = await readyStore("postgres");
    const file = join(await emptyFolder(), "year.html");
    await inStore(settings, async (db) => {
      await weeksOfWork(db);
      await sql`update "InstagramAccountBase" set first_seen = now() - interval '400 days' * (id % 1000) / 1000`.execute(
        db,
      );
    });
    await runCli(["refresh-views"], environmentOf(settings));
    expect(await runCli(["dashboard", "--out", file], environmentOf(settings))).toMatchObject({ code: 0 });
    const account = await runCli(["show", "user2999", "--html"], environmentOf(settings));
    await writeFile(`${file}.account.html`, account.stdout);
    expect(await faultsOf(`${file}.account.html`)).toEqual([]);
    const { page } = await browserPage();
    await page.goto(pathToFileURL(file).href);
    const halfEmpty = await page.evaluate(`[...document.querySelectorAll("section:has(svg)")]
      .filter((section) => {
        const svg = section.querySelector("svg");
        const rights = [...svg.querySelectorAll("rect, circle, path")].map((mark) => mark.getBoundingClientRect().right);
        const { left, width } = svg.getBoundingClientRect();
        return Math.max(...rights) < left + width / 2;
      })
      .map((section) => section.getAttribute("aria-label"))`);
    expect(halfEmpty).toEqual([]);
    expect(await faultsOf(file)).toEqual([]);
  });

  test("the report of look-alikes, with and without any", async () => {
    const file = join(await emptyFolder(), "report.html");
    await writeFile(file, `${reportHead(AT)}${reportFoot()}`);
    expect(await faultsOf(file)).toEqual([]);
    const account = { full_name: "Anna ".repeat(30), biography: "w".repeat(400), followers_count: 1_234n };
    const lookAlike = { score: 0.987, reasons: ["the pictures are nearly identical"], first_seen: AT };
    const section = await reportSection(
      {
        watched: { ...account, username: "a".repeat(30), sha256: "aa" },
        lookAlikes: (["clone", "suspicious"] as const).map((verdict, index) => ({
          ...account,
          ...lookAlike,
          username: `b${index}`.repeat(15),
          sha256: index === 0 ? null : "bb",
          verdict,
          last_seen: AT,
          gone_at: null,
        })),
      },
      async () => Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64"),
    );
    await writeFile(file, `${reportHead(AT)}${section}${reportFoot()}`);
    expect(await faultsOf(file)).toEqual([]);
  });
});
