import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { html, raw } from "hono/html";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { sql } from "kysely";
import { messageOf } from "../../core/failure.js";
import { addToQueue, readQueue } from "../../core/mining/manual/queue.js";
import { logErrors } from "../../core/record/error-log.js";
import type { CommandContext } from "../command.js";
import { dashboardData } from "../dashboard-data.js";
import { metricsText } from "../metrics-text.js";
import { dashboardMain, momentOf } from "../pages/dashboard-page.js";
import { type Html, liveOf, pageOf } from "../pages/layout.js";
import { type Asked, mineForm, queueTable } from "../pages/mine-page.js";
import { STYLE_HASH } from "../pages/style.js";
import {
  type Door,
  isOwnOrigin,
  isSame,
  ownHostOnly,
  signIn,
  signOut,
  tokenOnly,
  tooMany,
} from "./access.js";
import { LIVE_SCRIPT } from "./live-script.js";
import { type ServedStore, StoreBusy } from "./served-store.js";
import { openSessions, slowedGuesses } from "./sessions.js";
import { usernamesInText } from "./usernames-in-text.js";

/**
 * How long data is shown before it is read again, and how often a page asks for it. Less often for an embedded store,
 * which is opened each time.
 */
const REFRESH_SECONDS = { postgres: 10, embedded: 60 } as const;
const FRESH_MS = { postgres: 5_000, embedded: 30_000 } as const;
/** How long a page waits for an embedded store in use by a command; a form waits longer. */
const READ_WAIT_MS = 2_000;
const WRITE_WAIT_MS = 20_000;
const BODY_BYTES = 512 * 1024;
const QUEUE_SHOWN = 50;

export interface Served {
  store: ServedStore;
  context: CommandContext;
  host: string;
  port(): number;
  /** null to let in every client that can reach this machine's loopback address. */
  token: string | null;
}

