import { describe, expect, test } from "vitest";
import {
  displayNameSimilarity,
  skeletonOf,
  usernameSimilarity,
  usernameSkeleton,
} from "../../src/core/clones/names.js";
import { VARIATION_RULES, varyName } from "../../src/core/clones/variations.js";
import { isUsername } from "../../src/core/instagram/username.js";

const CONTEXT = { country: "DE", year: 2026, invented: [] };

describe("the names an imitator might take", () => {
  test.each([
    ["anna_schmidt", "separator exchanged"],
    ["annaschmidt", "separator exchanged"],
    ["anna.schmidt_", "separator at an end"],
    ["anna._schmidt", "separator doubled"],
    ["ana.schmidt", "letter left out"],
    ["anna.schmiddt", "letter doubled"],
    ["anna.shcmidt", "letters exchanged"],
    ["anna.schm1dt", "letter that looks alike"],
    ["anna.schrnidt", "letter that looks alike"],
    ["anna.schmedt", "other vowel"],
    ["anna.schmift", "neighbouring key"],
    ["anna.schmidt_backup", "word backup"],
    ["anna.schmidtofficial", "word official"],
    ["real_anna.schmidt", "real in front"],
    ["anna.schmidt_2026", "year"],
    ["anna.schmidt.de", "country"],
    ["anna_schmidt_", "separator exchanged, sign added"],
    ["annaschmidt1", "separator exchanged, sign added"],
    ["anna_schmidt.official", "separator exchanged, word added"],
    ["anna.schmidt_privat", "word private"],
    ["anna.schmidt_zweitaccount", "word backup"],
    ["anna.schmidt.tienda", "word shop"],
    ["anna.schmidt_sorteio", "word giveaway"],
    ["anna.schmidt_yeni", "word new"],
    ["anna.schmidtt", "last letter doubled"],
  ])("hold %s, by the rule %s", (username, rule) => {
    expect(varyName("anna.schmidt", CONTEXT)).toContainEqual({ username, rule });
  });

  test.each(["a", "anna.schmidt", "x_", "m0rn1ng.vv", "a23456789012345678901234567890", "__l__"])(
    "of %s are names that Instagram could give, each once, and never itself",
    (name) => {
      const names = varyName(name, CONTEXT).map(({ username }) => username);
      expect(names.filter((username) => !isUsername(username))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
      expect(names).not.toContain(name);
      expect(names.length).toBeGreaterThan(20);
    },
  );

  test("hold words of the country among the first", () => {
    const first = (country: string) =>
      varyName("nordlicht", { ...CONTEXT, country })
        .slice(0, 120)
        .map(({ username }) => username);
    expect(first("DE")).toEqual(
      expect.arrayContaining(["nordlicht_privat", "nordlicht_zweitaccount", "nordlicht_gewinnspiel"]),
    );
    expect(first("BR")).toEqual(expect.arrayContaining(["nordlicht_oficial", "nordlicht_sorteio"]));
    expect(first("TR")).toEqual(expect.arrayContaining(["nordlicht_resmi", "nordlicht_cekilis"]));
  });

  test("put the words of the display name together anew", () => {
    const names = varyName("annas.welt", { ...CONTEXT, fullName: "Dr. Anna Schmidt" });
    expect(names).toContainEqual({ username: "anna_schmidt", rule: "words of the display name" });
  });

  test("come in the order of what their rules have yielded", () => {
    const yields = new Map(VARIATION_RULES.map(({ name }) => [name, name === "year" ? 0.9 : 0.01]));
    expect(varyName("anna.schmidt", CONTEXT, yields)[0]?.rule).toBe("year");
  });

  test("take in what a model thought of", () => {
    const names = varyName("anna.schmidt", { ...CONTEXT, invented: ["annchen.schmidt", "Not A Name"] });
    expect(names).toContainEqual({ username: "annchen.schmidt", rule: "invented by a model" });
    expect(names.map(({ username }) => username)).not.toContain("Not A Name");
  });
});

describe("what a display name looks like", () => {
  test.each([
    ["Cyrillic letters", "Аnnа Sсhmіdt"],
    ["mathematical letters", "𝐀𝐧𝐧𝐚 𝓢𝓬𝓱𝓶𝓲𝓭𝓽"],
    ["full width", "Ａｎｎａ Ｓｃｈｍｉｄｔ"],
    ["small capitals", "ᴀɴɴᴀ ꜱᴄʜᴍɪᴅᴛ"],
    ["emoji and signs", "✨ Anna • Schmidt ✔️"],
    ["zero-width characters", "An\u200bna Sch\u00admidt"],
    ["accents", "Ánna Schmïdt"],
    ["letters apart", "A n n a  S c h m i d t"],
    ["dotted letters", "A.n.n.a S.c.h.m.i.d.t"],
    ["digits for letters", "4nna Schm1dt"],
    ["boxed letters", "🅰🅽🅽🅰 🆂🅲🅷🅼🅸🅳🆃"],
    ["letters shown backwards", "\u202Etdimhcs anna"],
  ])("does not change with %s", (_what, name) => {
    expect(skeletonOf(name)).toBe("anna schmidt");
  });

  test.each(["", "   ", "\ud83d", "🇩🇪", "小林", "a".repeat(500)])(
    "is found for %j without complaint",
    (name) => {
      expect(typeof skeletonOf(name)).toBe("string");
    },
  );

  test("is the same in whatever order its words come, and another for another name", () => {
    expect(displayNameSimilarity("Anna Schmidt", "Schmidt, Anna")).toBe(1);
    expect(displayNameSimilarity("Anna Schmidt", "Jonas Weber")).toBeLessThan(0.4);
    expect(displayNameSimilarity("", "")).toBe(0);
    expect(displayNameSimilarity("Jörg Weiß", "Joerg Weiss")).toBe(1);
    expect(displayNameSimilarity("Anna Schmidt", "Prof. Dr. Anna Schmidt (official)")).toBe(1);
    expect(displayNameSimilarity("Anna Schmidt", "Lena Schmidt")).toBeLessThanOrEqual(0.5);
    expect(displayNameSimilarity("Ida Berg", "Ada Berg")).toBeLessThanOrEqual(0.5);
  });
});

test("usernames are alike in spite of separators, digits for letters, and words around them", () => {
  for (const other of [
    "anna_schmidt",
    "annaschmidt",
    "anna.schm1dt",
    "anna.schmidt_official",
    "real.anna.schmidt2",
  ])
    expect(usernameSimilarity("anna.schmidt", other), other).toBeGreaterThan(0.9);
  expect(usernameSimilarity("anna.schmidt", "jonas_weber4")).toBeLessThan(0.5);
  expect(usernameSkeleton("m0rning")).toBe(usernameSkeleton("moming"));
});
