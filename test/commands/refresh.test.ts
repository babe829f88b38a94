import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import mineNew from "../../src/commands/mine-new.js";
import refresh from "../../src/commands/refresh.js";
import type { Schema } from "../../src/core/db/schema.js";
import { idOf } from "../../src/sandbox/world/account.js";
import { hasVanished, isRenamed } from "../../src/sandbox/world/changes.js";
import { firstNameOf, usernameOf } from "../../src/sandbox/world/names.js";
import type { World } from "../../src/sandbox/world/world.js";
import { hikerEnvironment, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";

/** All rows whose version matters: a rewritten row has another version. */
const versionsIn = async (db: Kysely<Schema>) => {
  const { rows } = await sql<{ versions: string }>`
    select string_agg(of_table || ':' || version, ' ' order by of_table, version) as versions
    from (
      select 'account' as of_table, id || '@' || xmin::text as version from "InstagramAccountBase"
      union all
      select 'post', id || '@' || xmin::text from "InstagramPost"
      union all
      select 'history', id || '@' || xmin::text from "IGHistoryTable"
    ) as versions
  `.execute(db);
  return rows[0]?.versions;
};

const agedBy = (days: number) => (db: Kysely<Schema>) =>
  sql`update "RefreshSchedule" set seen_at = seen_at - make_interval(secs => ${days * 86_400}::float8), next_attempt_at = next_attempt_at - make_interval(secs => ${days * 86_400}::float8)`.execute(
    db,
  );

describe.each(STORES)("refresh on %s", (store) => {
  test("takes what was last seen longer ago than IGMINER_REFRESH_DAYS; what has not changed is not written", async () => {
    const sandbox = await sandboxOf({ accounts: 60 });
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    expect((await runCommand(refresh, {}, environment)).json.nothing_to_do).toContain("igminer mine-new");
    const mined = (await runCommand(mineNew, { batch: "100" }, environment)).json;
    expect((await runCommand(refresh, {}, environment)).json).toMatchObject({
      claimed: 0,
      requests: 0,
      nothing_to_do: expect.stringContaining("7 d"),
    });
    const before = await inStore(settings, async (db) => {
      await agedBy(6)(db);
      return versionsIn(db);
    });
    expect((await runCommand(refresh, {}, environment)).json.claimed).toBe(0);
    expect((await runCommand(refresh, { olderThan: "5d", batch: "10" }, environment)).json).toMatchObject({
      ok: 10,
      accounts_changed: 0,
      posts_new: 0,
      posts_changed: 0,
    });
    await inStore(settings, agedBy(1));
    expect((await runCommand(refresh, {}, environment)).json.ok).toBe(mined.ok - 10);
    expect(await inStore(settings, versionsIn)).toBe(before);
  });

  test("asks within IGMINER_FRESH_HOURS for nothing again, except with --force, and then for nothing twice", async () => {
    const sandbox = await sandboxOf({ accounts: 30 });
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    const { ok } = (await runCommand(mineNew, { batch: "100" }, environment)).json;
    expect((await runCommand(refresh, { olderThan: "0s" }, environment)).json).toMatchObject({
      requests: 0,
      nothing_to_do: expect.stringContaining("--force"),
    });
    expect((await runCommand(refresh, { force: true }, environment)).json).toMatchObject({
      ok,
      requests: ok,
    });
    await inStore(settings, (db) =>
      sql`update "InstagramAccountBase" set next_refresh_at = now() where username in ('nasa', 'nike')`.execute(
        db,
      ),
    );
    expect((await runCommand(refresh, {}, environment)).json.ok).toBe(2);
  });

  test("over ten days follows new names, notes growth and new posts, and keeps those who have gone, ever longer unasked", async () => {
    const accounts = 150;
    const sandbox = await sandboxOf({ accounts });
    const world: World = { seed: 1, accounts, postsPerAccount: null, relatedPerAccount: null, day: 10 };
    const settings = await readyStore(store);
    const environment = { ...hikerEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "300", concurrency: "8" }, environment);
    sandbox.setDay(10);
    const known = await inStore(settings, async (db) => {
      await agedBy(10)(db);
      return db.selectFrom("InstagramAccountBase").select(["id", "username"]).execute();
    });
    const numbers = Array.from({ length: accounts }, (_, number) => number).filter((number) =>
      known.some(({ id }) => id === BigInt(idOf(number))),
    );
    const renamed = numbers.filter((number) => isRenamed(world, number) && !hasVanished(world, number));
    const gone = numbers.filter((number) => hasVanished(world, number));
    expect(renamed.length).toBeGreaterThan(0);
    expect(gone.length).toBeGreaterThan(0);

    const { json } = await runCommand(refresh, { batch: "300", concurrency: "8" }, environment);
    expect(json).toMatchObject({
      ok: known.length - gone.length,
      // One look proves nothing yet.
      unknown: gone.length,
      not_found: 0,
      renamed: renamed.length,
      exit_code: 0,
    });
    expect(json.accounts_changed).toBeGreaterThan(20);
    expect(json.posts_new).toBeGreaterThan(20);

    await inStore(settings, async (db) => {
      const number = renamed[0] as number;
      const id = BigInt(idOf(number));
      const account = await db
        .selectFrom("InstagramAccountBase")
        .selectAll()
        .where("id", "=", id)
        .executeTakeFirst();
      const history = await db
        .selectFrom("IGHistoryTable")
        .select("username")
        .where("account_id", "=", id)
        .where("username", "is not", null)
        .orderBy("recorded_at")
        .execute();
      expect(account?.username).toBe(usernameOf(world, number));
      expect(history.map(({ username }) => username)).toEqual([
        firstNameOf(world, number),
        account?.username,
      ]);
      const paces = await sql<{ pace: number; accounts: number }>`
        select pace, count(*)::int as accounts from "RefreshSchedule" where outcome = 'ok' group by pace order by pace
      `.execute(db);
      expect(paces.rows.map(({ pace }) => pace)).toEqual([-1, 0, 1]);
      expect((await db.selectFrom("InstagramAccountBase").select("id").execute()).length).toBe(
        known.length + json.accounts_new,
      );
    });

    const waits: number[] = [];
    for (let look = 0; look < 6; look++) {
      const { rows } = await inStore(settings, (db) =>
        sql<{ days: number }>`
          select round(extract(epoch from max(next_attempt_at) - now()) / 86400)::int as days
          from "RefreshSchedule"
          where outcome in ('unknown', 'not_found')
        `.execute(db),
      );
      const days = rows[0]?.days ?? 0;
      waits.push(days);
      await inStore(settings, agedBy(days + 1));
      const again = await runCommand(refresh, { olderThan: "1000d" }, environment);
      expect(again.json).toMatchObject({ not_found: gone.length, unknown: 0, ok: 0 });
    }
    expect(waits[0]).toBeLessThanOrEqual(1);
    expect(waits[1]).toBe(1);
    expect(waits.slice(2)).toEqual(waits.slice(2).sort((a, b) => a - b));
    expect(waits.slice(-2)).toEqual([28, 28]);
  });

  test("on the web a renamed account is not found, and is back as soon as its new name is mined", async () => {
    const accounts = 150;
    const sandbox = await sandboxOf({ accounts });
    const world: World = { seed: 1, accounts, postsPerAccount: null, relatedPerAccount: null, day: 30 };
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "300", concurrency: "8" }, environment);
    sandbox.setDay(30);
    await inStore(settings, agedBy(10));
    const first = (await runCommand(refresh, { batch: "300", concurrency: "8" }, environment)).json;
    expect(first.renamed).toBe(0);
    expect(first.unknown).toBeGreaterThan(2);
    await runCommand(mineNew, { batch: "300", concurrency: "8" }, environment);
    const { rows } = await inStore(settings, (db) =>
      sql<{ id: bigint; username: string; outcome: string }>`
        select account.id, account.username, schedule.outcome
        from "InstagramAccountBase" as account
        join "RefreshSchedule" as schedule on schedule.id = account.id
        where account.username like '%.ig'
      `.execute(db),
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const { id, username, outcome } of rows) {
      const number = Array.from({ length: accounts }, (_, each) => each).find(
        (each) => idOf(each) === String(id),
      );
      expect({ username, outcome }).toEqual({ username: usernameOf(world, number as number), outcome: "ok" });
    }
  });
});
