import { expect, test } from "vitest";
import { reportFoot, reportHead, reportSection } from "../../src/cli/clone-report-html.js";
import type { ReportedAccount, WatchReport } from "../../src/core/clones/report.js";

const AT = new Date("2026-01-02T03:04:05Z");
const NASTY = `<script>alert("x")</script><img src=x onerror='y'>&amp;`;

const accountOf = (changes: Partial<ReportedAccount> = {}): ReportedAccount => ({
  username: "anna.schmidt",
  full_name: "Anna Schmidt",
  biography: "Teacher",
  followers_count: 1234n,
  sha256: null,
  ...changes,
});

const reportOf = (changes: Partial<WatchReport["lookAlikes"][number]> = {}): WatchReport => ({
  watched: accountOf({ sha256: "aa" }),
  lookAlikes: [
    {
      ...accountOf({ username: "anna_schmidt", sha256: "bb" }),
      verdict: "clone",
      score: 0.987,
      reasons: ["the pictures are nearly identical"],
      first_seen: AT,
      last_seen: AT,
      gone_at: null,
      ...changes,
    },
  ],
});

const page = async (report: WatchReport) =>
  `${reportHead(AT)}${await reportSection(report, async (sha256) => (sha256 === "gone" ? null : Buffer.from(sha256)))}${reportFoot()}`;

test("a report as html escapes every text from outside", async () => {
  const html = await page(
    reportOf({ full_name: NASTY, biography: NASTY, reasons: [`reads like "${NASTY}"`] }),
  );
  expect(html).not.toMatch(/<script|<img src=x|onerror='/);
  expect(html.match(/&lt;script&gt;/g)).toHaveLength(3);
});

test("a report as html loads nothing: pictures are in it, side by side", async () => {
  const html = await page(reportOf());
  const sources = [...html.matchAll(/(?:\bsrc=|url\()"?([^">]+)/g)].map(([, source]) => source);
  expect(sources).toEqual(["data:image/jpeg;base64,YWE=", "data:image/jpeg;base64,YmI="]);
  expect(html).toContain("default-src 'none'");
  expect(html).not.toContain("<link");
});

test("a report says since when a look-alike is known, and whether it is still there", async () => {
  expect(await page(reportOf())).toMatch(
    /clone<\/span>, score 0\.99; first seen on 2026-01-02, still there on 2026-01-02/,
  );
  expect(await page(reportOf({ gone_at: AT }))).toContain("gone since 2026-01-02");
  expect(await page(reportOf({ sha256: "gone" }))).toContain("picture stored on another machine");
});
