import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { crc32, gzipSync } from "node:zlib";
import { asRun } from "../../src/core/batch/live-run.js";
import type { Database } from "../../src/core/db/database.js";
import { filesOf } from "../../src/core/exchange/import/open-file.js";
import { type BadItem, type ImportOptions, runImport } from "../../src/core/exchange/import/run-import.js";
import { emptyFolder } from "./stores.js";
import { runOptionsOf } from "./tasks.js";

/** Imports files or folders, in order. @returns the run, and the messages about bad items. */
export async function importInto(
  database: Database,
  paths: string[],
  {
    interruption = new AbortController().signal,
    ...changes
  }: Partial<ImportOptions> & { interruption?: AbortSignal } = {},
) {
  const bad: BadItem[] = [];
  const files = await filesOf(paths);
  const result = await asRun(
    "import",
    runOptionsOf(database, { interruption }),
    (run) =>
      runImport(database.kysely, run, {
        files,
        stdin: Readable.from([]),
        format: "auto",
        column: null,
        observedAt: null,
        now: database.now,
        onProgress: () => {},
        onBadItems: async (items) => void bad.push(...items),
        ...changes,
      }),
    async () => "nothing",
  );
  return { ...result, bad };
}

/** An account as Apify's profile actors write it. */
export function apifyProfile(id: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    inputUrl: `https://www.instagram.com/user${id}`,
    id: String(id),
    username: `user${id}`,
    fullName: `User ${id}`,
    biography: `Write to user${id}@mail.example.com`,
    externalUrl: "https://shop.example/",
    externalUrls: [{ title: "Shop", lynx_url: "https://l.instagram.com/?u=x", url: "https://shop.example/" }],
    followersCount: 1_000 + id,
    followsCount: 10,
    postsCount: 2,
    isBusinessAccount: true,
    businessCategoryName: "None,Restaurant",
    private: false,
    verified: false,
    profilePicUrl: `https://cdn.example/${id}.jpg`,
    profilePicUrlHD: `https://cdn.example/${id}_hd.jpg`,
    relatedProfiles: [{ id: "77", username: "neighbour" }],
    latestPosts: [],
    ...changes,
  };
}

/** A post as Apify's post actors write it. */
export function apifyPost(id: bigint, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: String(id),
    type: "Image",
    shortCode: `Code${id}`,
    caption: "A day at the #sea with @friend",
    hashtags: ["sea"],
    mentions: ["friend"],
    commentsCount: 4,
    likesCount: -1,
    timestamp: "2026-01-02T03:04:05.000Z",
    locationName: "Kiel",
    ownerFullName: "The Author",
    ownerUsername: "author",
    ownerId: "900",
    ...changes,
  };
}

/** A post as Instaloader saves it. */
export function instaloaderPost(id: bigint, owner: Record<string, unknown>): Record<string, unknown> {
  return {
    instaloader: { node_type: "Post", version: "4.15" },
    node: {
      __typename: "GraphSidecar",
      id: String(id),
      shortcode: `Code${id}`,
      taken_at_timestamp: 1_767_323_045,
      edge_media_to_caption: { edges: [{ node: { text: "Two of #them" } }] },
      edge_media_preview_like: { count: 7 },
      edge_media_to_comment: { count: 1 },
      is_video: false,
      owner,
    },
  };
}

/**
 * Writes files to a folder for one test, compressed as their names say, all last modified on 1 June 2026.
 * @returns the folder.
 */
export async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await emptyFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFile(path, name.endsWith(".gz") ? gzipSync(content) : content);
    await age(path, new Date("2026-06-01T00:00:00Z"));
  }
  return folder;
}

/** Sets a file's modification time. */
export async function age(path: string, time: Date): Promise<void> {
  await utimes(path, time, time);
}

/** @returns JSON lines. */
export const lines = (items: readonly unknown[]) => items.map((item) => `${JSON.stringify(item)}\n`).join("");

/** A ZIP of texts, without compression (APPNOTE.TXT 4.3.6). */
export function zipOf(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [nameBytes, content] = [Buffer.from(name), Buffer.from(text)];
    // Version 2.0, stored; 1 June 2026, 00:00.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(((2026 - 1980) << 9) | (6 << 5) | 1, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, nameBytes, content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), common, rest, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
