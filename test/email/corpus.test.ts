import { describe, expect, test } from "vitest";
import { classify } from "../../src/core/outreach/gmail/classify.js";
import { readMail } from "../../src/core/outreach/gmail/read-mail.js";
import { ANSWERS, LEAD } from "./corpus/answers.js";
import { FORMS } from "./corpus/forms.js";
import { BOUNCES, type CorpusBounce, VARIANTS } from "./corpus/messages.js";
import { MORE_ANSWERS, NOTICES, RECIPIENT } from "./corpus/notices.js";

async function readingOf(raw: Buffer) {
  const { class: kind, bounces } = classify(await readMail(raw), null);
  return { kind, bounces: bounces.map(({ email, isHard }) => ({ email, isHard })) };
}

const expected = ({ email, isHard }: CorpusBounce) => ({ kind: "bounced", bounces: [{ email, isHard }] });

test("the corpus has more than 300 messages in the forms of more than 40 systems", () => {
  expect(BOUNCES.length).toBeGreaterThan(300);
  expect(new Set(FORMS.map(({ system }) => system)).size).toBeGreaterThan(40);
});

test.each(BOUNCES)("$name", async (bounce) => {
  expect(await readingOf(bounce.raw)).toEqual(expected(bounce));
});

test.each(ANSWERS)("$name is $is", async ({ raw, is }) => {
  expect(classify(await readMail(Buffer.from(raw)), LEAD).class).toBe(is);
});

test.each(NOTICES)("notice, $name", async ({ raw, isHard }) => {
  expect(await readingOf(Buffer.from(raw))).toEqual({
    kind: "bounced",
    bounces: [{ email: RECIPIENT, isHard }],
  });
});

test.each(MORE_ANSWERS)("$name is $is", async ({ raw, is }) => {
  expect(classify(await readMail(Buffer.from(raw)), RECIPIENT).class).toBe(is);
});

test("a complaint names who complained, in the report or by the message that came back", async () => {
  for (const { raw, is } of ANSWERS) {
    if (is === "complaint")
      expect(classify(await readMail(Buffer.from(raw)), null).complainants).toEqual([LEAD]);
  }
});

describe("the same message otherwise written down is read alike", () => {
  test.each(Object.entries(VARIANTS))("%s", async (_, change) => {
    const wrong: string[] = [];
    for (const bounce of BOUNCES) {
      const reading = await readingOf(change(bounce.raw.toString("utf8")));
      if (JSON.stringify(reading) !== JSON.stringify(expected(bounce))) wrong.push(bounce.name);
    }
    expect(wrong).toEqual([]);
  });
});
