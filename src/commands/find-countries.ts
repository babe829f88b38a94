import { sweepCommand } from "../cli/sweep-command.js";
import type { CountryGuesser } from "../core/countries/evidence.js";
import { findCountries } from "../core/enrichment/find-countries.js";

export default sweepCommand({
  name: "find-countries",
  group: "enrichment",
  summary:
    "Determine the country of accounts from address, phone, biography, and places and languages of posts",
  details:
    "Fills country (ISO 3166-1), country_source and country_confidence (percent). A country stated by the source is kept; contradicting evidence lowers the confidence, and under 50 the country stays empty. An account whose texts change is processed again.",
  examples: ["igminer find-countries", "igminer find-countries --batch 10000"],
  defaults: { batch: 500, concurrency: 1 },
  options: {},
  definition: () => {
    let opened: Promise<CountryGuesser> | null = null;
    // The place names take a second to read, so they are not loaded if there is nothing to do.
    function openGuesser(): Promise<CountryGuesser> {
      opened ??= import("../core/countries/evidence.js").then(({ openCountryGuesser }) =>
        openCountryGuesser(),
      );
      return opened;
    }
    return {
      chunkSize: 250,
      sweep: (tx, limit, after) => findCountries(tx, limit, openGuesser, after),
      nothingToDo: async () =>
        "every account was processed with the current rules; mine-new and count-captions add new evidence.",
    };
  },
});
