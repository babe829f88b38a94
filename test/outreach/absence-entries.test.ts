import { describe, expect, test } from "vitest";
import {
  ABSENCE_NOTICES,
  absenceIn,
  MAILBOX_RECEIPTS,
  RECEIPTS,
} from "../../src/core/outreach/gmail/absence-subject.js";
import { examplesOf } from "../support/pattern-examples.js";

/** Every entry with a subject that it decides, and with one that holds the same letters and must not decide. */
describe("words of absence notices", () => {
  test.each(ABSENCE_NOTICES.flatMap(examplesOf))("%s", (words) => {
    expect(absenceIn(words)).toBe("notice");
    expect(absenceIn(`${words}: Your question`)).toBe("notice");
    expect(absenceIn(`Re: ${words}: Your question`)).toBe("perhaps");
    expect(absenceIn(`Xq${words}qx of yesterday`)).not.toBe("notice");
    expect(absenceIn(`A question about ${words} and the like`)).not.toBe("notice");
  });
});

describe("words of a help desk's receipt", () => {
  test.each(RECEIPTS.flatMap(examplesOf))("%s", (words) => {
    expect(absenceIn(`${words} Your question`)).toBe("notice");
    expect(absenceIn(`[Desk #7] ${words} Your question`)).toBe("notice");
    expect(absenceIn(`Re: ${words} Your question`)).not.toBe("notice");
    expect(absenceIn(`Xq${words} Your question`)).not.toBe("notice");
  });
});

describe("words of a mailbox's own receipt", () => {
  test.each(MAILBOX_RECEIPTS.flatMap(examplesOf))("%s", (words) => {
    expect(absenceIn(`${words}: Your question`)).toBe("notice");
    expect(absenceIn(`Re: ${words}: Your question`)).not.toBe("notice");
    expect(absenceIn(`${words} Your question`)).not.toBe("notice");
    expect(absenceIn(`${words}:`)).not.toBe("notice");
    expect(absenceIn(`Xq${words}: Your question`)).not.toBe("notice");
  });
});

test.each([
  "Automobiles for sale",
  "Oof, what a day",
  "Cutie pies",
  "Absentee ballots",
  "Ferien in Rom",
  "Semesterferien",
])("%s is no notice", (subject) => expect(absenceIn(subject)).not.toBe("notice"));
