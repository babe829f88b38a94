import { expect, test } from "vitest";
import { loadConfig } from "../../src/core/config/config.js";
import { maskOf, secretsIn } from "../../src/core/record/secrets.js";

const { entries } = loadConfig({
  environment: {
    XDG_CONFIG_HOME: "/nonexistent",
    DATABASE_URL: "postgres://miner:p%40ss%20word@db.example:5432/igminer",
    IGMINER_HIKER_KEY: 'key-"1234"/+',
    IGMINER_PROXIES: "http://me:open-sesame@proxy.example:8080,socks5://half-a-token@proxy.example:1080",
    IGMINER_WEB_BASE_URL: "http://gate.example/?api_key=ab+cd%2fef==&lang=german&pw=o'pen",
  },
  folder: "/nonexistent",
});
const mask = maskOf(secretsIn(entries));

test.each([
  ["a key as it is", 'refused key-"1234"/+ here', "refused •••••• here"],
  ["a key in a URL", "GET /?k=key-%221234%22%2F%2B", "GET /?k=••••••"],
  ["a key in JSON", '{"k":"key-\\"1234\\"/+"}', '{"k":"••••••"}'],
  ["the password of DATABASE_URL, decoded", 'password "p@ss word" is wrong', 'password "••••••" is wrong'],
  ["the password of DATABASE_URL, as written", "miner:p%40ss%20word@db", "miner:••••••@db"],
  ["a proxy's password", "tunnel to me:open-sesame@proxy.example", "tunnel to me:••••••@proxy.example"],
  [
    "a proxy's password in a header",
    `Basic ${Buffer.from("me:open-sesame").toString("base64")}`,
    "Basic ••••••",
  ],
  [
    "a proxy's user without a password",
    "socks5://half-a-token@proxy.example",
    "socks5://••••••@proxy.example",
  ],
  [
    "a parameter of a URL, as written",
    "GET /?api_key=ab+cd%2fef==&lang=german",
    "GET /?api_key=••••••&lang=german",
  ],
  ["a parameter of a URL, as a form means it", '{"api_key":"ab cd/ef=="}', '{"api_key":"••••••"}'],
  ["a parameter of a URL, as others mean it", "api_key: ab+cd/ef==", "api_key: ••••••"],
  ["a parameter with a short name", "pw=o'pen or pw=o%27pen", "pw=•••••• or pw=••••••"],
  ["what is no secret", "postgres at db.example", "postgres at db.example"],
])("masks %s", (_what, text, masked) => {
  expect(mask.text(text)).toBe(masked);
});

test("masks texts, keys and numbers however deep, and leaves the rest as it is", () => {
  const masked = maskOf(["s3cret", "12345678"]).value({
    excerpt: ["token=s3cret", { s3cret: 1, number: 12345678 }],
    status: 401,
    nothing: null,
  });
  expect(masked).toEqual({
    excerpt: ["token=••••••", { "••••••": 1, number: "••••••" }],
    status: 401,
    nothing: null,
  });
});

test("a setting so short that it is in every word is not masked", () => {
  expect(maskOf(["a"]).text("a cat")).toBe("a cat");
});
