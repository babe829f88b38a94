/** @returns a name without case, accents and punctuation, so that "Köln", "KÖLN" and "Koln" are equal. */
export function fold(name: string): string {
  const plain = IS_ASCII.test(name)
    ? name.toLowerCase()
    : name
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .toLowerCase()
        .replace(/[ßłøđıæœىیکة]/g, (letter) => UNACCENTED[letter] as string);
  return plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** ASCII texts need no folding except case. */
export const IS_ASCII = /^[\0-\x7F]*$/;
const UNACCENTED: Readonly<Record<string, string>> = {
  ß: "ss",
  ł: "l",
  ø: "o",
  đ: "d",
  ı: "i",
  æ: "ae",
  œ: "oe",
  // Arabic and Persian keyboards have different characters for these letters.
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
};
