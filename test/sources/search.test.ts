import { expect, test } from "vitest";
import type { Gate } from "../../src/core/net/gate.js";
import type { HttpClient } from "../../src/core/net/http.js";
import { hikerSource } from "../../src/core/sources/hiker.js";
import { webSource } from "../../src/core/sources/web.js";
import { chainOf, WEB } from "../support/sources.js";

const SIGNAL = new AbortController().signal;
const gate: Gate = { run: (ask, signal) => ask({ signal, charge: () => {} }) };

/** A client that gives one answer, and records its requests. */
function answering(status: number, body: string): HttpClient & { asked: URL[] } {
  const asked: URL[] = [];
  return {
    asked,
    async get(url) {
      asked.push(url);
      return { status, headers: {}, body };
    },
    getBytes: () => Promise.reject(new Error("not asked")),
    delete: () => Promise.reject(new Error("not asked")),
    post: () => Promise.reject(new Error("not asked")),
    async close() {},
  };
}

const hiker = (http: HttpClient) =>
  hikerSource({ http, gate, baseUrl: "http://hiker", key: "k", parts: [], now: () => new Date(0) });
const web = (http: HttpClient) =>
  webSource({ ...WEB, http, gate, baseUrl: "http://web", now: () => new Date(0) });

test("hiker searches by display name and reads every form of the list", async () => {
  const user =
    '{"pk":"17841000000060308","username":"Anna_Schmidt","full_name":"Anna Schmidt","is_verified":true}';
  for (const body of [
    `{"users":[${user}]}`,
    `[${user}]`,
    `{"response":{"users":[{"user":${user}},{"user":{"username":"not a name"}},7]}}`,
  ]) {
    const http = answering(200, body);
    expect(await hiker(http).search?.("Anna Schmidt", SIGNAL)).toEqual([
      { id: 17841000000060308n, username: "anna_schmidt", fullName: "Anna Schmidt", isVerified: true },
    ]);
    expect(http.asked[0]?.href).toBe("http://hiker/v2/fbsearch/accounts?query=Anna+Schmidt");
  }
});

test("a search that does not answer with a list is a bad answer, and no empty list", async () => {
  await expect(hiker(answering(200, '{"status":"ok"}')).search?.("Anna", SIGNAL)).rejects.toMatchObject({
    kind: "bad_response",
  });
});

test("a chain searches where one of its sources can", async () => {
  const searching = hiker(answering(200, '{"users":[]}'));
  expect(await chainOf(web(answering(404, "")), searching).search?.("Anna", SIGNAL)).toEqual([]);
  expect(chainOf(web(answering(404, "")), web(answering(404, ""))).search).toBeUndefined();
});
