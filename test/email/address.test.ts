import { describe, expect, test } from "vitest";
import { readAddress } from "../../src/core/email/address.js";
import { traitsOf } from "../../src/core/email/lists.js";

describe("an address", () => {
  test.each<[string, string, string, string]>([
    ["is one key however it is written", " Jane.Doe@Example.COM ", "jane.doe@example.com", "example.com"],
    ["may have a tag", "jane+news@example.com", "jane+news@example.com", "example.com"],
    ["may be quoted", '"jane doe"@example.com', '"jane doe"@example.com', "example.com"],
    ["has its domain in punycode", "info@Müller.de", "info@xn--mller-kva.de", "xn--mller-kva.de"],
    ["may have a mailbox in any script", "用户@例え.jp", "用户@xn--r8jz45g.jp", "xn--r8jz45g.jp"],
    ["has one form of composed letters", "jo\u0308rg@example.com", "j\u00f6rg@example.com", "example.com"],
    ["may have signs that are rare", "o'brien{x}~@example.ie", "o'brien{x}~@example.ie", "example.ie"],
    [
      "of a Japanese carrier may have dots anywhere",
      "mika.@docomo.ne.jp",
      "mika.@docomo.ne.jp",
      "docomo.ne.jp",
    ],
    ["of another carrier too", "mi..ka@ezweb.ne.jp", "mi..ka@ezweb.ne.jp", "ezweb.ne.jp"],
    ["ends where a URL goes on", "jane@example.com/?q=1", "jane@example.com", "example.com"],
    ["ends before a subject", "mailto:jane@example.com?subject=hi", "jane@example.com", "example.com"],
    ["ends before the end of a sentence", "jane@example.com.", "jane@example.com", "example.com"],
    ["ends before the end of a list", "jane@example.com;,", "jane@example.com", "example.com"],
    [
      "stands in the brackets of a mail program",
      "Jane Doe <jane@example.com>",
      "jane@example.com",
      "example.com",
    ],
    ["stands in quotation marks", "“jane@example.com”,", "jane@example.com", "example.com"],
    ["keeps its own quotation marks", '<"jane doe"@example.com>', '"jane doe"@example.com', "example.com"],
    ["has its sign as a URL writes it", "jane%40example.com", "jane@example.com", "example.com"],
    ["has no signs that take no room", "ja\u200Bne@exam\u00ADple.com", "jane@example.com", "example.com"],
    ["has plain letters", "ｊａｎｅ＠ｅｘａｍｐｌｅ.com", "jane@example.com", "example.com"],
    ["may be at an IP address", "jane@[192.0.2.1]", "jane@[192.0.2.1]", "[192.0.2.1]"],
  ])("%s", (_, text, email, domain) => {
    const reading = readAddress(text);
    expect(reading).toMatchObject({ isValid: true, address: { email, domain } });
  });

  test("tells whether a host needs SMTPUTF8 for it: for the mailbox, not for the domain", () => {
    expect(readAddress("jörg@example.com")).toMatchObject({ address: { isInternational: true } });
    expect(readAddress("joerg@müller.de")).toMatchObject({ address: { isInternational: false } });
  });

  test.each([
    "",
    "jane",
    "@example.com",
    "jane@",
    "jane@localhost",
    "jane..doe@example.com",
    ".jane@example.com",
    "jane doe@example.com",
    "jane@exa mple.com",
    "jane@-example.com",
    "jane@example..com",
    "jane@1.2",
    "jane@192.0.2.44",
    "jane@b@example.com",
    "jane@exa%6dple.com",
    "jane\r\nDATA@example.com",
    `${"j".repeat(65)}@example.com`,
    `jane@${"e".repeat(64)}.com`,
    `jane@${"example.".repeat(32)}com`,
  ])("%j is none", (text) => {
    expect(readAddress(text)).toMatchObject({ isValid: false, email: text.trim().toLowerCase() });
  });
});

function traits(text: string) {
  const reading = readAddress(text);
  if (!reading.isValid) throw new Error(reading.problem);
  return traitsOf(reading.address);
}

describe("lists", () => {
  test.each([
    ["jane@gmial.com", "jane@gmail.com"],
    ["jane@gmail.co", "jane@gmail.com"],
    ["jane@gmail.con", "jane@gmail.com"],
    ["jane@hotmial.com", "jane@hotmail.com"],
    ["jane@yaho.com", "jane@yahoo.com"],
    ["jane@outlok.com", "jane@outlook.com"],
    ["jane@t-onlin.de", "jane@t-online.de"],
  ])("%s was probably meant to be %s", (text, meant) => {
    expect(traits(text).suggestion).toBe(meant);
  });

  test.each([
    "gmail.com",
    "mail.com",
    "email.com",
    "ymail.com",
    "yahoo.de",
    "gmx.de",
    "gmx.ch",
    "web.de",
    "me.com",
    "hey.com",
    "aol.com",
    "abv.bg",
    "bluewin.ch",
    "protonmail.ch",
    "studio-nord.de",
  ])("%s is no slip", (domain) => {
    expect(traits(`jane@${domain}`).suggestion).toBeNull();
  });

  test.each([
    ["info@example.com", true],
    ["booking+spain@example.com", true],
    ["no-reply@example.com", true],
    ["jane@example.com", false],
    ["paris@example.com", false],
  ])("%s is of a function: %s", (text, isRole) => {
    expect(traits(text).isRole).toBe(isRole);
  });

  test.each([
    ["jane@mailinator.com", true],
    ["jane@anything.33mail.com", true],
    ["jane@gmail.com", false],
    ["jane@duck.com", false],
    ["jane@privaterelay.appleid.com", false],
  ])("%s is thrown away after use: %s", (text, isDisposable) => {
    expect(traits(text).isDisposable).toBe(isDisposable);
  });

  test("free providers are told", () => {
    expect(traits("jane@gmail.com").isFree).toBe(true);
    expect(traits("jane@studio-nord.de").isFree).toBe(false);
  });
});
