/**
 * Sentences from the translations of programs installed on this machine, in `/usr/share/locale`: foreign texts with
 * technical words. Read from compiled message catalogues of GNU gettext (gettext manual, "The Format of GNU MO Files").
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";

const FOLDER = "/usr/share/locale";
const MAGIC = 0x950412de;
const LENGTHS = { least: 20, most: 140, words: 4 };
/** Not prose: options, placeholders, markup, numbers, names in capitals. */
const TECHNICAL = /[%<>{}[\]_=|\\/@*#`0-9$&]|--|[a-z]\.[a-z]|[A-Z]{3}/;

/**
 * @returns sentences in a language, in an arbitrary fixed order; the rules were tuned on the first half of each list.
 */
export function translatedSentences(locale: string): { tuned: string[]; others: string[] } {
  const folder = `${FOLDER}/${locale}/LC_MESSAGES`;
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith(".mo") && !file.startsWith("iso_"))
    : [];
  const found = new Set(files.flatMap((file) => sentencesIn(readFileSync(`${folder}/${file}`))));
  const ordered = [...found].sort((a, b) => hashOf(a) - hashOf(b));
  return {
    tuned: ordered.filter((text) => hashOf(text) % 2 === 0),
    others: ordered.filter((text) => hashOf(text) % 2 === 1),
  };
}

function sentencesIn(catalogue: Buffer): string[] {
  if (catalogue.readUInt32LE(0) !== MAGIC) return [];
  const [count, originals, translations] = [8, 12, 16].map((at) => catalogue.readUInt32LE(at)) as [
    number,
    number,
    number,
  ];
  const read = (table: number, index: number) => {
    const length = catalogue.readUInt32LE(table + 8 * index);
    const begin = catalogue.readUInt32LE(table + 8 * index + 4);
    return catalogue.toString("utf8", begin, begin + length);
  };
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const original = new Set(
      read(originals, index)
        .toLowerCase()
        .match(/[a-z]+/g),
    );
    // Plural forms follow each other.
    return read(translations, index)
      .split("\0")
      .flatMap((text) => text.split(/\n\n|(?<=[.!?])\s+/))
      .map((text) => text.replace(/\s+/g, " ").trim())
      .filter((text) => isProse(text, original));
  });
}

/** Whether a sentence is really translated, and consists of words. */
function isProse(text: string, original: ReadonlySet<string>): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return (
    text.length >= LENGTHS.least &&
    text.length <= LENGTHS.most &&
    words.length >= LENGTHS.words &&
    !TECHNICAL.test(text) &&
    words.filter((word) => original.has(word)).length <= words.length / 3
  );
}

/** Unchanged since the rules were tuned: another hash would mix the halves. */
function hashOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) as number)) >>> 0;
  return hash;
}
