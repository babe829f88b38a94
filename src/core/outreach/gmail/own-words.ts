/** @returns the beginning of a message's text, without quoted lines. */
export function ownWords(text: string): string {
  return text
    .slice(0, 3_000)
    .split("\n")
    .filter((line) => !/^\s*>/.test(line))
    .join("\n");
}
