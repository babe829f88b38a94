import type { OpenTools } from "../batch/open-tools.js";
import { openGate } from "../net/gate.js";
import { openHttpClient } from "../net/http.js";
import { openSourceSession, type SessionOptions } from "../sources/session.js";
import type { PictureTools } from "./fetch-picture.js";
import { pictureFiles } from "./picture-files.js";
import { sweepPictures } from "./sweep-pictures.js";

/** Larger responses are refused; profile pictures are far smaller. */
const MOST_BYTES = 3_000_000;

/**
 * Opens what fetching pictures needs for one run: the picture hosts with a rate limit of their own, and a source for new
 * links.
 */
export async function openPictureSession(options: SessionOptions): Promise<OpenTools<PictureTools>> {
  const { db, config, draining, now, endsAtMs = null } = options;
  const session = await openSourceSession(options);
  const gate = await openGate({
    db,
    source: "pictures",
    policy: config.pictures,
    isBackground: true,
    draining,
    endsAtMs,
  });
  const http = openHttpClient({ ...config.http, maxBytes: Math.min(config.http.maxBytes, MOST_BYTES) });
  const files = pictureFiles(config.database.dataDir as string);
  return {
    ...session,
    tools: {
      http,
      gate,
      source: session.tools,
      files,
      origins: [config.web.baseUrl, config.hiker.baseUrl].map((url) => new URL(url).origin),
      now,
    },
    requests: () => session.requests() + gate.requests,
    async close() {
      // Removes the pictures that no account shows any more.
      try {
        await sweepPictures(db, files);
      } finally {
        await session.close();
        await http.close();
        await gate.close();
      }
    },
  };
}
