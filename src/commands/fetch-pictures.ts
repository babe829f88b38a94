import { batchCommand } from "../cli/batch-command.js";
import { lazily } from "../cli/lazily.js";
import { sourceOptions } from "../cli/options.js";
import { sessionOptionsOf } from "../cli/source-tools.js";
import { claimPictures, type PictureItem } from "../core/clones/claim-pictures.js";
import type { FetchedPicture, PictureTools } from "../core/clones/fetch-picture.js";

const fetchPicture = lazily(async () => (await import("../core/clones/fetch-picture.js")).fetchPicture);

export default batchCommand({
  name: "fetch-pictures",
  group: "clones",
  summary: "Download and hash the profile pictures of watched accounts and their look-alikes",
  details:
    "Downloads only from Instagram's picture hosts or the configured base URLs; pictures are re-encoded and stored by content under IGMINER_DATA_DIR/pictures. Expired links are requested again. Pairs are scored again with the new pictures.",
  examples: ["igminer fetch-pictures --batch 100", "igminer fetch-pictures --batch 20 --dry-run"],
  defaults: { batch: 100, concurrency: "auto" },
  options: {
    ...sourceOptions,
    source: { ...sourceOptions.source, summary: "Sources to ask for a new link when one has expired" },
  },
  definition: () => ({
    queue: "AccountPicture" as const,
    claim: claimPictures,
    subject: (item: PictureItem) => item.username,
    work: (item: PictureItem, tools: PictureTools, signal): Promise<FetchedPicture> =>
      fetchPicture(item, tools, signal),
    save: lazily(async () => (await import("../core/clones/save-pictures.js")).savePictures),
    nothingToDo: async () =>
      "the pictures of all watched accounts and their look-alikes are fetched; igminer clones watch adds accounts.",
  }),
  openTools: async (options, database, context, draining) => {
    const { openPictureSession } = await import("../core/clones/picture-session.js");
    const owner = { command: "fetch-pictures", purpose: "clones" } as const;
    return openPictureSession(await sessionOptionsOf(owner, options, database, context, draining));
  },
});
