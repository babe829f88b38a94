/**
 * The letters of alphabets beyond the basic ones (CLDR exemplar sets, main and auxiliary, in lower case). A text with a
 * letter that its language lacks is in another language. Since names and loan words sometimes bring one, languages in
 * Latin script are excluded only by a neighbour's own letters.
 */
const CYRILLIC: Readonly<Record<string, string>> = {
  be: "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
  bg: "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
  kk: "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
  ky: "абгдеёжзийклмнңоөпрстуүхчшъыэюявфцщь",
  mk: "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
  mn: "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
  ru: "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
  sr: "абвгдђежзијклљмнњопрстћуфхцчџш",
  uk: "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ",
};
/** Letters of a close neighbour that the language itself does not use. */
const LATIN_NEIGHBOURS: Readonly<Record<string, RegExp>> = {
  cs: /[ľĺŕôä]/u,
  da: /[äöþð]/u,
  hr: /[ąęłěřůåßõ]/u,
  no: /[äöþð]/u,
  sk: /[ěřů]/u,
  sl: /[ćđľěřůąę]/u,
  sv: /[æøþð]/u,
  de: /[åøæñçãõšžčłşğı]/u,
  fi: /[õüßøæ]/u,
  et: /[åøæß]/u,
  es: /[ãõçäöß]/u,
  pt: /[ñäöß]/u,
  tr: /[äßñãõ]/u,
  az: /[äßñãõ]/u,
  id: /[äöüßñãõøåæšžčłşğı]/u,
  ms: /[äöüßñãõøåæšžčłşğı]/u,
};
const FOREIGN_CYRILLIC = Object.fromEntries(
  Object.entries(CYRILLIC).map(([language, letters]) => [
    language,
    new RegExp(`(?![${letters}])\\p{Script=Cyrillic}`, "u"),
  ]),
);
/** The largest share of foreign words with which a language is not excluded. */
const MOST_FOREIGN_WORDS = 0.1;

/** @returns whether an alphabet has the letters of these words (in lower case). */
export function hasLettersOf(language: string, words: readonly string[]): boolean {
  const cyrillic = FOREIGN_CYRILLIC[language];
  if (cyrillic !== undefined) return !words.some((word) => cyrillic.test(word));
  const foreign = LATIN_NEIGHBOURS[language];
  return (
    foreign === undefined ||
    words.filter((word) => foreign.test(word)).length <= MOST_FOREIGN_WORDS * words.length
  );
}
