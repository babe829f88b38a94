import { saysWhatOneIs } from "../text/roles.js";
import { isElsewhere, partsOf } from "./elsewhere-words.js";
import { isAboutLanguage, isHobbyAbroad } from "./flags-of-interests.js";
import { LIVES_BEFORE } from "./says-where.js";

/**
 * The flags in a bio: those of where the writer claims to live ("📍🇩🇪", "🇹🇷 in 🇩🇪"), the others, and of these the ones
 * that may belong to what stands beside them ("Måneskin 🇮🇹").
 */
export interface FlagClues {
  lives: string[];
  others: string[];
  beside: ReadonlySet<string>;
}

const FLAG = /\p{Regional_Indicator}{2}/gu;
const FIRST_INDICATOR = 0x1f1e6;
/** "🇹🇷 in 🇩🇪", "🇧🇷 ➡️ 🇵🇹": from the first country to the second. */
const FROM_TO =
  /\p{Regional_Indicator}{2}\s*(?:in|en|à|au|aus|now in|living in|lebt in|based in|na|w|в|➡\uFE0F?|→|-+>|>+|✈\uFE0F?|🛫|🔜)\s*(\p{Regional_Indicator}{2})/giu;

/** Reads the flags of a bio; those beside a cause, a hobby, a language or a journey are ignored. */
export function flagsIn(biography: string): FlagClues {
  const lives = new Set<string>();
  const others = new Set<string>();
  const beside = new Set<string>();
  for (const [, flag] of biography.matchAll(FROM_TO)) lives.add(countryOf(flag as string));
  const rest = lives.size > 0 ? biography.replace(FROM_TO, " ") : biography;
  const parts = partsOf(rest);
  parts.forEach((part, at) => {
    const flags = [...part.matchAll(FLAG)];
    if (flags.length === 0) return;
    // A flag alone in its part belongs to the preceding words on its line.
    const words = part.replace(FLAG, " ").trim();
    const said = words === "" && isOnLineWith(rest, parts[at - 1], part) ? `${parts[at - 1]} ${part}` : part;
    if (isElsewhere(said) || isAboutLanguage(said) || isHobbyAbroad(said)) return;
    if (/\p{L}/u.test(words) && !saysWhatOneIs(words))
      for (const [flag] of flags) beside.add(countryOf(flag));
    for (const { 0: flag, index } of flags)
      (LIVES_BEFORE.test(part.slice(0, index)) ? lives : others).add(countryOf(flag));
  });
  for (const country of lives) others.delete(country);
  return { lives: [...lives], others: [...others], beside };
}

function isOnLineWith(text: string, before: string | undefined, part: string): boolean {
  return (
    before !== undefined &&
    text
      .split("\n")
      .some(
        (line) => line.includes(before) && line.includes(part) && line.indexOf(before) < line.indexOf(part),
      ) &&
    !/[|•·]/.test(text)
  );
}

function countryOf(flag: string): string {
  return [...flag]
    .map((half) => String.fromCharCode(65 + (half.codePointAt(0) as number) - FIRST_INDICATOR))
    .join("");
}
