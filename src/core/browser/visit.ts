import type { HTTPResponse, Page } from "puppeteer-core";
import { messageOf } from "../failure.js";
import type { HttpAnswer } from "../net/http.js";

/** What a script of the page asked, and was answered. */
export interface PageAnswer {
  url: URL;
  /** What it sent along; "" for a GET. */
  sent: string;
  answer: HttpAnswer;
}

/** What became of opening a page: what it is judged by. */
export interface Visit {
  /** The page's own answer, after redirects, without its body; null: none came. */
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

/** A page that asks nothing for so long has nothing more to say. */
const QUIET_MS = 500;
/** One that goes on asking is looked at after so long. */
const RESTLESS_MS = 15_000;
const TEXT_LENGTH = 400;

/**
 * Opens a page and listens to what its scripts fetch, until that is enough, it has gone quiet, or the time is over.
 * @throws the signal's reason; trouble with the page itself is in the visit.
 */
export async function visitPage(page: Page, options: VisitOptions): Promise<Visit> {
  const { url, timeoutMs, signal, isEnough } = options;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  const end = AbortSignal.any([signal, limit.signal]);
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
    // A body that is gone by the time it is asked for (a redirect, a cancelled request) is no answer.
    const task = read(response)
      .catch(() => {})
      .finally(() => reading.delete(task));
    reading.add(task);
  }

  async function open(): Promise<void> {
    const response = await page.goto(url.href, {
      waitUntil: "domcontentloaded",
      timeout: timeoutMs,
      signal: end,
    });
    if (response) visit.document = { status: response.status(), headers: response.headers(), body: "" };
    await Promise.race([enough, quiet(page, end)]);
    await Promise.all(reading);
    if (!isEnough(visit.answers)) await look(page, visit);
  }

  page.on("response", onResponse);
  try {
    await endedBy(end, open());
  } catch (error) {
    signal.throwIfAborted();
    if (limit.signal.aborted) visit.isTimedOut = true;
    else visit.failure = messageOf(error);
  } finally {
    clearTimeout(timer);
    limit.abort();
    page.off("response", onResponse);
  }
  return visit;
}

/** Waits until the page asks nothing any more, or has had time enough: some pages never rest. */
async function quiet(page: Page, signal: AbortSignal): Promise<void> {
  try {
    await page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout: RESTLESS_MS, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error && error.name === "TimeoutError")) throw error;
  }
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
