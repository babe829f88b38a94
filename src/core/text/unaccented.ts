/**
 * @returns a text in lower case without accents; ł, ø, đ, ı and ß, which have no removable accent, become l, o, d, i,
 * ss.
 */
export function unaccented(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđıß]/g, (letter) => WITHOUT_ACCENT[letter] as string)
    .normalize("NFC");
}

const WITHOUT_ACCENT: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ı: "i", ß: "ss" };
