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

test("fields and lines without end are cut, and what stands beside them is read", async () => {
  const endless = ["@", " ", "<a@b.example>, ", "re ", "x: "].map((filling) => filling.repeat(20_000));
  for (const filling of endless) {
    const mail = await readMail(
      Buffer.from(
        `Return-Path: <x@y.example> ${filling}\r\nTo: ${filling}\r\nFrom: ${LEAD}\r\nSubject: Re: hi\r\n\r\nYes\r\n`,
      ),
    );
    expect(classify(mail, LEAD)).toMatchObject({ class: "replied" });
  }
  const long = await readMail(
    Buffer.from(`From: ${LEAD}\r\nSubject: Re: hi\r\n\r\nYes${"\r\n".repeat(200_000)}`),
  );
  expect(classify(long, LEAD)).toMatchObject({ class: "replied" });
});

test("a notice that names thousands names a hundred", async () => {
  const listed = Array.from({ length: 3_000 }, (_, at) => `<p${at}@x.example>: user unknown`).join("\r\n");
  const mail = await readMail(
    Buffer.from(`From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\n${listed}\r\n`),
  );
  expect(classify(mail, LEAD).bounces).toHaveLength(100);
});

test("the address that was written to is known where it only leads to the one that failed", async () => {
  const notice = (said: string) =>
    `Return-Path: <>\r\nFrom: Mail Delivery System <mailer-daemon@mx.shop.example>\r\nTo: us@our.example\r\nSubject: Mail delivery failed: returning message to sender\r\n\r\nA message that you sent could not be delivered to one or more of its recipients.\r\nThis is a permanent error. The following address(es) failed:\r\n\r\n${said}\r\n`;
  const bouncesOf = async (said: string) =>
    classify(await readMail(Buffer.from(notice(said))), null).bounces.map(({ email, aliases, isHard }) => ({
      email,
      aliases,
      isHard,
    }));
  const behind = { email: "mila@backroom.example", aliases: [LEAD], isHard: true };
  for (const leads of [
    `(generated from ${LEAD})`,
    `(expanded from: <${LEAD}>)`,
    `(expanded from\r\n    <${LEAD}>)`,
  ])
    expect(await bouncesOf(`  mila@backroom.example\r\n    ${leads}\r\n    550 5.1.1 unknown user`)).toEqual([
      behind,
    ]);
  expect(await bouncesOf(`  an undisclosed address\r\n    (generated from ${LEAD})`)).toEqual([
    { email: LEAD, aliases: [], isHard: false },
  ]);
});

test("a mail system that names whom it did not reach has sent a bounce, whatever its subject; a person's words are none", async () => {
  const told = `Intended recipient: ${LEAD}\r\n\r\nThe message below was returned to the sender, since it ran into an error.\r\n`;
  const from = async (sender: string) =>
    classify(
      await readMail(
        Buffer.from(
          `From: ${sender}\r\nTo: us@our.example\r\nSubject: Trouble while processing\r\n\r\n${told}`,
        ),
      ),
      null,
    );
  expect(await from("MAILER-DAEMON@mx.shop.example")).toMatchObject({
    class: "bounced",
    bounces: [{ email: LEAD, isHard: false }],
  });
  expect((await from("nora@shop.example")).class).not.toBe("bounced");
});
