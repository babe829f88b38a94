import { setTimeout as sleep } from "node:timers/promises";
import { bulkhead } from "cockatiel";
import type { BrowserContext, Page } from "puppeteer-core";
import { messageOf } from "../failure.js";
import type { ProxyRotation } from "../net/proxies.js";
import { SourceError } from "../source-error.js";
import { type Chromium, startChromium } from "./chromium.js";
import { type Visit, type VisitOptions, visitPage } from "./visit.js";

/** Options of `openPages`. */
export interface PagesOptions {
  executablePath: string;
  /** Where the browser's profile folder is created; see `browsersFolder`. */
  root: string;
  /** Maximum number of pages open at once. */
  pages: number;
  /** A page is closed, with its cookies and cache, after this many visits. */
  usesPerPage: number;
  proxies: ProxyRotation;
}

/** The pages of one browser. It is started when the first page is needed, and restarted after a crash. */
export interface Pages {
  /**
   * Visits an address on a page of its own, waiting for a free one if all are in use. Images, media and fonts are not loaded.
   * @throws SourceError "transient" if the browser crashes, Failure if it cannot start, and the signal's reason.
   */
  visit(options: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

interface OpenPage {
  page: Page;
  context: BrowserContext;
  browser: Promise<Chromium>;
  proxy: URL | null;
  visits: number;
}

const NOT_FETCHED = ["image", "media", "font"];
const CLOSE_WITHIN_MS = 5_000;
/** Chromium's error codes for a proxy that does not work. */
const PROXY_TROUBLE = /ERR_(PROXY|TUNNEL|SOCKS|UNEXPECTED_PROXY|INVALID_AUTH|NO_SUPPORTED_PROXIES)/;

/** @see Pages */
export function openPages(options: PagesOptions): Pages {
  const { executablePath, root, usesPerPage, proxies } = options;
  const lane = bulkhead(options.pages, Number.MAX_SAFE_INTEGER);
  let running: Promise<Chromium> | null = null;
  let idle: OpenPage[] = [];
  const endings: Promise<void>[] = [];

  function start(): Promise<Chromium> {
    const started = startChromium(executablePath, root);
    started.then(
      ({ browser }) => browser.once("disconnected", () => end(started)),
      () => end(started),
    );
    return started;
  }

  /** Ends a browser that has crashed, hangs or could not start; the next visit starts another. */
  function end(started: Promise<Chromium>): void {
    if (running !== started) return;
    running = null;
    idle = [];
    const ending = started.then(
      (chromium) => chromium.close(),
      () => {},
    );
    // `close` reports a failure; until then it must not end the process as an unhandled rejection.
    ending.catch(() => {});
    endings.push(ending);
  }

  async function openPage(): Promise<OpenPage> {
    running ??= start();
    const browser = running;
    await browser;
    try {
      return await openPageOf(browser);
    } catch (error) {
      // A browser that cannot open a page is of no use any more.
      end(browser);
      throw error;
    }
  }

  async function openPageOf(chromium: Promise<Chromium>): Promise<OpenPage> {
    const { browser } = await chromium;
    const proxy = proxies.next();
    const context = await browser.createBrowserContext(
      // By default Chromium does not use the proxy for addresses of this machine.
      proxy ? { proxyServer: `${proxy.protocol}//${proxy.host}`, proxyBypassList: ["<-loopback>"] } : {},
    );
    const page = await context.newPage();
    if (proxy?.username) {
      await page.authenticate({
        username: decodeURIComponent(proxy.username),
        password: decodeURIComponent(proxy.password),
      });
    }
    await page.setBypassServiceWorker(true);
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      const settled = NOT_FETCHED.includes(request.resourceType()) ? request.abort() : request.continue();
      // The page may be closed by now.
      settled.catch(() => {});
    });
    return { page, context, browser: chromium, proxy, visits: 0 };
  }

  async function discard({ context, browser }: OpenPage): Promise<void> {
    const isClosed = context.close().then(
      () => true,
      () => true,
    );
    if (!(await Promise.race([isClosed, sleep(CLOSE_WITHIN_MS, false, { ref: false })]))) end(browser);
  }

  /** Keeps a page for the next visit, on a blank document so that its scripts request nothing more. */
  async function keep(open: OpenPage): Promise<void> {
    await open.page.goto("about:blank", { timeout: CLOSE_WITHIN_MS });
    if (open.browser === running) idle.push(open);
  }

  function noteProxy({ proxy }: OpenPage, { failure, document }: Visit): boolean {
    const isAlive = !(PROXY_TROUBLE.test(failure ?? "") || document?.status === 407);
    if (proxy !== null) {
      if (isAlive) proxies.succeeded(proxy);
      else proxies.failed(proxy);
    }
    return isAlive;
  }

  async function visit(options: VisitOptions): Promise<Visit> {
    options.signal.throwIfAborted();
    const open = idle.pop() ?? (await openPage());
    open.visits++;
    let isSound = false;
    try {
      const visited = await visitPage(open.page, options);
      isSound = noteProxy(open, visited) && visited.failure === null && !visited.isTimedOut;
      return visited;
    } finally {
      if (isSound && open.visits < usesPerPage) await keep(open).catch(() => discard(open));
      else await discard(open);
    }
  }

  return {
    visit: (options) =>
      lane.execute(async () => {
        try {
          return await visit(options);
        } catch (error) {
          options.signal.throwIfAborted();
          // Puppeteer's own errors: the browser or the page has gone.
          if (
            error instanceof Error &&
            /^(TargetClose|Protocol|ConnectionClosed|Timeout)Error$/.test(error.name)
          )
            throw new SourceError("transient", `browser: ${messageOf(error)}`, {}, error);
          throw error;
        }
      }),
    async close() {
      if (running !== null) end(running);
      await Promise.all(endings);
    },
  };
}
