import { describe, expect, test } from "vitest";
import { BOUNCE_SUBJECT, isBounceSubject } from "../../src/core/outreach/gmail/machine-signs.js";
import { examplesOf } from "../support/pattern-examples.js";

/** Every entry as a notice's subject, and as that of somebody who answers or passes it on. */
describe("words of bounce subjects", () => {
  test.each(examplesOf(BOUNCE_SUBJECT.source))("%s", (words) => {
    expect(isBounceSubject(words)).toBe(true);
    expect(isBounceSubject(`*** ${words.toUpperCase()} ***`)).toBe(true);
    expect(isBounceSubject(`Re: ${words}`)).toBe(false);
    expect(isBounceSubject(`Fwd: ${words}`)).toBe(false);
  });
  test.each([
    "Your delivery arrives tomorrow",
    "Message from Jane",
    "A question about the mailbox",
    "Rückfrage zur Zustelladresse",
  ])("%s is none", (subject) => expect(isBounceSubject(subject)).toBe(false));
});
