import { describe, expect, it, test } from "vitest";
import { languageOf } from "../../src/core/text/language.js";
import { CAPTIONS, HOLDOUT, WORDLESS } from "./caption-cases.js";

const NOISE =
  "#love #instagood #photooftheday #summer #travel @jane.doe 😍🔥 https://example.com/shop jane@example.com";

describe("the language of a caption", () => {
  test("is not told of a list of names, however sure a detector is", () => {
    expect(languageOf("Chiara Conti, Matteo Greco, Giulia Ferri")).toBe("und");
  });

  const all = Object.entries(CAPTIONS).flatMap(([language, captions]) =>
    captions.map((caption) => ({ language, caption })),
  );
  const told = (noise: string) =>
    all.map(({ language, caption }) => ({ language, caption, found: languageOf(`${caption} ${noise}`) }));

  it.each([
    ["clean", ""],
    ["with English hashtags, a mention, a link, an address and emoji", NOISE],
  ])("is right where it is told, and told for 97 of 100, %s", (_, noise) => {
    const results = told(noise);
    expect(results.filter(({ language, found }) => found !== language && found !== "und")).toEqual([]);
    expect(results.filter(({ found }) => found === "und").length).toBeLessThanOrEqual(0.03 * all.length);
  });

  it("of the second set is never wrong, and told for nine of ten", () => {
    const results = Object.entries(HOLDOUT).flatMap(([language, captions]) =>
      captions.map((caption) => ({ language, caption, found: languageOf(`${caption} ${NOISE}`) })),
    );
    expect(results.filter(({ language, found }) => found !== language && found !== "und")).toEqual([]);
    expect(results.filter(({ found }) => found !== "und").length).toBeGreaterThanOrEqual(
      0.9 * results.length,
    );
  });

  it.each(WORDLESS)("is und for %j", (caption) => expect(languageOf(caption)).toBe("und"));

  it.each([
    ["Besok kita libur ke pantai, kalian mau ikut?", "id"],
    ["Денес цел ден сме на плажа со другарите", "mk"],
    ["Данас смо цео дан на плажи са другарима", "sr"],
    ["Esok cuti, jom tengok wayang sama-sama", "ms"],
    ["Terima kasih semua", "und"],
    ["Happy birthday", "en"],
    ["کی با من میاد دریا؟", "fa"],
  ])("%s is %s, which eld alone does not say", (caption, language) =>
    expect(languageOf(caption)).toBe(language),
  );
});

describe("styled letters, alphabets and siblings", () => {
  test.each([
    ["𝑯𝒆𝒖𝒕𝒆 𝒈𝒊𝒃𝒕 𝒆𝒔 𝒇𝒓𝒊𝒔𝒄𝒉𝒆𝒔 𝑩𝒓𝒐𝒕 𝒖𝒏𝒅 𝑲𝒖𝒄𝒉𝒆𝒏", "de"],
    ["Ｗｅ ｂａｋｅ ｔｈｅ ｂｅｓｔ ｂｒｅａｄ ｉｎ ｔｏｗｎ", "en"],
    ["ɴᴏᴜs ғᴇ́ᴛᴏɴs ʟ'ᴀɴɴɪᴠᴇʀsᴀɪʀᴇ ᴅᴇ ᴍᴀ sœᴜʀ", "fr"],
    ["Бүгін ауа райы өте жақсы болды", "kk"],
    ["Өнөөдөр цаг агаар сайхан байна", "mn"],
    ["Денес времето е многу убаво и сме на прошетка", "mk"],
    ["Данас је лепо време и идемо у шетњу", "sr"],
    ["Днес времето е хубаво и отиваме на разходка", "bg"],
    ["Liburan bareng teman-teman ke pantai", "id"],
    ["Jom makan kat kedai baharu tu, sedap sangat", "ms"],
    ["Så er der kaffe og kage klar til jer", "da"],
    ["Nå er det endelig tid for en tur på fjellet", "no"],
  ])("%s: %s", (text, language) => expect(languageOf(text)).toBe(language));

  test.each([
    "Anna Huber, Max Lang, Eva Reiter",
    "Nina Berg, Lars Møller, Peter Schulz",
    "Paris Milano London",
  ])("%s has no language", (names) => expect(languageOf(names)).toBe("und"));
});

describe("siblings are told by their words, their spelling, and what eld and fastText lean to", () => {
  test.each([
    // Indonesian and Malay: Dutch and English loans, and everyday words.
    ["Pengiriman ke seluruh kota, ongkir gratis", "id"],
    ["Jaringan toko kami membutuhkan karyawan", "id"],
    ["Kualitas terbaik untuk ruangan anda", "id"],
    ["Penghantaran percuma ke semua negeri", "ms"],
    ["Sila hantar mesej untuk tempahan", "ms"],
    ["Kualiti terbaik untuk pejabat anda", "ms"],
    // Danish and Norwegian: the same words in two spellings.
    ["Vi rejser ud i verden næste uge", "da"],
    ["Kvinden købte en rigtig god kjole", "da"],
    ["Fjernbetjeningen virkede ikke længere", "da"],
    ["Vi reiser ut i verden neste uke", "no"],
    ["Kvinnen kjøpte en riktig god kjole", "no"],
    ["Vi har kjent hverandre gjennom skjermen", "no"],
    ["For en herlig kveld på stranda med venner", "no"],
    // The second Norwegian counts as Norwegian.
    ["Eg veit ikkje kva dei gjer i helga", "no"],
  ])("%s: %s", (text, language) => expect(languageOf(text)).toBe(language));

  test.each([
    ["Et nytt prosjekt med fire objekter", "da"],
    ["Gjerne en moderne stjerne", "da"],
    ["Er du allerede hjemme, kom inn", "da"],
    ["Vi får gæster fra Oslo", "no"],
    ["Kjolen blev hjemme hos hende", "no"],
  ])("%s is not %s", (text, other) => expect(languageOf(text)).not.toBe(other));

  test("Swedish is not taken for its neighbours", () => {
    const swedish = [
      "Vi åker till stugan i helgen",
      "En promenad i skogen med hunden",
      "Tack för en härlig kväll",
    ];
    expect(swedish.map(languageOf)).toEqual(["sv", "sv", "sv"]);
  });
});
