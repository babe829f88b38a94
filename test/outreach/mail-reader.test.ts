import { expect, test } from "vitest";
import { openMailReader } from "../../src/core/outreach/gmail/mail-reader.js";
import { readMail } from "../../src/core/outreach/gmail/read-mail.js";

const LETTER = Buffer.from(
  "From: Ann <ann@lead.example>\r\nTo: us@our.example\r\nSubject: Re: hi\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nYes\r\n",
);

/** Reading it takes some hundred milliseconds. */
const LARGE = Buffer.from(`From: ann@lead.example\r\n\r\n${"X:\r\n ".repeat(9_000)}`);

test("a message that takes longer than it may is given up, and the thread with it; the next one is read", async () => {
  const impatient = openMailReader(0);
  const patient = openMailReader();
  try {
    expect(await impatient.read(LARGE)).toBeNull();
    expect(await impatient.read(LARGE)).toBeNull();
    const both = await Promise.all([patient.read(LETTER), patient.read(Buffer.from("Subject: two\r\n\r\n"))]);
    expect(both[0]).toEqual(await readMail(LETTER));
    expect(both[1]?.subject).toBe("two");
  } finally {
    await Promise.all([impatient.close(), patient.close()]);
  }
});
