import { setTimeout as sleep } from "node:timers/promises";
import type { HTTPRequest, HTTPResponse, Page } from "puppeteer-core";
import { ownSignal } from "../deadline.js";
import { messageOf } from "../failure.js";
import type { HttpAnswer } from "../net/http-answer.js";

/** What a script of the page asked, and was answered. */
export interface PageAnswer {
  url: URL;
  /** What it sent along; "" for a GET. */
  sent: string;
  answer: HttpAnswer;
}

/** What became of opening a page: what it is judged by. */
export interface Visit {
  /** The page's own answer, the last of redirects, without its body; null: none came. */
  document: HttpAnswer | null;
  /** Where the page stands in the end. */
  url: string;
  title: string;
  /** The beginning of what a person would read there. */
  text: string;
  hasLoginForm: boolean;
  /** In the order in which they arrived. */
  answers: PageAnswer[];
  /** Why the page could not be opened, as Chromium puts it (`net::ERR_…`). */
  failure: string | null;
  /** The time limit ended it; what had arrived by then is here. */
  isTimedOut: boolean;
}

export interface VisitOptions {
  url: URL;
  timeoutMs: number;
  signal: AbortSignal;
  /** Whether what has arrived is all that is wanted; asked after each answer. */
  isEnough(answers: readonly PageAnswer[]): boolean;
}

/** A page that asks nothing for so long has nothing more to say; on a busy machine its scripts take their time between. */
const QUIET_MS = 1_500;
/** One that goes on asking is looked at after so long. */
const RESTLESS_MS = 10_000;
const POLL_MS = 50;
const LEADING = ["document", "script", "xhr", "fetch"];
const TEXT_LENGTH = 400;

/**
 * Opens a page and listens to what its scripts fetch, until that is enough, it has gone quiet, or the time is over.
 * @throws the signal's reason; trouble with the page itself is in the visit.
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
    // Not what `goto` returns: an answer that Chromium shows a page of its own for is none to it.
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
    // A body that is gone by the time it is asked for (the page has gone elsewhere) is no answer.
    const task = read(response)
      .catch(() => {})
      .finally(() => reading.delete(task));
    reading.add(task);
  }

  async function open(): Promise<void> {
    await page.goto(url.href, { waitUntil: "domcontentloaded", timeout: timeoutMs, signal: end });
    await Promise.race([enough, requests.quiet(end).then(() => Promise.all(reading))]);
    if (!isEnough(visit.answers)) await look(page, visit);
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

/** Only where the answers do not tell: what a person would see. */
async function look(page: Page, visit: Visit): Promise<void> {
  visit.url = page.url();
  visit.title = await page.title();
  visit.text = String(await page.evaluate(`(document.body?.innerText ?? "").slice(0, ${TEXT_LENGTH})`));
  visit.hasLoginForm = (await page.$('input[type="password"], #loginForm')) !== null;
}

/** A page that hangs answers nothing any more: the wait for it ends with the signal. */
function endedBy<T>(signal: AbortSignal, task: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    task.then(resolve, reject);
  });
}

/**
 * Watches what a page still waits for, of the kinds that may lead to what is wanted. Puppeteer's own count is the page's,
 * not the visit's: what a visit left unfinished would keep the page from ever being quiet again.
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
