/**
 * How many captions `detect-langs` and how many accounts `qualify` process per second of CPU of both sides, from and
 * into the database, by local rules alone, and their memory: CAPTIONS (40,000) posts and ACCOUNTS (10,000) accounts.
 * For comparison, the language detection of the same captions without a database.
 */
import pg from "pg";
import { languageOf } from "../../src/core/text/language.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { CAPTIONS, HOLDOUT } from "../../test/text/caption-cases.js";
import { cpuClock, since } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer } from "../support/processes.js";

const POSTS = Number(process.env.CAPTIONS ?? 40_000);
const ACCOUNTS = Number(process.env.ACCOUNTS ?? 10_000);
const TAGS = [
  "",
  " #love #instagood #photooftheday #picoftheday",
  " 😍🔥 @jane.doe #summer #travel",
  "\n.\n.\nhttps://example.com/shop?ref=ig #style #fashion #ootd ❤️",
];
const sentences = [CAPTIONS, HOLDOUT].flatMap((set) => Object.values(set).flat());
const captionOf = (number: number) =>
  `${sentences[number % sentences.length]} ${sentences[(number + 1) % sentences.length]}${TAGS[number % TAGS.length]}`;

async function fill(url: string): Promise<string[]> {
  const captions = Array.from({ length: POSTS }, (_, number) => captionOf(number));
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  await client.query(
    `insert into "InstagramAccountBase" (id, username, full_name, biography, followers_count, following_count, posts_count)
     select number, 'account.' || number, 'Anna Name ' || number, ($1::text[])[1 + number % array_length($1::text[], 1)] || E'\\nPhotographer',
       number * 7919 % 1000000, number % 5000, number % 900
     from generate_series(1, $2::int) as numbers(number)`,
    [sentences, ACCOUNTS],
  );
  await client.query(
    `insert into "InstagramPost" (id, account_id, shortcode, taken_at, media_type, caption, hashtags, mentions, clues, observed_at)
     select number, 1 + number % $2, 'code' || number, now() - number * interval '1 minute', 'image', caption,
       array['summer', 'tag' || number % 500], '{}', array[number % 3000, number % 1777], now()
     from unnest($1::text[]) with ordinality as given(caption, number)`,
    [captions, ACCOUNTS],
  );
  await client.query("vacuum analyze");
  await client.end();
  return captions;
}

const postgres = await startPostgres();
try {
  const url = await freshDatabase(postgres.url, "bench_sweeps");
  const captions = await fill(url);
  const cpu = await cpuClock(url);
  const alone = cpu();
  for (const caption of captions) languageOf(caption);
  const told = cpu().client - alone.client;
  console.log(
    `languages alone: ${Math.round(captions.length / told).toLocaleString("en")} captions/s of CPU`,
  );
  for (const [command, batch] of [
    ["detect-langs", POSTS],
    ["qualify", ACCOUNTS],
  ] as const) {
    const before = cpu();
    const { result, peakBytes } = await runIgminer([command, "--batch", String(batch), "--quiet"], {
      DATABASE_URL: url,
    });
    const { client, server } = since(cpu(), before);
    console.log(
      `${command}: ${(result.ok as number).toLocaleString("en")} in ${client.toFixed(1)} s of igminer's CPU and ${server.toFixed(1)} s of PostgreSQL's: ` +
        `${Math.round((result.ok as number) / (client + server)).toLocaleString("en")}/s; peak memory ${Math.round(peakBytes / 1e6)} MB`,
    );
  }
} finally {
  await postgres.stop();
}
