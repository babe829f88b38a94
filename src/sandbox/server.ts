import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Fault, type FaultRates, faultPlan } from "./faults.js";
import { type GmailSandbox, newGmailSandbox } from "./gmail/mailbox.js";
import { newInstantlyWorkspace } from "./instantly/workspace.js";
import { gmailRoutes } from "./routes/gmail.js";
import { graphApiRoutes, graphTooMany } from "./routes/graph-api.js";
import { hikerRoutes } from "./routes/hiker.js";
import { instagramWebRoutes } from "./routes/instagram-web.js";
import { instantlyRoutes } from "./routes/instantly.js";
import { profilePageRoutes } from "./routes/profile-page.js";
import { type Grounds, json, LOGIN_PAGE, type Reply, type Route, SOFT_404_PAGE } from "./routes/route.js";
import { newStatistics, type SandboxStatistics } from "./statistics.js";

export interface SandboxOptions {
  /** 0 or omitted for any free port. */
  port?: number;
  /** Number of accounts in the world; they take no memory. */
  accounts: number;
  seed: number;
  latencyMs?: number;
  faults?: FaultRates;
  /** Requests that each service accepts in any 60 seconds; above that, 429. */
  limitPerMinute?: number;
  /** The only key that HikerAPI accepts; omitted for any. */
  hikerKey?: string;
  /** Number of paid requests before HikerAPI answers 402. */
  hikerBalance?: number;
  /** Number of requests that each service answers before it refuses all. */
  wallAfter?: number;
  /** The form of that refusal; by default the login page. */
  wallAs?: Fault;
  /** Duration of a day of virtual time; if omitted, it stays at day 0 until set. */
  secondsPerDay?: number;
  /** The only token that the Graph API accepts; omitted for any. */
  graphToken?: string;
  /** Number of calls that use up the Graph API's quota. */
  graphAllowance?: number;
  /** Fixed numbers for benchmarks; by default realistic ones. */
  postsPerAccount?: number;
  relatedPerAccount?: number;
  /** Number of accounts with look-alikes; 200 by default. */
  copied?: number;
  /** How similar neighbours are, 0 to 1 (`World`). */
  homophily?: number;
  /** Share of the accounts that belong to farms of false followers (`World`). */
  farms?: number;
  /** Instantly: the plan's limit of leads, the delay until lists show a lead, and whether it accepts an address twice. */
  instantlyPlan?: number;
  instantlyLagMs?: number;
  isInstantlyCareless?: boolean;
  /** Gmail: quota units per minute, and the only refresh token that it accepts (omitted for any). */
  gmailQuota?: number;
  gmailRefreshToken?: string;
}

export interface Sandbox {
  url: string;
  /** The simulated Gmail mailbox. */
  gmail: GmailSandbox;
  /** Sets virtual time. */
  setDay(day: number): void;
  /** Changes the faults; {} for none. */
  setFaults(faults: FaultRates): void;
  statistics(): SandboxStatistics;
  close(): Promise<void>;
}

