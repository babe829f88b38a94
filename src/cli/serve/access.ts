import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isIPv6 } from "node:net";
import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const COOKIE = "igminer";
const COOKIE_SECONDS = 30 * 86_400;

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
    const isOwn = names.some((name) => context.req.header("host")?.toLowerCase() === `${name}:${port()}`);
    if (!isOwn) return context.text("This is igminer serve of another host.\n", 421);
    await next();
  };
}

/** Lets in who has the token: as a bearer, or the cookie that signing in with it gave. Others are led to the form. */
export function tokenOnly(token: string): MiddlewareHandler {
  return async (context, next) => {
    const bearer = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1];
    const cookie = getCookie(context, COOKIE);
    if (bearer !== undefined && isSame(bearer, token)) return next();
    if (cookie !== undefined && isSame(cookie, cookieOf(token))) return next();
    const wantsPage = context.req.method === "GET" && context.req.header("accept")?.includes("text/html");
    if (wantsPage) return context.redirect("/login", 303);
    return context.text("The token is missing: Authorization: Bearer IGMINER_SERVE_TOKEN\n", 401, {
      "www-authenticate": "Bearer",
    });
  };
}

/** Gives a browser the cookie that stands for the token. */
export function signIn(context: Parameters<typeof setCookie>[0], token: string): void {
  setCookie(context, COOKIE, cookieOf(token), {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    maxAge: COOKIE_SECONDS,
    secure: context.req.header("x-forwarded-proto") === "https",
  });
}

/** Not the token itself: who reads a cookie cannot use it as a bearer. */
function cookieOf(token: string): string {
  return createHmac("sha256", token).update("igminer serve cookie").digest("base64url");
}
