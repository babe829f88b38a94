import { expect, test } from "vitest";
import { plainLetters } from "../../src/core/text/plain-letters.js";

test.each([
  ["𝗙𝗿𝗲𝘀𝗵 𝙗𝙧𝙚𝙖𝙙", "Fresh bread"],
  ["Ｆｒｅｓｈ", "Fresh"],
  ["ⓕⓡⓔⓢⓗ", "fresh"],
  ["ғʀᴇsʜ ʙʀᴇᴀᴅ ᴏғ ᴛʜᴇ ᴅᴀʏ", "fresh bread of the day"],
  ["🅵🆁🅴🆂🅷 🅑🅡🅔🅐🅓", "FRESH BREAD"],
  ["\u202Edaerb\u202C fresh", "bread fresh"],
])("%j reads %j", (styled, plain) => expect(plainLetters(styled)).toBe(plain));

test.each(["Blood group 🅰 positive", "Бағдарлама ғылым", "Größe", "café ☕️"])("%j stays as it is", (text) =>
  expect(plainLetters(text)).toBe(text),
);
