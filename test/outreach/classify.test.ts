import { expect, test } from "vitest";
import { classify } from "../../src/core/outreach/gmail/classify.js";
import { readMail } from "../../src/core/outreach/gmail/read-mail.js";
import { LEAD, MAIL_SET } from "../support/mail-set.js";

test("the labelled set has at least 60 messages", () => {
  expect(MAIL_SET.length).toBeGreaterThanOrEqual(60);
});

test.each(MAIL_SET)("$name is $is", async ({ is, bounce, raw }) => {
  const judged = classify(await readMail(Buffer.from(raw)), LEAD);
  expect(judged.class).toBe(is);
  expect(judged.bounces.map(({ email, isHard }) => ({ email, isHard }))).toEqual(bounce ? [bounce] : []);
});

test("an answer from another address is a person's reply where nobody knows whom we wrote to", async () => {
  const mail = await readMail(Buffer.from("From: x@elsewhere.example\r\nSubject: Re: hi\r\n\r\nYes\r\n"));
  expect(classify(mail, null)).toMatchObject({ class: "replied" });
});

test("what is no message at all is unclear", async () => {
  expect(classify(await readMail(Buffer.from([0, 255, 13, 10, 13])), null).class).toBe("unclear");
});
