import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { nameKey } from "./name-table.js";
import type { TradePlaceTable } from "./trade-places.js";

/** Languages that write compounds as one word ("Tanzschule", "leirintäalue"). */
const COMPOUNDING = ["da", "de", "et", "fi", "hu", "is", "nl", "no", "sv"];
/** Of the translations of the schema, those with most of the places below. */
const LANGUAGES = [
  ...COMPOUNDING,
  ..."ar bg ca cs el en en-GB es eu fa fr gl he hr id it ja ko lt lv pl pt pt-BR ro ru sk sl sr th tr uk vi zh-CN zh-TW".split(
    " ",
  ),
];
const TRADES = /^(?:craft|healthcare)\//;
const PLACES =
  /^(?:(?:shop|club|office|education)\/|(?:amenity\/(?:animal|arts_centre|bank|bar|biergarten|cafe|car_rental|childcare|cinema|clinic|college|community_centre|coworking|dancing_school|dentist|dojo|driving_school|events_venue|fast_food|fire_station|hospital|ice_cream|karaoke|kindergarten|language_school|library|marketplace|monastery|music_school|nightclub|nursing_home|pharmacy|place_of_worship|police|pub|restaurant|school|social_facility|theatre|townhall|training|university|veterinary)|tourism\/(?:alpine_hut|apartment|aquarium|camp_site|caravan_site|chalet|gallery|guest_house|hostel|hotel|motel|museum|theme_park|zoo)|leisure\/(?:amusement_arcade|bowling|dance|escape_game|fitness_centre|golf_course|horse_riding|marina|resort|sauna|sports_centre|summer_camp|tanning|trampoline|water_park))(?:\/|$))/;
/** Words in the schema's names that people use of themselves, or that stand for anything. */
const TELL_NOTHING = new Set(
  "site area point line other vacant service services house room home centre center group food water beer wine music art arts photo fashion books school music travel love hobby nature animal animals dance sport sports family free community training office games comics anime coffee with from for and para with avec pour mit und".split(
    " ",
  ),
);
/** A word of so many of a language's terms is what they have in common: "tienda", "магазин". */
const TERMS_OF_A_HEAD = 8;

interface Translated {
  presets?: { presets?: Record<string, { name?: string }> };
}

/**
 * Collects what shops, workshops, practices, schools, clubs and offices are called in 40 languages, from the tagging
 * schema of OpenStreetMap (package @openstreetmap/id-tagging-schema, ISC). The build runs it.
 * @param isName whether a word is somebody's name ("Baker", "Bolt"); as a term it is left out.
 */
export function collectTradePlaces(isName: (word: string) => boolean): TradePlaceTable {
  const require = createRequire(import.meta.url);
  const schema = dirname(require.resolve("@openstreetmap/id-tagging-schema/package.json"));
  const [places, trades, endings] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const language of LANGUAGES) {
    const file = JSON.parse(
      readFileSync(join(schema, "dist/translations", `${language}.min.json`), "utf8"),
    ) as Record<string, Translated>;
    const words = new Map<string, number>();
    for (const [path, { name }] of Object.entries(file[language]?.presets?.presets ?? {})) {
      const isTrade = TRADES.test(path);
      if (name === undefined || !(isTrade || PLACES.test(path))) continue;
      for (const term of termsIn(name)) {
        for (const word of term.split(" ")) words.set(word, (words.get(word) ?? 0) + 1);
        if (TELL_NOTHING.has(term) || isName(term)) continue;
        (isTrade ? trades : places).add(term);
        if (COMPOUNDING.includes(language) && !term.includes(" ") && !isTrade) endings.add(term);
      }
    }
    for (const [word, count] of words)
      if (count >= TERMS_OF_A_HEAD && word.length >= 4 && !TELL_NOTHING.has(word) && !isName(word))
        places.add(word);
  }
  for (const place of places) trades.delete(place);
  const lines = (terms: ReadonlySet<string>) => [...terms].sort().join("\n");
  return {
    source: "@openstreetmap/id-tagging-schema (ISC)",
    places: lines(places),
    trades: lines(trades),
    endings: lines(endings),
  };
}

function termsIn(name: string): string[] {
  return name
    .split(/[/|,;،()（）／、・–—]|\s-\s/u)
    .map(nameKey)
    .filter((term) => {
      const least = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(term) ? 4 : 2;
      return [...term].length >= least && term.split(" ").length <= 3;
    });
}
