import { describe, expect, test } from "vitest";
import type { EmailSignalKind } from "../../src/core/db/schema/email.js";
import { type AddressRecord, decide } from "../../src/core/email/decision.js";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const signal = (kind: EmailSignalKind, onDay: number) => ({ kind, at: day(onDay) });

function verdict(
  status: "deliverable" | "risky" | "undeliverable" | "unknown",
  reason: string,
  onDay: number,
): AddressRecord["verdict"] {
  return { status, reason, isDefinite: status !== "unknown", verifiedAt: day(onDay) };
}

describe("the decision about an address", () => {
  test.each<[string, AddressRecord["verdict"], AddressRecord["signals"], string, string]>([
    ["nothing known", null, [], "unknown", "not_verified"],
    [
      "the verdict decides where nothing else is known",
      verdict("deliverable", "mailbox_exists", 1),
      [],
      "good",
      "mailbox_exists",
    ],
    ["undeliverable is bad", verdict("undeliverable", "no_such_domain", 1), [], "bad", "no_such_domain"],
    ["unknown is never bad", verdict("unknown", "timeout", 1), [], "unknown", "timeout"],
    ["risky stays risky", verdict("risky", "role", 1), [], "risky", "role"],
    [
      "a hard bounce after a good verdict",
      verdict("deliverable", "mailbox_exists", 1),
      [signal("hard_bounce", 2)],
      "bad",
      "hard_bounce",
    ],
    [
      "a good verdict after a hard bounce reverses it",
      verdict("deliverable", "mailbox_exists", 3),
      [signal("hard_bounce", 2)],
      "good",
      "mailbox_exists",
    ],
    [
      "an unknown one does not",
      verdict("unknown", "timeout", 3),
      [signal("hard_bounce", 2)],
      "bad",
      "hard_bounce",
    ],
    [
      "a risky one does not",
      verdict("risky", "catch_all", 3),
      [signal("hard_bounce", 2)],
      "bad",
      "hard_bounce",
    ],
    [
      "mail that arrived after a hard bounce does",
      null,
      [signal("hard_bounce", 2), signal("delivered", 3)],
      "good",
      "delivered",
    ],
    [
      "two soft bounces are a bad day",
      verdict("deliverable", "mailbox_exists", 1),
      [signal("soft_bounce", 2), signal("soft_bounce", 3)],
      "good",
      "mailbox_exists",
    ],
    [
      "three are more",
      verdict("deliverable", "mailbox_exists", 1),
      [2, 3, 4].map((on) => signal("soft_bounce", on)),
      "risky",
      "soft_bounces",
    ],
    [
      "a sign of life between them starts the count anew",
      verdict("deliverable", "mailbox_exists", 3),
      [1, 2, 4].map((on) => signal("soft_bounce", on)),
      "good",
      "mailbox_exists",
    ],
    [
      "a complaint outranks every verdict, also a later one",
      verdict("deliverable", "mailbox_exists", 5),
      [signal("complaint", 1)],
      "bad",
      "complaint",
    ],
    [
      "so does an unsubscription",
      verdict("deliverable", "mailbox_exists", 5),
      [signal("unsubscribe", 1), signal("delivered", 4)],
      "bad",
      "unsubscribe",
    ],
    [
      "the operator's bad outranks a verdict",
      verdict("deliverable", "mailbox_exists", 5),
      [signal("operator_bad", 1)],
      "bad",
      "operator_bad",
    ],
    [
      "the operator's good outranks a verdict",
      verdict("undeliverable", "mailbox_missing", 5),
      [signal("operator_good", 1)],
      "good",
      "operator_good",
    ],
    [
      "the operator's newer word counts",
      null,
      [signal("operator_bad", 1), signal("operator_good", 2)],
      "good",
      "operator_good",
    ],
    [
      "and the other way round",
      null,
      [signal("operator_good", 1), signal("operator_bad", 2)],
      "bad",
      "operator_bad",
    ],
    [
      "the operator's good wipes out a complaint before it",
      null,
      [signal("complaint", 1), signal("operator_good", 2)],
      "good",
      "operator_good",
    ],
    [
      "but not a hard bounce after it",
      null,
      [signal("operator_good", 1), signal("hard_bounce", 2)],
      "bad",
      "hard_bounce",
    ],
  ])("%s", (_, given, signals, decision, reason) => {
    expect(decide({ verdict: given, signals })).toEqual({ decision, reason });
    expect(decide({ verdict: given, signals: [...signals].reverse() })).toEqual({ decision, reason });
  });
});
