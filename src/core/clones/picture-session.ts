import type { OpenTools } from "../batch/open-tools.js";
import { openGate } from "../net/gate.js";
import { openHttpClient } from "../net/http.js";
import { openSourceSession, type SessionOptions } from "../sources/session.js";
import type { PictureTools } from "./fetch-picture.js";
import { pictureFiles } from "./picture-files.js";
import { sweepPictures } from "./sweep-pictures.js";

/** A profile picture is far smaller; what is larger is refused. */
const MOST_BYTES = 3_000_000;

/** Opens what fetching pictures takes for one run: the picture hosts behind a gate of their own, and a source for new links. */
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
      // What accounts showed until this run is nobody's picture any more.
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
