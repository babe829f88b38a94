import { startChromium } from "../../browser/chromium.js";
import { type BrowserPlaces, findBrowser } from "../../browser/find-browser.js";
import { browsersFolder } from "../../browser/profile-folder.js";
import { Failure } from "../../failure.js";
import { failed, type HealthCheck, ok } from "./check.js";

const ADVICE = 'What it may lack is in docs/sources.md, "When Chromium does not start".';

/** Whether a browser is found and starts, and which one. No page is opened. */
export function chromiumCheck(places: BrowserPlaces): HealthCheck {
  return {
    name: "chromium",
    adviceOnFailure: ADVICE,
    async look(signal) {
      try {
        const path = await findBrowser(places);
        const { browser, close } = await startChromium(path, browsersFolder());
        try {
          signal.throwIfAborted();
          return ok(`${await browser.version()} starts, from ${path}`);
        } finally {
          await close();
        }
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return failed(error.message, error.hint ?? ADVICE);
      }
    },
  };
}
