import { createHash, timingSafeEqual } from "node:crypto";
import { isIPv6 } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Sessions } from "./sessions.js";

const COOKIE = "igminer";
/** A browser leaves the port out of Host where it is that of the scheme (RFC 9110, section 7.2). */
const HTTP_PORT = 80;

/** @returns whether two texts are the same, in a time that tells nothing of where they differ. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** @returns whether an address is this machine's own, which no other machine reaches. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Refuses a request that names another host than this machine: a page elsewhere whose name was made to point here (DNS
 * rebinding) would otherwise read what is on this one. With a token it needs none: such a page does not have the cookie.
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
 * Whether a form comes from a page of this server. Behind a proxy that adds TLS the page's scheme is another than the one
 * the request arrives with, so that hosts are compared, not origins.
 */
export function isOwnOrigin(origin: string, context: Context): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === context.req.header("x-forwarded-host") || host === context.req.header("host");
}

export interface Door {
  token: string;
  sessions: Sessions;
  /** Answers a wrong token: later with each; false: not at all now. */
  slowed(): Promise<boolean>;
}

/** Lets in who has the token: as a bearer, or the session that signing in with it began. Others are led to the form. */
export function tokenOnly({ token, sessions, slowed }: Door): MiddlewareHandler {
  return async (context, next) => {
    const bearer = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1];
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

/** Said to who guesses faster than guesses are answered. */
export function tooMany(context: Context): Response {
  return context.text("Too many wrong tokens; try again later.\n", 429, { "retry-after": "60" });
}

/** Begins a session of a browser. */
export function signIn(context: Context, { sessions }: Door): void {
  setCookie(context, COOKIE, sessions.begin(), {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    secure: context.req.header("x-forwarded-proto") === "https",
  });
}

/** Ends the session of a browser. */
export function signOut(context: Context, { sessions }: Door): void {
  const cookie = getCookie(context, COOKIE);
  if (cookie !== undefined) sessions.end(cookie);
  deleteCookie(context, COOKIE, { path: "/" });
}
