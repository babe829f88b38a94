import { createRequire } from "node:module";
import { nameKey } from "./name-table.js";

const LANGUAGES =
  "ar bg ca cs da de el en es fa fi fr he hr hu id it ja ko nl no pl pt ro ru sk sl sr sv th tr uk vi zh".split(
    " ",
  );

let countries: ReadonlySet<string> | null = null;
function names(): ReadonlySet<string> {
  if (countries !== null) return countries;
  const require = createRequire(import.meta.url);
  const all = new Set<string>(["usa", "uk", "de", "latam"]);
  for (const language of LANGUAGES) {
    const { countries: byCode } = require(`i18n-iso-countries/langs/${language}.json`) as {
      countries: Record<string, string | string[]>;
    };
    for (const name of Object.values(byCode).flat()) all.add(nameKey(name));
  }
  countries = all;
  return all;
}

/** @returns whether the last word of a name is a country, in any of 34 languages: "BTS Brasil", "Orelsan France". */
export function namesACountry(name: string): boolean {
  const words = (name.match(/[\p{L}\p{M}]+/gu) ?? []).map(nameKey);
  const last = words.at(-1);
  return last !== undefined && (names().has(last) || names().has(words.slice(-2).join(" ")));
}
