import puppeteer, { type Page } from "puppeteer-core";
import { onTestFinished } from "vitest";
import { chromiumPath } from "./chromium.js";
import { emptyFolder } from "./stores.js";

/** A page with everything that should not have happened in it. */
export interface WatchedPage {
  page: Page;
  /** URLs requested besides the page itself. */
  asked: string[];
  /** Errors and refusals that the browser reported. */
  complaints: string[];
}

/** Opens a page in a real browser until the test is finished. */
export async function browserPage(scheme: "light" | "dark" = "light"): Promise<WatchedPage> {
  const browser = await puppeteer.launch({
    executablePath: await chromiumPath(),
    userDataDir: await emptyFolder(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--headless=new"],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (!request.isNavigationRequest() && !request.url().startsWith("data:")) asked.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, asked, complaints };
}
