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
        select channel, count(*)::int as told from "FrontierTold" where led_by is not null group by channel order by channel
      `.execute(db),
      purposes:
        await sql`select distinct purpose from "Spend" where command = 'discover' order by purpose`.execute(
          db,
        ),
      scored: await sql<{ share: number }>`
        select avg((score.initial_id is not null)::int)::float8 as share
        from "FrontierTold" as told
        left join "FrontierScore" as score on score.initial_id = told.initial_id
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
