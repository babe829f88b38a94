import { getLIDModel } from "fasttext.wasm.js";

/** fastText's opinion on a text, by lid.176.ftz (CC BY-SA 3.0, within the package fasttext.wasm.js). */
export interface Opinion {
  /** ISO 639-1. */
  language: string;
  /** 0 to 1. */
  probability: number;
}

/** Labels of Wikipedias that count as another language: dialects, and the second Norwegian. */
const MEANS: Readonly<Record<string, string>> = {
  als: "de",
  bar: "de",
  nn: "no",
  yue: "zh",
  wuu: "zh",
  sh: "hr",
  azb: "az",
  arz: "ar",
};

const model = await (await getLIDModel()).load();

/**
 * @returns the likeliest languages of a text, the most probable first; labels without a two-letter code are left out.
 */
export function secondOpinion(text: string): Opinion[] {
  const found = model.predict(text.replaceAll("\n", " "), 3, 0);
  const opinions = new Map<string, number>();
  for (let at = 0; at < found.size(); at++) {
    const [probability, label] = found.get(at);
    const code = label.replace("__label__", "");
    const language = MEANS[code] ?? code;
    if (language.length === 2) opinions.set(language, (opinions.get(language) ?? 0) + probability);
  }
  found.delete?.();
  return [...opinions]
    .map(([language, probability]) => ({ language, probability }))
    .sort((a, b) => b.probability - a.probability);
}
