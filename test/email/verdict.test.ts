import { describe, expect, test } from "vitest";
import type { Traits } from "../../src/core/email/lists.js";
import { type Evidence, nextLook, verdictOf } from "../../src/core/email/verdict.js";

const TRAITS: Traits = { isRole: false, isDisposable: false, isFree: false, suggestion: null };
const HOSTS: Evidence["domain"] = { kind: "hosts", hosts: [{ name: "mx", preference: 0 }] };

function evidence(changes: Partial<Omit<Evidence, "traits">> & { traits?: Partial<Traits> }): Evidence {
  return {
    syntaxProblem: null,
    domain: HOSTS,
    mailbox: { kind: "exists", isCatchAll: false },
    ...changes,
    traits: { ...TRAITS, ...changes.traits },
  };
}

describe("a verdict", () => {
  test.each<[string, Parameters<typeof evidence>[0], string, string]>([
    ["a mailbox that its host took, and another that it did not", {}, "deliverable", "mailbox_exists"],
    [
      "DNS alone proves nothing of a mailbox",
      { mailbox: { kind: "not_asked" } },
      "unknown",
      "mailbox_not_asked",
    ],
    [
      "DNS alone, and a list warns",
      { mailbox: { kind: "not_asked" }, traits: { isRole: true } },
      "risky",
      "role",
    ],
    [
      "DNS alone, and a slip of the finger",
      { mailbox: { kind: "not_asked" }, traits: { suggestion: "j@gmail.com" } },
      "risky",
      "likely_typo",
    ],
    [
      "a slip of the finger that exists is none",
      { traits: { suggestion: "j@gmail.com" } },
      "deliverable",
      "mailbox_exists",
    ],
    ["a host that takes any name", { mailbox: { kind: "exists", isCatchAll: true } }, "risky", "catch_all"],
    [
      "whether the host takes any name is unknown, which is not no",
      { mailbox: { kind: "exists", isCatchAll: null } },
      "risky",
      "catch_all_unknown",
    ],
    ["a full mailbox", { mailbox: { kind: "full" } }, "risky", "mailbox_full"],
    [
      "undeliverable outranks risky",
      { mailbox: { kind: "missing" }, traits: { isRole: true, isDisposable: true } },
      "undeliverable",
      "mailbox_missing",
    ],
    [
      "risky outranks unknown",
      { mailbox: { kind: "unknown", doubt: "timeout" }, traits: { isDisposable: true } },
      "risky",
      "disposable",
    ],
    [
      "a host that could not be reached",
      { mailbox: { kind: "unknown", doubt: "no_connection" } },
      "unknown",
      "no_connection",
    ],
    [
      "DNS that does not answer",
      { domain: { kind: "unknown", reason: "dns_timeout" }, mailbox: { kind: "not_asked" } },
      "unknown",
      "dns_timeout",
    ],
    [
      "a domain that takes no mail",
      { domain: { kind: "none", reason: "null_mx" }, mailbox: { kind: "not_asked" } },
      "undeliverable",
      "null_mx",
    ],
    [
      "a wrong form",
      { syntaxProblem: "it has no @", domain: null, mailbox: { kind: "not_asked" } },
      "undeliverable",
      "invalid_syntax",
    ],
  ])("%s", (_, changes, status, reason) => {
    expect(verdictOf(evidence(changes))).toMatchObject({ status, reason });
  });

  test("tells everything that speaks for and against, the weightiest first", () => {
    const { reasons } = verdictOf(
      evidence({
        mailbox: { kind: "exists", isCatchAll: true },
        traits: { isRole: true, isDisposable: true },
      }),
    );
    expect(reasons).toEqual(["catch_all", "disposable", "role", "mailbox_exists"]);
  });
});

describe("the next look at an address", () => {
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const greylisted = evidence({ mailbox: { kind: "unknown", doubt: "greylisted" } });
  const trouble = evidence({ mailbox: { kind: "unknown", doubt: "timeout" } });

  test("at a greylisting host comes ever later, four times, then as for any other trouble", () => {
    let patience = { greylisted: 0, doubtful: 0 };
    const waits = [];
    for (let look = 0; look < 5; look++) {
      const { waitMs, ...next } = nextLook(greylisted, true, patience, 30);
      waits.push(waitMs / MINUTE);
      patience = next;
    }
    expect(waits).toEqual([15, 60, 240, 720, 24 * 60]);
    expect(patience).toEqual({ greylisted: 0, doubtful: 1 });
  });

  test("after trouble comes in a day, then twice as late each time, never later than any other", () => {
    const waits = [0, 1, 2, 3, 4, 5, 60].map(
      (doubtful) => nextLook(trouble, false, { greylisted: 0, doubtful }, 30).waitMs / DAY,
    );
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  test("after a clear answer comes when verdicts are old, and forgets the trouble before", () => {
    expect(nextLook(evidence({}), false, { greylisted: 2, doubtful: 3 }, 30)).toEqual({
      waitMs: 30 * DAY,
      greylisted: 0,
      doubtful: 0,
    });
  });
});
