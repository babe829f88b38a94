import { createHash, timingSafeEqual } from "node:crypto";
import { isIPv6 } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Sessions } from "./sessions.js";

const COOKIE = "igminer";
/** Browsers omit the scheme's default port from Host (RFC 9110, section 7.2). */
const HTTP_PORT = 80;

/** @returns whether two texts are equal, in a time that does not reveal where they differ. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** @returns whether an address is a loopback address, which no other machine can reach. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Refuses requests for a host name other than this machine's. Otherwise a foreign page whose name was made to point
 * here (DNS rebinding) could read these pages. With a token this is not needed, since such a page does not have the
 * cookie.
 */
export function ownHostOnly(host: string, port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const names = ["localhost", "127.0.0.1", "[::1]", isIPv6(host) ? `[${host}]` : host];
    const asked = context.req.header("host")?.toLowerCase();
    const isOwn = names.some(
      (name) => asked === `${name}:${port()}` || (port() === HTTP_PORT && asked === name),
    );
    if (!isOwn) return context.text("igminer serve does not answer to this host name.\n", 421);
    await next();
  };
}

/**
 * Whether a form comes from a page of this server. Hosts are compared instead of origins, because behind a TLS proxy
 * the scheme of the page differs from that of the request.
 */
export function isOwnOrigin(origin: string, context: Context): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === forwarded(context, "host") || host === context.req.header("host");
}

/** What the browser asked for, as proxies pass it on: the outermost stands first. */
function forwarded(context: Context, what: "host" | "proto"): string | undefined {
  return context.req.header(`x-forwarded-${what}`)?.split(",", 1)[0]?.trim();
}

export interface Door {
  token: string;
  sessions: Sessions;
  /** Delays the answer to a wrong token; false to refuse it at once. */
  slowed(): Promise<boolean>;
}

/**
 * Requires the token: as a bearer token, or as a session started by signing in with it. Others are redirected to the
 * sign-in form.
 */
export function tokenOnly({ token, sessions, slowed }: Door): MiddlewareHandler {
  return async (context, next) => {
    const bearer = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    const cookie = getCookie(context, COOKIE);
    if (bearer !== undefined && isSame(bearer, token)) return next();
    if (cookie !== undefined && sessions.isOpen(cookie)) return next();
    if (bearer !== undefined && !(await slowed())) return tooMany(context);
    const wantsPage = context.req.method === "GET" && context.req.header("accept")?.includes("text/html");
    if (wantsPage) return context.redirect("/login", 303);
    return context.text("The token is missing; send it as Authorization: Bearer IGMINER_SERVE_TOKEN\n", 401, {
      "www-authenticate": "Bearer",
    });
  };
}

/** The response when tokens are tried faster than they are answered. */
export function tooMany(context: Context): Response {
  return context.text("Too many wrong tokens; try again later.\n", 429, { "retry-after": "60" });
}

/** Starts a browser session. */
export function signIn(context: Context, { sessions }: Door): void {
  setCookie(context, COOKIE, sessions.begin(), {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    secure: forwarded(context, "proto") === "https",
  });
}

/** Ends a browser session. */
export function signOut(context: Context, { sessions }: Door): void {
  const cookie = getCookie(context, COOKIE);
  if (cookie !== undefined) sessions.end(cookie);
  deleteCookie(context, COOKIE, { path: "/" });
}