/** The web pages and endpoints of `serve`, as a request handler. */
export function serveApp({ store, context, host, port, token }: Served): Hono {
  const app = new Hono();
  const formToken = randomBytes(24).toString("base64url");
  const seconds = REFRESH_SECONDS[store.kind];
  // Read and rendered once for all viewers.
  const drawnDashboard = remembering(FRESH_MS[store.kind], async () => {
    const data = await store.read((database) => dashboardData(database, context), READ_WAIT_MS);
    return { at: data.at, main: raw(String(await dashboardMain(data))) };
  });

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: [`'${STYLE_HASH}'`],
        connectSrc: ["'self'"],
        imgSrc: ["data:"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // This server speaks plain HTTP; a proxy that adds TLS sends this header itself.
      strictTransportSecurity: false,
      xFrameOptions: "DENY",
      referrerPolicy: "same-origin",
    }),
  );
  app.use(async (request, next) => {
    await next();
    request.header("cache-control", "no-store");
  });
  if (token === null) app.use(ownHostOnly(host, port));
  app.use(csrf({ origin: isOwnOrigin }));
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: (request) => request.text("The request is too large.\n", 413),
    }),
  );
  app.onError(async (error, request) => {
    // Refusals of hono's own middleware.
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof StoreBusy) {
      const text = `${error.message} Try again in a moment.`;
      return request.html(plainPage("Busy", html`<p>${text}</p>`), 503, { "retry-after": "5" });
    }
    await report(error, `${request.req.method} ${request.req.path}`);
    return request.html(
      plainPage(
        "Trouble",
        html`<p>This page could not be produced; the messages of igminer serve say why.</p>`,
      ),
      500,
    );
  });

  app.get("/live.js", (request) => request.body(LIVE_SCRIPT, 200, { "content-type": "text/javascript" }));
  app.get("/healthz", async (request) => {
    try {
      await store.use(({ kysely }) => sql`select 1`.execute(kysely), READ_WAIT_MS);
      return request.json({ status: "ok" });
    } catch (error) {
      // An embedded store in use by a command is healthy.
      if (error instanceof StoreBusy) return request.json({ status: "ok" });
      context.log.warn(`The database cannot be reached: ${context.mask.text(messageOf(error))}`);
      return request.json({ status: "the database cannot be reached" }, 503);
    }
  });
  if (token !== null) {
    const door: Door = { token, sessions: openSessions(), slowed: slowedGuesses(wait) };
    app.get("/login", (request) => request.html(loginPage(false)));
    app.post("/login", async (request) => {
      const { token: given } = await request.req.parseBody();
      if (typeof given !== "string" || !isSame(given, token))
        return (await door.slowed()) ? request.html(loginPage(true), 403) : tooMany(request);
      signIn(request, door);
      return request.redirect("/", 303);
    });
    app.use(tokenOnly(door));
    app.post("/logout", (request) => {
      signOut(request, door);
      return request.redirect("/login", 303);
    });
  }

  app.get("/", async (request) =>
    request.html(servedPage("/", liveOf("/live/dashboard", seconds, await dashboardNow()))),
  );
  app.get("/live/dashboard", async (request) => request.html(await dashboardNow()));
  app.get("/mine", async (request) => minePage(request, null));
  app.get("/live/mine", async (request) => request.html(await queueNow()));
  app.post("/mine", async (request) => {
    const form = await request.req.parseBody();
    const { usernames: text, form_token: given } = form;
    if (typeof given !== "string" || !isSame(given, formToken))
      return minePage(
        request,
        null,
        "This form has expired or came from another page. Nothing was added; send it again.",
      );
    const { usernames, invalid } = usernamesInText(typeof text === "string" ? text : "");
    const counts =
      usernames.length === 0
        ? { added: 0, again: 0 }
        : await store.use(({ kysely }) => addToQueue(kysely, usernames, "igminer serve"), WRITE_WAIT_MS);
    const waiting = usernames.length - counts.added - counts.again;
    return minePage(request, { ...counts, waiting, invalid });
  });
  app.get("/metrics", async (request) =>
    request.body(await store.use((database) => metricsText(database, context), READ_WAIT_MS), 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
    }),
  );
  app.notFound((request) =>
    request.html(plainPage("Page not found", html`<p><a href="/">The dashboard</a></p>`), 404),
  );
  return app;

  async function report(error: Error, subject: string): Promise<void> {
    const { log, mask, command } = context;
    log.error(`${subject}: ${mask.text(messageOf(error))}`);
    try {
      await store.use(
        ({ kysely }) => logErrors(kysely, { id: null, command, mask }, [{ subject, error }]),
        READ_WAIT_MS,
      );
    } catch (logError) {
      // The database itself failed, which was logged above.
      log.debug(`The error could not be written into ErrorLog: ${mask.text(messageOf(logError))}`);
    }
  }

  async function dashboardNow(): Promise<Html> {
    const { value, isOld } = await drawnDashboard();
    return html`${isOld ? notice(value.at) : ""}${value.main}`;
  }

  function notice(at: Date): Html {
    return html`<section class="wide" role="status">Another igminer command is using the database. These figures are of ${momentOf(at)}.</section>`;
  }

  async function queueNow(): Promise<Html> {
    return queueTable(
      await store.use(
        ({ kysely }) => readQueue(kysely, { status: null, before: null, limit: QUEUE_SHOWN }),
        READ_WAIT_MS,
      ),
    );
  }

  async function minePage(request: Context, asked: Asked | null, problem: string | null = null) {
    const queue = await queueNow().catch((error: unknown) => {
      if (!(error instanceof StoreBusy)) throw error;
      return html`<section class="wide">${error.message} Requested accounts are shown when it is free again.</section>`;
    });
    const main = html`${mineForm(formToken, asked, problem)}${liveOf("/live/mine", Math.ceil(seconds / 2), queue)}`;
    return request.html(servedPage("/mine", main), problem === null ? 200 : 403);
  }

  function servedPage(path: "/" | "/mine", main: Html): Html {
    const here = (to: string, name: string) =>
      to === path ? html`<b aria-current="page">${name}</b>` : html`<a href="${to}">${name}</a>`;
    return pageOf({
      title: path === "/" ? "igminer" : "igminer: request accounts",
      script: "/live.js",
      header: html`<h1>igminer</h1><nav>${here("/", "Dashboard")}${here("/mine", "Request accounts")}</nav>
<span class="at" id="lost" role="status" hidden>No connection; these figures may be out of date.</span>${token === null ? "" : html`<form method="post" action="/logout"><button>Sign out</button></form>`}`,
      main,
      footer: html`igminer ${context.version}. Hours and days are UTC; updated every ${String(seconds)} s.`,
    });
  }
}

function plainPage(title: string, main: Html): Html {
  return pageOf({
    title: `igminer: ${title}`,
    script: null,
    header: html`<h1>${title}</h1>`,
    main: html`<section class="wide">${main}</section>`,
    footer: html``,
  });
}

function loginPage(isWrong: boolean): Html {
  return pageOf({
    title: "igminer: sign in",
    script: "/live.js",
    header: html`<h1>igminer</h1>`,
    main: html`<section class="wide"><form method="post" action="/login">
<label for="token">Token</label><p class="soft">The value of IGMINER_SERVE_TOKEN on the machine that runs igminer serve.</p>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button></form>${isWrong ? html`<p role="alert">Wrong token.</p>` : ""}</section>`,
    footer: html``,
  });
}

/**
 * Caches a result for all callers for a while, and reads it only once at a time. While the store is busy, it returns
 * the last result and marks it as such.
 */
function remembering<T>(
  freshMs: number,
  read: () => Promise<T>,
): () => Promise<{ value: T; isOld: boolean }> {
  let last: { value: T; readAtMs: number } | null = null;
  let reading: Promise<T> | null = null;
  return async () => {
    if (last !== null && performance.now() - last.readAtMs < freshMs)
      return { value: last.value, isOld: false };
    reading ??= read().finally(() => {
      reading = null;
    });
    try {
      const value = await reading;
      last = { value, readAtMs: performance.now() };
      return { value, isOld: false };
    } catch (error) {
      if (error instanceof StoreBusy && last !== null) return { value: last.value, isOld: true };
      throw error;
    }
  };
}
