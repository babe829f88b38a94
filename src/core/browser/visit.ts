import { setTimeout as sleep } from "node:timers/promises";
import type { HTTPRequest, HTTPResponse, Page } from "puppeteer-core";
import { ownSignal } from "../deadline.js";
import { messageOf } from "../failure.js";
import type { HttpAnswer } from "../net/http-answer.js";

/** A request of a script on the page, and its answer. */
export interface PageAnswer {
  url: URL;
  /** The body of the request; "" for a GET. */
  sent: string;
  answer: HttpAnswer;
}

/** What happened when a page was opened, for others to judge. */
export interface Visit {
  /** The answer for the page itself, after redirects and without its body, or null if none came. */
  document: HttpAnswer | null;
  /** The page's final address. */
  url: string;
  title: string;
  /** The beginning of the text that a person would see. */
  text: string;
  hasLoginForm: boolean;
  /** In order of arrival. */
  answers: PageAnswer[];
  /** Why the page could not be opened, in Chromium's words (`net::ERR_…`). */
  failure: string | null;
  /** Whether the time limit ended the visit; what had arrived by then is included. */
  isTimedOut: boolean;
}

/** Options of `visitPage`. */
export interface VisitOptions {
  url: URL;
  timeoutMs: number;
  signal: AbortSignal;
  /** Whether the answers so far are all that is wanted; called after each answer. */
  isEnough(answers: readonly PageAnswer[]): boolean;
}

/** A page that has made no request for this long has finished. On a busy machine its scripts pause between requests. */
const QUIET_MS = 1_500;
/** A page that keeps making requests is judged after this long. */
const RESTLESS_MS = 10_000;
const POLL_MS = 50;
const LEADING = ["document", "script", "xhr", "fetch"];
const TEXT_LENGTH = 400;

/**
 * Opens a page and records what its scripts fetch, until that is enough, the page has gone quiet, or the time is over.
 * @throws the signal's reason; trouble with the page itself is in the returned visit.
 */
export async function visitPage(page: Page, options: VisitOptions): Promise<Visit> {
  const { url, timeoutMs, signal, isEnough } = options;
  const { signal: end, end: endVisit } = ownSignal(signal, timeoutMs);
  const visit: Visit = {
    document: null,
    url: url.href,
    title: "",
    text: "",
    hasLoginForm: false,
    answers: [],
    failure: null,
    isTimedOut: false,
  };

  let noteEnough = (): void => {};
  const enough = new Promise<void>((resolve) => {
    noteEnough = resolve;
  });
  const reading = new Set<Promise<void>>();
  async function read(response: HTTPResponse): Promise<void> {
    const request = response.request();
    // `goto` does not return an answer for which Chromium shows an error page of its own.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame())
      visit.document = { status: response.status(), headers: response.headers(), body: "" };
    if (!["xhr", "fetch"].includes(request.resourceType())) return;
    const isRedirect = response.status() >= 300 && response.status() < 400;
    const [body, sent] = await Promise.all([
      isRedirect ? "" : response.text(),
      request.hasPostData() ? request.fetchPostData() : "",
    ]);
    visit.answers.push({
      url: new URL(response.url()),
      sent: sent ?? "",
      answer: { status: response.status(), headers: response.headers(), body },
    });
    if (isEnough(visit.answers)) noteEnough();
  }
  function onResponse(response: HTTPResponse): void {
    // If the page has moved on, the body can no longer be read: then it is not an answer.
    const task = read(response)
      .catch(() => {})
      .finally(() => reading.delete(task));
    reading.add(task);
  }

  async function open(): Promise<void> {
    await page.goto(url.href, { waitUntil: "domcontentloaded", timeout: timeoutMs, signal: end });
    await Promise.race([enough, requests.quiet(end).then(() => Promise.all(reading))]);
    if (isEnough(visit.answers)) return;
    await look(page, visit).catch(async () => {
      // A page that moves on while it is looked at, such as to a login page, can be looked at where it arrives.
      await requests.quiet(end);
      await look(page, visit);
    });
  }

  const requests = watchRequests(page);
  page.on("response", onResponse);
  try {
    await endedBy(end, open());
  } catch (error) {
    signal.throwIfAborted();
    if (end.aborted) visit.isTimedOut = true;
    else visit.failure = messageOf(error);
  } finally {
    endVisit();
    page.off("response", onResponse);
    requests.stop();
  }
  return visit;
}

/** Reads what a person would see. Needed only if the answers are not enough. */
async function look(page: Page, visit: Visit): Promise<void> {
  visit.url = page.url();
  visit.title = await page.title();
  visit.text = String(await page.evaluate(`(document.body?.innerText ?? "").slice(0, ${TEXT_LENGTH})`));
  visit.hasLoginForm = (await page.$('input[type="password"], #loginForm')) !== null;
}

/** A page that hangs never answers, so the wait ends with the signal. */
function endedBy<T>(signal: AbortSignal, task: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    task.then(resolve, reject);
  });
}

/**
 * Watches the page's open requests of the kinds that may lead to what is wanted. Puppeteer's own count belongs to the page,
 * not to the visit: requests that an earlier visit left unfinished would keep the page from ever going quiet.
 */
function watchRequests(page: Page): { quiet(signal: AbortSignal): Promise<void>; stop(): void } {
  const open = new Set<HTTPRequest>();
  let lastMs = performance.now();
  function begun(request: HTTPRequest): void {
    if (!LEADING.includes(request.resourceType())) return;
    open.add(request);
    lastMs = performance.now();
  }
  function ended(request: HTTPRequest): void {
    if (open.delete(request)) lastMs = performance.now();
  }
  page.on("request", begun).on("requestfinished", ended).on("requestfailed", ended);
  return {
    async quiet(signal) {
      const untilMs = performance.now() + RESTLESS_MS;
      const isQuiet = () => open.size === 0 && performance.now() - lastMs >= QUIET_MS;
      while (!isQuiet() && performance.now() < untilMs) await sleep(POLL_MS, undefined, { signal });
    },
    stop() {
      page.off("request", begun).off("requestfinished", ended).off("requestfailed", ended);
    },
  };
}
