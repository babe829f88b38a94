import { expect, test } from "vitest";
import { isPrivate } from "../../src/core/email/private-networks.js";

test.each([
  ["127.0.0.1", true],
  ["10.1.2.3", true],
  ["::1", true],
  ["fd00::1", true],
  ["::ffff:127.0.0.1", true],
  ["::ffff:10.0.0.1", true],
  // IPv4-compatible, NAT64 (well-known and local), 6to4.
  ["::127.0.0.1", true],
  ["64:ff9b::7f00:1", true],
  ["64:ff9b::10.0.0.1", true],
  ["64:ff9b:1::192.168.0.1", true],
  ["2002:7f00:1::", true],
  ["2002:c0a8:0001::1", true],

  ["8.8.8.8", false],
  ["2001:4860:4860::8888", false],
  ["::ffff:8.8.8.8", false],
  ["64:ff9b::8.8.8.8", false],
  ["2002:808:808::1", false],
])("%s is private: %s", (address, expected) => {
  expect(isPrivate(address)).toBe(expected);
});
