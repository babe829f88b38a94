import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import audienceAdd from "../../src/commands/audience-add.js";
import discover from "../../src/commands/discover.js";
import discoverReport from "../../src/commands/discover-report.js";
import mineNew from "../../src/commands/mine-new.js";
import qualify from "../../src/commands/qualify.js";
import rank from "../../src/commands/rank.js";
import { DISCOVERY_CHANNELS } from "../../src/core/discovery/channels/channels.js";
import { worthAsking } from "../../src/core/discovery/questions.js";
import { searchInRounds } from "../../src/core/discovery/rounds.js";
import { hikerEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";

const PER_CHANNEL = 5;

describe.each(STORES)("discover on %s", (store) => {
  test("each channel brings names with what was told of them, paid for under the audience's purpose", async () => {
    const sandbox = await sandboxOf({ accounts: 5_000 });
    const settings = await readyStore(store);
    const environment = { ...hikerEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(audienceAdd, { lang: "de,en,fr,es" }, environment, ["many"]);
    await runCommand(mineNew, { batch: "50", concurrency: "8", audience: "many" }, environment);
    await runCommand(qualify, { batch: "200" }, environment);
    // The sandbox's search finds people by their names.
    const keywords = await inStore(settings, async (db) => {
      const { rows } = await sql<{ name: string }>`
        select replace(username, '.', ' ') as name
        from "InitialInstagramAccount"
        where account_id is null and username ~ '^[a-z]+[.][a-z]+$'
        order by id
        limit 5
      `.execute(db);
      return rows.map(({ name }) => name).join(",");
    });
    await runCommand(audienceAdd, { lang: "de,en,fr,es", keywords }, environment, ["some"]);
    await runCommand(rank, {}, environment);
    for (const { name } of DISCOVERY_CHANNELS) {
      const audience = name === "keyword" ? "some" : "many";
      const { code, json } = await runCommand(
        discover,
        { audience, channels: name, batch: String(PER_CHANNEL), maxRequests: String(4 * PER_CHANNEL) },
        environment,
      );
      expect({ name, code, ok: json.ok > 0 }).toEqual({ name, code: 0, ok: true });
    }
    const { channels, purposes, scored } = await inStore(settings, async (db) => ({
      channels: await sql<{ channel: string; told: number }>`
        select channel, sum(told)::int as told from "DiscoveryQuestion" group by channel having sum(told) > 0 order by channel
      `.execute(db),
      purposes:
        await sql`select distinct purpose from "Spend" where command = 'discover' order by purpose`.execute(
          db,
        ),
      scored: await sql<{ share: number }>`
        select avg((score.initial_id is not null)::int)::float8 as share
        from "FrontierTold" as told
        left join "FrontierScore" as score on score.initial_id = told.initial_id
        where told.channel <> 'related'
      `.execute(db),
    }));
    expect(channels.rows.map(({ channel }) => channel)).toEqual(
      DISCOVERY_CHANNELS.map(({ name }) => name as string).sort(),
    );
    expect(purposes.rows).toEqual([{ purpose: "discovery:many" }, { purpose: "discovery:some" }]);
    expect(scored.rows[0]?.share).toBe(1);
    const { json: report } = await runCommand(discoverReport, { audience: "many" }, environment);
    expect(report).toMatchObject({
      audience: "many",
      judged: expect.any(Number),
      requests: expect.any(Number),
    });
    expect(report.requests).toBeGreaterThan(0);
  });

  test("one call asks for names and mines the likeliest until its requests are spent; the report says what a wanted account costs", async () => {
    const sandbox = await sandboxOf({ accounts: 5_000 });
    const settings = await readyStore(store);
    const environment = {
      ...hikerEnvironment(sandbox),
      ...environmentOf(settings),
      IGMINER_HIKER_UNIT_PRICE: "0.001",
    };
    await runCommand(audienceAdd, { followers: "100-", postedWithin: "90d" }, environment, ["active"]);
    const { json } = await runCommand(
      discover,
      {
        audience: "active",
        maxRequests: "200",
        channels: "related,hashtag,place,keyword,followers,commenters,tagged",
        concurrency: "8",
      },
      environment,
    );
    expect(json).toMatchObject({ requests: 200, stop_reason: expect.stringContaining("--max-requests 200") });
    expect(json.accounts_new).toBeGreaterThan(20);
    expect(json.names_told).toBeGreaterThan(0);
    await runCommand(rank, {}, environment);
    const { json: report } = await runCommand(discoverReport, { audience: "active" }, environment);
    expect(report.requests).toBe(200);
    expect(report.found).toBeGreaterThan(0);
    expect(report.curve.at(-1)).toMatchObject({ requests: 200, wanted: report.found });
    const { bought, kept } = await inStore(settings, async (db) => {
      const { rows } = await sql<{ bought: number; kept: number }>`
        select count(frontier.account_id)::int as bought, count(*)::int as kept
        from "FrontierTold" as told
        join "FrontierScore" as score on score.initial_id = told.initial_id
        join "InitialInstagramAccount" as frontier on frontier.id = told.initial_id
        where told.is_private
      `.execute(db);
      return rows[0] as { bought: number; kept: number };
    });
    // One may have been on its way already when an answer told that it is private.
    expect(bought).toBeLessThanOrEqual(1);
    expect(kept).toBeGreaterThan(bought);
  });
});

test.each([
  ["2%", 0.02],
  ["100%", 1],
  ["200%", null],
  ["2", null],
])("--stop-below %s is a share of at most all", (given, share) => {
  const read = discover.options.stopBelow?.schema.safeParse(given);
  expect(read?.success === true ? read.data : null).toBe(share);
});

test("a search that brings too few wanted accounts stops by itself and says so", async () => {
  const notices: string[] = [];
  const turns = [0, 0, 0];
  const ended = {
    stop: null,
    nothingToDo: null,
    exitCode: 0,
    counts: { claimed: 50 },
    skipped: 0,
    tallies: {},
  };
  const brought = [
    { judged: 0, wanted: 0 },
    { judged: 60, wanted: 30 },
    { judged: 120, wanted: 40 },
    { judged: 260, wanted: 41 },
  ];
  await searchInRounds(
    {
      batch: 1_000,
      maxSeconds: null,
      onEvent: (event: { text: string }) => notices.push(event.text),
    } as never,
    {
      brought: async () => brought[turns.length - 3] as { judged: number; wanted: number },
      stopBelow: 0.02,
      ask: null,
      mine: async () => {
        turns.push(1);
        return ended as never;
      },
    },
  );
  expect(turns).toHaveLength(6);
  expect(notices).toEqual(["Stopped: of the last 140 judged accounts 0.7 % are wanted, below 2 %."]);
});

test("a channel whose names are seldom wanted is left out, once enough of them are judged", () => {
  const yields = [
    { channel: "hashtag", judged: 200, wanted: 2 },
    { channel: "place", judged: 10, wanted: 0 },
    { channel: "similar", judged: 200, wanted: 90 },
  ];
  const worth = worthAsking([{ name: "hashtag" }, { name: "place" }, { name: "similar" }], yields, 0.02);
  expect(worth.map(({ name }) => name)).toEqual(["place", "similar"]);
});
