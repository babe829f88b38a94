/**
 * The memory and speed of `import`: one file of 1 GB against one of 20 MB, as lines and as one JSON array, into a
 * durable PostgreSQL in a process of its own. Files are generated into a folder that is removed.
 */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../../test/support/postgres-server.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer } from "../support/processes.js";

const SIZES = [20_000_000, Number(process.env.BENCH_BYTES ?? 1_000_000_000)] as const;
const POSTS = 12;
const NEIGHBOURS = 20;
/** Different texts of the length of Instagram's. */
const WORDS =
  "sea sky coffee running berlin design music family travel winter bakery garden ocean #sun #art @friend 🙂 ü".split(
    " ",
  );

const textOf = (seed: number, words: number) =>
  Array.from(
    { length: words },
    (_, at) => WORDS[(seed * 31 + at * 7 + ((seed >> 3) ^ at)) % WORDS.length],
  ).join(" ");
const linkOf = (seed: number) =>
  `https://cdn.example/v/t51.2885-15/${seed}_n.jpg?stp=dst-jpg_e35&_nc_ht=cdn&oh=${String(seed).repeat(12)}`;

/** About 15 kB, as Apify writes an account with its latest posts. */
function profile(number: number): string {
  const id = String(10_000_000_000 + number);
  const username = `account.${number}`;
  return JSON.stringify({
    inputUrl: `https://www.instagram.com/${username}`,
    id,
    username,
    fullName: textOf(number, 3),
    biography: `${textOf(number, 15)} mail${number}@mail.example.com`,
    externalUrl: `https://site${number}.example/`,
    externalUrls: [{ title: "Site", url: `https://site${number}.example/` }],
    followersCount: (number * 7919) % 1_000_000,
    followsCount: number % 5_000,
    postsCount: number % 900,
    isBusinessAccount: number % 2 === 0,
    businessCategoryName: "Personal blog",
    private: false,
    verified: number % 50 === 0,
    profilePicUrlHD: linkOf(number),
    relatedProfiles: Array.from({ length: NEIGHBOURS }, (_, at) => ({
      id: String(20_000_000_000 + ((number * 17 + at * 101) % 200_000)),
      username: `neighbour.${(number * 17 + at * 101) % 200_000}`,
      full_name: textOf(at, 2),
      profile_pic_url: linkOf(at),
    })),
    latestPosts: Array.from({ length: POSTS }, (_, at) => ({
      id: String(3_000_000_000_000_000_000n + BigInt(number) * 100n + BigInt(at)),
      type: ["Image", "Video", "Sidecar"][at % 3],
      shortCode: `C${number}_${at}xyz`,
      caption: textOf(number + at, 40),
      hashtags: ["sun", "art"],
      mentions: ["friend"],
      url: `https://www.instagram.com/p/C${number}_${at}xyz/`,
      commentsCount: (number + at) % 300,
      likesCount: (number * at) % 9_000,
      displayUrl: linkOf(number + at),
      timestamp: new Date(1_700_000_000_000 + ((number * 60_000 + at) % 60_000_000_000)).toISOString(),
      ownerUsername: username,
      ownerId: id,
    })),
  });
}

async function generate(path: string, bytes: number, layout: "lines" | "array"): Promise<number> {
  const file = createWriteStream(path);
  let written = 0;
  let items = 0;
  if (layout === "array") file.write("[");
  while (written < bytes) {
    const text = `${layout === "array" && items > 0 ? "," : ""}${profile(items++)}\n`;
    written += Buffer.byteLength(text);
    if (!file.write(text)) await once(file, "drain");
  }
  file.end(layout === "array" ? "]" : "");
  await once(file, "close");
  return items;
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

const postgres = await startPostgres({ isDurable: true });
const folder = await mkdtemp(join(tmpdir(), "igminer-bench-"));
try {
  let isWithin = true;
  for (const layout of ["lines", "array"] as const) {
    const peaks: number[] = [];
    for (const bytes of SIZES) {
      const path = join(folder, layout === "lines" ? "profiles.jsonl" : "profiles.json");
      const items = await generate(path, bytes, layout);
      const url = await freshDatabase(postgres.url, "bench_import");
      for (const turn of bytes === SIZES[0] ? ["first", "again"] : ["first"]) {
        const { result, wallMs, peakBytes } = await runIgminer(["import", path, "--quiet"], {
          DATABASE_URL: url,
        });
        if (turn === "first") peaks.push(peakBytes);
        const rows = items * (2 + POSTS + NEIGHBOURS);
        console.log(
          `${layout}, ${megabytes((await stat(path)).size)}, ${turn}: ${(result.ok as number).toLocaleString("en")} accounts in ${(wallMs / 1_000).toFixed(1)} s: ` +
            `${(bytes / 1e6 / (wallMs / 1_000)).toFixed(1)} MB/s, ${Math.round(rows / (wallMs / 1_000)).toLocaleString("en")} rows/s; peak memory ${megabytes(peakBytes)}`,
        );
      }
    }
    const growth = (peaks[1] as number) / (peaks[0] as number);
    isWithin &&= growth <= 1.3;
    console.log(`${layout}: memory ratio ${growth.toFixed(2)} (promised: at most 1.3)`);
  }
  process.exitCode = isWithin ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
}
