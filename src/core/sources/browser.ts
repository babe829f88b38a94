import { openPages } from "../browser/pages.js";
import type { Visit } from "../browser/visit.js";
import type { Gate } from "../net/gate.js";
import { rotateProxies } from "../net/proxies.js";
import { isWholeProfile, profileInVisit } from "./profile-page.js";
import type { ProfileSource } from "./source.js";

export interface BrowserOptions {
  gate: Gate;
  baseUrl: string;
  /** Path of Chrome or Chromium: see `findBrowser`. */
  executablePath: string;
  /** Folder for the browser's own folder: see `browsersFolder`. */
  root: string;
  /** Maximum number of pages open at once. */
  pages: number;
  usesPerPage: number;
  /** For one page, from the first request to the last. */
  pageTimeoutMs: number;
  proxies: readonly string[];
  /** Called with each visit before it is judged. @returns when it took place. */
  onVisit?: ((username: string, visit: Visit) => Promise<Date>) | undefined;
  /** The database's clock. */
  now(): Date;
}

/**
 * Instagram's public pages in a real browser without a login, for when the plain endpoint is refused. The profile is
 * read from the page's own requests. The gate counts a page as one request.
 */
export function browserSource(options: BrowserOptions): ProfileSource {
  const { gate, baseUrl, pageTimeoutMs, onVisit, now } = options;
  const pages = openPages({
    ...options,
    proxies: rotateProxies(
      options.proxies.map((url) => new URL(url)),
      () => performance.now(),
    ),
  });
  return {
    name: "browser",
    profile(username, signal) {
      const url = new URL(`${username}/`, baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
      return gate.run(async (attempt) => {
        const visit = await pages.visit({
          url,
          timeoutMs: pageTimeoutMs,
          signal: attempt.signal,
          isEnough: (answers) => isWholeProfile(answers, username, now()),
        });
        const at = (await onVisit?.(username, visit)) ?? now();
        return profileInVisit(visit, username, at);
      }, signal);
    },
    close: () => pages.close(),
  };
}
