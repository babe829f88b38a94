import { sweepCommand } from "../cli/sweep-command.js";
import { detectLanguages } from "../core/enrichment/detect-langs.js";

export default sweepCommand({
  name: "detect-langs",
  group: "enrichment",
  summary: "Detect the language of captions",
  details:
    'Fills caption_lang with ISO 639-1 codes in lower case, as "de"; Swiss German and Bavarian are "de", marked in caption_dialect (gsw, bar). "und" where a caption is too short, wordless or ambiguous. Hashtags, mentions, links, e-mails and emoji do not count. A caption that changes is read again.',
  examples: ["igminer detect-langs", "igminer detect-langs --batch 100000 --max-seconds 50"],
  defaults: { batch: 5_000, concurrency: 1 },
  options: {},
  definition: () => ({
    chunkSize: 500,
    sweep: detectLanguages,
    nothingToDo: async () => "every caption has its language; igminer mine-new and refresh add new ones.",
  }),
});
