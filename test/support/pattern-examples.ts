/**
 * Texts that a pattern takes, one for each of its alternatives: the shortest (what is optional left out, the first of
 * each group) and the longest. For lists of words written as patterns, without lookaround or repetition of groups.
 */
export function examplesOf(pattern: string): string[] {
  return [...new Set(alternatives(pattern).flatMap((each) => [written(each, false), written(each, true)]))];
}

/** Splits at the bars outside of groups and classes. */
function alternatives(pattern: string): string[] {
  const found = [""];
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] as string;
    if (sign === "\\") {
      found[found.length - 1] += sign + pattern[++at];
      continue;
    }
    if (sign === "(" || sign === "[") depth++;
    if (sign === ")" || sign === "]") depth--;
    if (sign === "|" && depth === 0) found.push("");
    else found[found.length - 1] += sign;
  }
  return found;
}

/** @param isLong whether optional parts are written, and the last of each group's alternatives. */
function written(pattern: string, isLong: boolean): string {
  let text = "";
  for (let at = 0; at < pattern.length; ) {
    const { end, value } = pieceAt(pattern, at, isLong);
    const times = /^(?:[?*+]|\{0,\d+\})/.exec(pattern.slice(end))?.[0] ?? "";
    if (times === "" || times === "+" || isLong) text += value;
    at = end + times.length;
  }
  return text;
}

function pieceAt(pattern: string, at: number, isLong: boolean): { end: number; value: string } {
  const sign = pattern[at] as string;
  if (sign === "\\") {
    const property = /^\\p\{\w+\}/.exec(pattern.slice(at))?.[0];
    if (property !== undefined) return { end: at + property.length, value: "s" };
    const letter = pattern[at + 1] as string;
    return { end: at + 2, value: { d: "7", b: "", w: "s", S: "s" }[letter] ?? letter };
  }
  if (sign === "[") {
    const end = pattern.indexOf("]", at);
    const first = pattern[at + 1] as string;
    return { end: end + 1, value: first === "^" ? "x" : first };
  }
  if (sign !== "(") return { end: at + 1, value: sign };
  let depth = 0;
  let end = at;
  do {
    if (pattern[end] === "\\") end++;
    else if (pattern[end] === "(") depth++;
    else if (pattern[end] === ")") depth--;
    end++;
  } while (depth > 0);
  const inner = alternatives(pattern.slice(at + 1, end - 1).replace(/^\?:/, ""));
  return { end, value: written((isLong ? inner.at(-1) : inner[0]) as string, isLong) };
}
