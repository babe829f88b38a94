/**
 * @returns the names of languages or countries by CLDR, as Node.js has them, in each of the given languages; a code without a
 * name stands for itself.
 * @param codes ISO 639-1 or ISO 3166-1 alpha-2.
 */
export function cldrNames(
  type: "language" | "region",
  codes: readonly string[],
  languages: readonly string[],
): string[] {
  return languages.flatMap((language) => {
    const display = new Intl.DisplayNames([language], { type });
    return codes.map((code) => display.of(code) ?? code);
  });
}
