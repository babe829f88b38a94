import { describe, expect, test } from "vitest";
import { dialectOf, languageOf } from "../../src/core/text/language.js";

const read = (text: string) => {
  const language = languageOf(text);
  return language === "de" ? (dialectOf(text) ?? "de") : language;
};

describe("a German caption", () => {
  test.each([
    ["gsw", "Mir gönd hüt go wandere, chunnsch au mit?"],
    ["gsw", "Ich ha no nie so öppis Schöns gseh"],
    ["gsw", "Hesch gwüsst, dass mir jetzt au am Sunntig offe händ?"],
    ["gsw", "Z Bärn isch es hüt chalt gsi, aber schön"],
    ["bar", "I hob di gern, des woaßt eh"],
    ["bar", "A Hoibe Bier und a Brezn, mehra brauch i ned"],
    ["bar", "Wos machts ihr heid auf d'Nocht?"],
  ])("is marked %s: %s", (dialect, text) => expect(read(text)).toBe(dialect));

  test.each([
    "Wir öffnen am Sonntag wieder unser Café in Bern",
    "Hab heut frei und geh jetzt erst mal auf ein Eis",
    "Es is net so einfach wie man denkt",
    "Servus aus München, heute ist endlich wieder Wiesn",
    "Grüezi, unser Laden in Zürich ist heute offen",
  ])("is not marked where it is standard German, with a word of the region at most: %s", (text) =>
    expect(read(text)).toBe("de"),
  );

  test.each([
    ["nl", "Het is vandaag zo mooi weer, we gaan lekker naar buiten"],
    ["sv", "Idag är det en fin dag och vi ska ut och gå"],
    ["es", "Hoy vamos a San Juan, no te lo vas a creer"],
    ["en", "We do not know how to say this but we love you"],
  ])("is not what another language writes with the same words: %s %s", (language, text) =>
    expect(read(text)).toBe(language),
  );
});
