import type { IncomingHttpHeaders } from "node:http";
import type { GmailSandbox } from "../gmail/mailbox.js";
import type { InstantlyWorkspace } from "../instantly/workspace.js";
import type { World } from "../world/world.js";

export interface SandboxRequest {
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Of a POST request, as text. */
  body: string;
}

export interface Reply {
  status: number;
  body: string | Buffer;
  headers?: Record<string, string>;
  /** The requested account, for the statistics. */
  profile?: string;
}

/** What routes have access to. */
export interface Grounds {
  world: World;
  /** The URL of this sandbox. */
  baseUrl: string;
  hikerKey: string | null;
  /** Paid requests left, or null for no limit. */
  hikerBalance: number | null;
  graphToken: string | null;
  /** Calls of the Graph API that make 100 %, or null for no limit. */
  graphAllowance: number | null;
  graphCalls: number;
  instantly: InstantlyWorkspace;
  gmail: GmailSandbox;
}

export interface Route {
  path: RegExp;
  /** By default any. */
  method?: "GET" | "POST" | "DELETE";
  /** The simulated service, whose faults and limit apply. "sandbox": none, it always answers. */
  service: "web" | "hiker" | "graph" | "pictures" | "static" | "instantly" | "gmail" | "sandbox";
  answer(request: SandboxRequest, match: RegExpExecArray, grounds: Grounds): Reply;
}

export const json = (status: number, body: string, more: Partial<Reply> = {}): Reply => ({
  status,
  body,
  ...more,
  headers: { "content-type": "application/json; charset=utf-8", ...more.headers },
});

/** With status 200, as Instagram often answers; it proves nothing. */
export const SOFT_404_PAGE =
  '<!DOCTYPE html><html lang="en"><head><title>Page not found • Instagram</title></head><body><h2>Sorry, this page isn\'t available.</h2></body></html>';

export const LOGIN_PAGE =
  '<!DOCTYPE html><html lang="en"><head><title>Login • Instagram</title></head><body><form id="loginForm" action="/accounts/login/"></form></body></html>';
