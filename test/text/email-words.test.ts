import { describe, expect, test } from "vitest";
import {
  ADDRESS_CUES,
  GIVEN_NAMES,
  GLUED_WORDS,
  GREETING_NAMES,
  JOINING_WORDS,
  MAIL_WORDS,
  NOT_A_MAILBOX,
  OCCUPATIONS,
  OFFICE_NAMES,
  OTHER_ADDRESS_CUES,
  PLACEHOLDERS,
  PLACEHOLDERS_AT_FREE_HOSTS,
} from "../../src/core/text/email-words.js";
import { emailsIn } from "../../src/core/text/emails.js";

/** Every entry of a list is held to a text that it decides, and to one beside it that it must not decide. */
describe("no mailbox in a sentence", () => {
  test.each([...NOT_A_MAILBOX])("%s", (word) => {
    expect(emailsIn(`mail: ${word} @ brand.com`)).toEqual([]);
    expect(emailsIn(`jane.${word} @ brand.com`)).toEqual([`jane.${word}@brand.com`]);
  });
});

describe("no mailbox in a sentence, but in an address with both signs spelled out", () => {
  test.each([...OCCUPATIONS])("%s", (word) => {
    expect(emailsIn(`mail: ${word} @ brand.com`)).toEqual([]);
    expect(emailsIn(`mail: ${word} at brand dot com`)).toEqual([`${word}@brand.com`]);
  });
});

describe("a mailbox that stands alone", () => {
  test.each([...GREETING_NAMES])("%s, also beside the word", (word) => {
    expect(emailsIn(`weaver\n${word} at looms.com`)).toEqual([`${word}@looms.com`]);
    expect(emailsIn(`say ${word} at looms.com`)).toEqual([]);
  });
  test.each([...OFFICE_NAMES, ...GIVEN_NAMES])("%s, only beside the sign", (word) => {
    expect(emailsIn(`weaver\n${word} @ looms.com`)).toEqual([`${word}@looms.com`]);
    expect(emailsIn(`weaver\n${word} at looms.com`)).toEqual([]);
    expect(emailsIn(`see ${word} @ looms.com`)).toEqual([]);
  });
});

describe("no mailbox before a mention without a space", () => {
  test.each([...JOINING_WORDS])("%s", (word) => {
    expect(emailsIn(`owner ${word}@brand.co`)).toEqual([]);
    expect(emailsIn(`owner: jane.${word}@brand.co`)).toEqual([`jane.${word}@brand.co`]);
  });
});

describe("words of templates", () => {
  test.each([...PLACEHOLDERS])("%s, whatever the host", (word) => {
    expect(emailsIn(`${word}@shop.de`)).toEqual([]);
    expect(emailsIn(`${word}@gmail.com`)).toEqual([]);
    expect(emailsIn(`jane7${word}@shop.de`)).toHaveLength(1);
  });
  test.each([...PLACEHOLDERS_AT_FREE_HOSTS])("%s, where everybody has a mailbox", (word) => {
    expect(emailsIn(`${word}@gmail.com`)).toEqual([]);
    expect(emailsIn(`jane7${word}@gmail.com`)).toHaveLength(1);
  });
});

describe("words before an address", () => {
  test.each([...ADDRESS_CUES])("%s announces one that is spelled out", (word) => {
    expect(emailsIn(`${word}: jane at gmail.com`)).toEqual(["jane@gmail.com"]);
    expect(emailsIn(`q${word}q jane at gmail.com`)).toEqual([]);
  });
  test.each([...MAIL_WORDS])("%s announces one with a space before the sign", (word) => {
    expect(emailsIn(`${word}: jane @shop-of-jane.com`)).toEqual(["jane@shop-of-jane.com"]);
    expect(emailsIn(`q${word}q: jane @shop-of-jane.com`)).toEqual([]);
  });
  test.each([...OTHER_ADDRESS_CUES])("%s announces one of another kind", (word) => {
    expect(emailsIn(`${word}: jane@shop.de`)).toEqual([]);
    expect(emailsIn(`q${word}q: jane@shop.de`)).toEqual(["jane@shop.de"]);
  });
});

describe("words written right behind an address", () => {
  test.each([...GLUED_WORDS])("%s", (word) => {
    expect(emailsIn(`jane@shop.com${word}`)).toEqual(["jane@shop.com"]);
  });
});
