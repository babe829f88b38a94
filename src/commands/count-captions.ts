import * as z from "zod";
import { sweepCommand } from "../cli/sweep-command.js";
import { countCaptions } from "../core/enrichment/count-captions.js";

const language = z
  .string()
  .toLowerCase()
  .regex(/^(?:[a-z]{2}|und)$/, "expected a language of two letters, such as de");

export default sweepCommand({
  name: "count-captions",
  group: "enrichment",
  summary: "Count each account's captions by language",
  details:
    "Fills CaptionLanguages (every language) and de_caption_count (German) of accounts whose captions detect-langs has read since the last count.",
  examples: ["igminer count-captions", "igminer count-captions --lang es --batch 5000"],
  defaults: { batch: 1_000, concurrency: 1 },
  options: {
    lang: {
      value: "LANG",
      summary: "Report how many accounts have captions in this language (default de)",
      schema: language.default("de"),
    },
  },
  definition: ({ lang }) => ({
    chunkSize: 200,
    sweep: (tx, limit) => countCaptions(tx, limit, lang),
    nothingToDo: async () =>
      "no caption has been processed since the last count; detect them with: igminer detect-langs",
  }),
});