const ROUTES: readonly Route[] = [
  ...instagramWebRoutes,
  ...hikerRoutes,
  ...graphApiRoutes,
  ...profilePageRoutes,
  ...instantlyRoutes,
  ...gmailRoutes,
];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Starts a stand-in for Instagram's web, HikerAPI, the Graph API and Instantly on loopback. Answers depend only on the
 * options and the request; Instantly's also depend on earlier requests. `GET /_sandbox/stats` returns the request
 * counts, `POST /_sandbox/reset` resets them, `POST /_sandbox/day?is=12` sets virtual time.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const statistics = newStatistics();
  let faultOf = faultPlan(options.seed, options.faults ?? {});
  const passed = new Map<string, number[]>();
  const grounds: Grounds = {
    world: {
      seed: options.seed,
      accounts: options.accounts,
      postsPerAccount: options.postsPerAccount ?? null,
      relatedPerAccount: options.relatedPerAccount ?? null,
      day: 0,
      copied: options.copied ?? 200,
      ...(options.homophily !== undefined && { homophily: options.homophily }),
      ...(options.farms !== undefined && { farms: options.farms }),
      dayZero: Math.floor(Date.now() / DAY_MS) * (DAY_MS / 1_000),
    },
    baseUrl: "",
    hikerKey: options.hikerKey ?? null,
    hikerBalance: options.hikerBalance ?? null,
    graphToken: options.graphToken ?? null,
    graphAllowance: options.graphAllowance ?? null,
    graphCalls: 0,
    instantly: newInstantlyWorkspace({
      seed: options.seed,
      plan: options.instantlyPlan ?? 1_000_000,
      lagMs: options.instantlyLagMs ?? 0,
      isCareless: options.isInstantlyCareless ?? false,
    }),
    gmail: newGmailSandbox({
      quotaPerMinute: options.gmailQuota ?? 15_000,
      refreshToken: options.gmailRefreshToken ?? null,
    }),
  };

  /** A sliding window, the strictest kind of limit. */
  function isOverLimit(service: string): boolean {
    if (options.limitPerMinute === undefined) return false;
    const times = passed.get(service) ?? [];
    passed.set(service, times);
    const now = performance.now();
    while (times[0] !== undefined && times[0] <= now - MINUTE_MS) times.shift();
    if (times.length >= options.limitPerMinute) return true;
    times.push(now);
    return false;
  }

  const served = new Map<string, number>();
  function isWalled(service: string): boolean {
    const before = served.get(service) ?? 0;
    served.set(service, before + 1);
    return before >= (options.wallAfter ?? Infinity);
  }

  function faultFor({ service }: Route, url: string): Fault | null {
    // The parts of a page come from elsewhere and never fail.
    if (service === "static") return null;
    return isWalled(service) ? (options.wallAs ?? "html") : faultOf(url);
  }

  function setDay(day: number): void {
    grounds.world.day = Math.max(0, Math.floor(day) || 0);
  }

  /** @returns the response, or null to leave the client waiting. */
  function replyTo(request: IncomingMessage, body: string): Reply | null {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://sandbox");
    if (pathname === "/_sandbox/stats") return json(200, JSON.stringify(statistics.read()));
    if (pathname === "/_sandbox/reset") {
      statistics.reset();
      return json(200, "{}");
    }
    if (pathname === "/_sandbox/day") {
      setDay(Number(query.get("is")));
      return json(200, JSON.stringify({ day: grounds.world.day }));
    }
    for (const route of ROUTES) {
      const match = route.path.exec(pathname);
      if (match === null || (route.method ?? request.method) !== request.method) continue;
      const asked = { query, headers: request.headers, body };
      if (route.service === "sandbox") return route.answer(asked, match, grounds);
      if (isOverLimit(route.service)) {
        statistics.noteRefusal();
        statistics.note(pathname, "429", undefined);
        return tooMany(route);
      }
      const answer = () => route.answer(asked, match, grounds);
      const fault = faultFor(route, request.url ?? "");
      const reply = fault === null ? answer() : faulty(fault, route, answer);
      statistics.note(pathname, fault === null ? String(reply?.status) : `fault ${fault}`, reply?.profile);
      if (fault === "reset") request.socket.destroy();
      return reply;
    }
    return json(404, '{"detail":"Not Found"}');
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => null);
    // The client has disconnected in the middle of its request.
    if (body === null) return;
    const reply = replyTo(request, body);
    if (reply !== null) send(response, reply);
  }

  const server = createServer((request, response) => {
    if (options.latencyMs) setTimeout(() => void handle(request, response), options.latencyMs);
    else void handle(request, response);
  });
  server.keepAliveTimeout = 60_000;
  const days =
    options.secondsPerDay === undefined
      ? undefined
      : setInterval(() => setDay(grounds.world.day + 1), options.secondsPerDay * 1_000);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  grounds.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: grounds.baseUrl,
    gmail: grounds.gmail,
    setDay,
    setFaults(faults) {
      faultOf = faultPlan(options.seed, faults);
    },
    statistics: statistics.read,
    close: () =>
      new Promise((resolve) => {
        clearInterval(days);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  response.end(bytes);
}

function tooMany({ service }: Route): Reply {
  if (service === "graph") return graphTooMany();
  if (service === "instantly") {
    const said = { statusCode: 429, error: "Too Many Requests", message: "Rate limit exceeded" };
    return json(429, JSON.stringify(said));
  }
  return service === "hiker"
    ? json(429, '{"detail":"Too many requests"}', { headers: { "retry-after": "1" } })
    : json(
        429,
        '{"message":"Please wait a few minutes before you try again.","require_login":true,"status":"fail"}',
      );
}

/** Other ways to the account still show it. */
function isProfileInfo({ service, path }: Route): boolean {
  return service === "web" && path.test("/api/v1/users/web_profile_info/");
}

/** @returns the faulty response, or null for none at all. */
function faulty(fault: Fault, route: Route, answer: () => Reply): Reply | null {
  switch (fault) {
    case "timeout":
    case "reset":
      return null;
    case "accepted-timeout":
      answer();
      return null;
    case "accepted-500":
      answer();
      return json(500, '{"statusCode":500,"error":"Internal Server Error"}');
    case "error-in-200":
      return json(200, '{"error":"Something went wrong. Please try again."}');
    case "429":
      return tooMany(route);
    case "500":
      return json(500, '{"message":"Oops, an error occurred."}');
    case "402":
      return json(402, '{"detail":"Insufficient funds","exc_type":"InsufficientFunds"}');
    case "html":
      return { status: 200, body: LOGIN_PAGE, headers: { "content-type": "text/html; charset=utf-8" } };
    case "soft404":
      return { status: 200, body: SOFT_404_PAGE, headers: { "content-type": "text/html; charset=utf-8" } };
    case "login":
      return { status: 302, body: "", headers: { location: "/accounts/login/" } };
    case "challenge":
      return json(400, '{"message":"challenge_required","status":"fail"}');
    case "empty":
      return { status: 200, body: "" };
    case "gated":
      return isProfileInfo(route) ? json(200, '{"data":{"user":null},"status":"ok"}') : answer();
    case "asset":
      return isProfileInfo(route)
        ? json(
            400,
            '{"message":"Asset asset://category has been deleted. You cannot use this schema","status":"fail"}',
          )
        : answer();
    case "missing":
      return route.service === "hiker"
        ? json(404, '{"detail":"Target user not found","exc_type":"UserNotFound"}')
        : json(404, '{"message":"User not found","status":"fail"}');
    case "truncated": {
      const { body, ...rest } = answer();
      const whole = String(body);
      return { ...rest, body: whole.slice(0, Math.floor(whole.length * 0.6)) };
    }
  }
}
