/**
 * The whole product with an audience (sandbox → mine-new → qualify → rank → mine-new) against mine-new without one, in
 * the same run. Labels arrive late (after each batch), and one in ten is wrong. Prints wanted accounts by number of
 * requests, and how many went to farms of false followers if the world has any (--farms 0.2). npm run --silent bench:discovery -- --requests 600 --batch 60 --homophily 0.75 --json
 */
import { parseArgs } from "node:util";
import pg from "pg";
import audienceAdd from "../../src/commands/audience-add.js";
import mineNew from "../../src/commands/mine-new.js";
import qualify from "../../src/commands/qualify.js";
import rank from "../../src/commands/rank.js";
import seed from "../../src/commands/seed.js";
import { hashOf, hashOfText, shareOf } from "../../src/sandbox/random.js";
import { startSandbox } from "../../src/sandbox/server.js";
import { isFarmed } from "../../src/sandbox/world/farms.js";
import { accountNumbered } from "../../src/sandbox/world/look-alikes.js";
import { numberOf, personOf } from "../../src/sandbox/world/names.js";
import { runCommand } from "../../test/support/commands.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { freshDatabase } from "../support/databases.js";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "600" },
    batch: { type: "string", default: "60" },
    accounts: { type: "string", default: "20000" },
    homophily: { type: "string", default: "0.75" },
    farms: { type: "string", default: "0" },
    language: { type: "string", default: "de" },
    json: { type: "boolean", default: false },
  },
});
const requests = Number(values.requests);
const batch = Number(values.batch);
const accounts = Number(values.accounts);
const WRONG = 0.1;
const SEEDS = 5;
const world = {
  seed: 1,
  accounts,
  postsPerAccount: null,
  relatedPerAccount: null,
  day: 0,
  homophily: Number(values.homophily),
  farms: Number(values.farms),
};
/** The truth about an account, whatever igminer believes. */
const isInFarm = (username: string) => {
  const number = numberOf(world, username);
  return number !== null && isFarmed(world, number);
};
const isWanted = (username: string) => {
  const number = numberOf(world, username);
  return (
    number !== null && !isFarmed(world, number) && personOf(world, number).language.code === values.language
  );
};

/** Mines in batches; after each, labels arrive, one in ten of them wrong. @returns wanted accounts after each batch, and accounts of farms in all. */
async function mined(
  databaseUrl: string,
  sandboxUrl: string,
  isAimed: boolean,
): Promise<{ curve: number[]; farmed: number }> {
  const environment = {
    DATABASE_URL: databaseUrl,
    IGMINER_WEB_BASE_URL: sandboxUrl,
    IGMINER_WEB_RATE_PER_MINUTE: "1000000",
    IGMINER_WEB_MAX_RATE_PER_MINUTE: "1000000",
  };
  const run = (
    ...[command, flags, names]: readonly [Parameters<typeof runCommand>[0], Record<string, string>, string[]?]
  ) => runCommand(command, flags, environment, names ?? []);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const curve: number[] = [];
  let farmed = 0;
  try {
    await run(audienceAdd, { lang: values.language }, ["wanted"]);
    await run(seed, {}, seeds());
    const aim: Record<string, string> = isAimed ? { audience: "wanted" } : {};
    for (let asked = 0; asked < requests; ) {
      const size = asked === 0 ? SEEDS : Math.min(batch, requests - asked);
      await run(mineNew, { ...aim, batch: String(size), concurrency: "4" });
      await run(qualify, { batch: "1000" });
      const { rows } = await client.query<{ username: string }>(
        'select username from "InstagramAccountBase"',
      );
      const names = rows.map(({ username }) => username);
      curve.push(names.filter(isWanted).length);
      farmed = names.filter(isInFarm).length;
      await turnLabels(client, names);
      if (isAimed) await run(rank, {});
      asked += size;
    }
  } finally {
    await client.end();
  }
  return { curve, farmed };
}

function seeds(): string[] {
  const names: string[] = [];
  for (let number = 100; names.length < SEEDS; number++) {
    const account = accountNumbered(world, number);
    if (account !== null && isWanted(account.username)) names.push(account.username);
  }
  return names;
}

/** Gives one account in ten a wrong language: another for wanted ones, the wanted one for others. */
async function turnLabels(client: pg.Client, names: readonly string[]): Promise<void> {
  const wrong = names.filter((name) => shareOf(hashOf(77, hashOfText(name))) < WRONG);
  await client.query(
    `update "InstagramAccountBase" set ai_bio_lang = case when username = any($1) then 'FI' else $2 end
     where username = any($3)
       and ai_bio_lang is distinct from case when username = any($1) then 'FI' else $2 end`,
    [wrong.filter(isWanted), values.language.toUpperCase(), wrong],
  );
}

const postgres = await startPostgres({ isDurable: false });
const sandbox = await startSandbox({
  accounts,
  seed: world.seed,
  homophily: world.homophily,
  farms: world.farms,
});
try {
  const today = await mined(await freshDatabase(postgres.url, "bench_today"), sandbox.url, false);
  const aimed = await mined(await freshDatabase(postgres.url, "bench_aimed"), sandbox.url, true);
  const ratio = (aimed.curve.at(-1) ?? 0) / (today.curve.at(-1) ?? 1);
  const share = Array.from({ length: 2_000 }, (_, number) => personOf(world, number).language.code).filter(
    (code) => code === values.language,
  ).length;
  const result = {
    requests,
    homophily: world.homophily,
    share: share / 2_000,
    wanted: { today: today.curve, aimed: aimed.curve },
    farmed: { today: today.farmed, aimed: aimed.farmed },
    ratio,
  };
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.log(
      `wanted accounts after each batch of ${batch} requests (${values.language}, ${(share / 20).toFixed(1)} % of the world)`,
    );
    console.table(today.curve.map((wanted, index) => ({ today: wanted, aimed: aimed.curve[index] })));
    if (world.farms > 0) console.log(`accounts of farms: today ${today.farmed}, aimed ${aimed.farmed}`);
    console.log(`aimed to today's order: ${ratio.toFixed(2)} (promised: at least 2)`);
  }
  process.exitCode = ratio >= 2 ? 0 : 1;
} finally {
  await sandbox.close();
  await postgres.stop();
}
