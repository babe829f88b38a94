import type { IncomingHttpHeaders } from "node:http";
import type { GmailSandbox } from "../gmail/mailbox.js";
import type { InstantlyWorkspace } from "../instantly/workspace.js";
import type { World } from "../world/world.js";

export interface SandboxRequest {
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Of a POST, as text. */
  body: string;
}

export interface Reply {
  status: number;
  body: string | Buffer;
  headers?: Record<string, string>;
  /** The account that the request asked for, to be counted. */
  profile?: string;
}

/** What routes work with. */
export interface Grounds {
  world: World;
  /** Where this sandbox is reached. */
  baseUrl: string;
  hikerKey: string | null;
  /** Paid requests left; null: no end. */
  hikerBalance: number | null;
  graphToken: string | null;
  /** Calls of the Graph API that make 100 %; null: no end. */
  graphAllowance: number | null;
  graphCalls: number;
  instantly: InstantlyWorkspace;
  gmail: GmailSandbox;
}

export interface Route {
  path: RegExp;
  /** Left out: any. */
  method?: "GET" | "POST" | "DELETE";
  /** Which outside service the route stands for: its faults and its limit hit it. "sandbox": none, it always answers. */
  service: "web" | "hiker" | "graph" | "pictures" | "static" | "instantly" | "gmail" | "sandbox";
  answer(request: SandboxRequest, match: RegExpExecArray, grounds: Grounds): Reply;
}

export const json = (status: number, body: string, more: Partial<Reply> = {}): Reply => ({
  status,
  body,
  ...more,
  headers: { "content-type": "application/json; charset=utf-8", ...more.headers },
});

/** With status 200, as Instagram often answers: no proof of anything. */
export const SOFT_404_PAGE =
  '<!DOCTYPE html><html lang="en"><head><title>Page not found • Instagram</title></head><body><h2>Sorry, this page isn\'t available.</h2></body></html>';

export const LOGIN_PAGE =
  '<!DOCTYPE html><html lang="en"><head><title>Login • Instagram</title></head><body><form id="loginForm" action="/accounts/login/"></form></body></html>';
