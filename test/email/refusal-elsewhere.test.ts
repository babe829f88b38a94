import { describe, expect, test } from "vitest";
import { refusalIn } from "../../src/core/email/refusal.js";
import { REFUSAL_LANGUAGES } from "../../src/core/email/refusal-languages.js";
import { entriesOf } from "../../src/core/text/word-list.js";

/** An entry as a host might write it. */
const written = (entry: string) => entry.replaceAll("*", "").replaceAll("…", "xx");
const refusal = (text: string) => refusalIn({ enhanced: null, text });
const FINAL = ["missing", "disabled"];

/** Every entry is tested with a refusal that it decides, and with a similar one that must not make an address bad. */
describe.each(REFUSAL_LANGUAGES)("refusals in $language", (words) => {
  const [mailbox, sender, missing, closed, full, forNow] = [
    entriesOf(words.mailbox).map(written),
    entriesOf(words.sender).map(written),
    entriesOf(words.missing).map(written),
    entriesOf(words.closed).map(written),
    entriesOf(words.full).map(written),
    entriesOf(words.forNow).map(written),
  ];
  const first = (entries: readonly string[]) => entries[0] as string;

  test.each(mailbox)("%s is a mailbox: not there, unless it is a computer's", (noun) => {
    expect(FINAL).toContain(refusal(`${noun} ${first(missing)}`));
    expect(FINAL).not.toContain(refusal(`IP-${noun} ${first(missing)}`));
    expect(FINAL).not.toContain(refusal(noun));
  });

  test.each(missing)("%s means missing, unless it is said of the sender or of nobody", (said) => {
    expect(FINAL).toContain(refusal(`${first(mailbox)} ${said}`));
    expect(refusal(`${first(sender)} ${said}`)).toBe("sender");
    expect(FINAL).not.toContain(refusal(said));
    expect(FINAL).not.toContain(refusal(`${first(mailbox)} 123. Other ${said}`));
  });

  test.each(closed)("%s means closed, unless it is for now or said of the sender", (said) => {
    expect(FINAL).toContain(refusal(`${first(mailbox)} ${said}`));
    expect(FINAL).not.toContain(refusal(`${first(mailbox)} ${first(forNow)} ${said}`));
    expect(refusal(`${first(sender)} ${said}`)).toBe("sender");
  });

  test.each(full)("%s means full", (said) => {
    expect(refusal(`${first(mailbox)} ${said}`)).toBe("full");
    expect(refusal(said)).not.toBe("missing");
  });

  test.each(forNow)("%s holds for now", (said) => {
    expect(FINAL).not.toContain(refusal(`${first(mailbox)} ${said} ${first(closed)}`));
  });

  test.each(sender)("%s is the sender, unless mail goes back there", (noun) => {
    expect(refusal(`${noun} ${first(missing)}`)).toBe("sender");
  });

  test.each(entriesOf(words.your).map(written))("%s before a mailbox makes it ours", (your) => {
    expect(FINAL).not.toContain(refusal(`${your} ${first(mailbox)} ${first(missing)}`));
  });
});
