import { describe, expect, it } from "vitest";
import { stripNoise } from "../../src/core/text/clean-text.js";
import { cleanText } from "../../src/core/text/storable-text.js";

describe("text for PostgreSQL", () => {
  it("loses its NUL characters", () => expect(cleanText("a\0b\0")).toBe("ab"));
  it("gets a replacement for a lone surrogate", () =>
    expect(cleanText("a\ud83d b\ude00")).toBe("a\ufffd b\ufffd"));
  it("has no lone surrogate after a NUL between two halves is gone", () => {
    expect(cleanText("\ud83d\0\ude00").isWellFormed()).toBe(true);
  });
  it("keeps everything else, emoji and line breaks included", () => {
    const text = "Grüße 👩🏽‍🎨\r\n\tپارسی می‌خواهم";
    expect(cleanText(text)).toBe(text);
  });
});

describe("text for language detection", () => {
  it.each([
    ["a URL", "Neue Folge https://example.com/a?b=c#d jetzt", "Neue Folge jetzt"],
    ["a URL without scheme", "Rezept: linktr.ee/jane und www.example.com", "Rezept: und"],
    ["a bare domain", "Mehr auf example.com!", "Mehr auf !"],
    ["an e-mail", "Schreib an jane.doe@example.com bitte", "Schreib an bitte"],
    ["hashtags", "Sonne #love #Sommer_2024 ＃海", "Sonne"],
    ["glued hashtags", "Sonne #love#life", "Sonne"],
    ["a mention", "mit @jane.doe. am See", "mit am See"],
    ["emoji, flags and keycaps", "Eis 🍦 in 🇩🇪 1️⃣ 👩🏽‍🎨 heute ❤️", "Eis in heute"],
    ["zero-width characters", "Gu\u200bten\u2060 Tag\ufeff", "Guten Tag"],
  ])("is without %s", (_, text, rest) => expect(stripNoise(text)).toBe(rest));

  it("keeps words, digits, punctuation and line breaks", () => {
    expect(stripNoise("Heute um 5 Uhr.\nIch freue mich, z.B. auf Dich!")).toBe(
      "Heute um 5 Uhr.\nIch freue mich, z.B. auf Dich!",
    );
  });

  it.each(["@", "a.", "#", "www.", "https://", "a@", "a/"])("is found behind a long run of %s", (piece) => {
    expect(stripNoise(`${piece.repeat(50_000)} Guten Tag`)).toMatch(/Guten Tag$/);
  });
});
