import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/core/db/database.js";
import { runCli, startCli } from "../support/cli.js";
import { minedData } from "../support/contents.js";
import { apifyPost, apifyProfile, lines } from "../support/exchange.js";
import { letKilledRunsDie } from "../support/run-killed.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";

const IMPORT = ["import", "-", "--observed-at", "2026-06-01", "--json"];
/** After this share of the input plus a delay in milliseconds, so that reading, saving and committing are all hit. */
const MOMENTS: [share: number, delayMs: number][] = [
  [0.3, 25],
  [0.55, 3],
  [0.75, 60],
  [0.98, 40],
];

/** Accounts with posts and neighbours, some of them twice with changes, posts of others, names, and bad lines. */
const INPUT = lines(
  Array.from({ length: 1_500 }, (_, at) => {
    if (at % 100 === 50) return { strange: at };
    if (at % 10 === 5) return { username: `name${at}` };
    if (at % 10 === 6)
      return apifyPost(BigInt(at), { ownerId: String(5_000 + at), ownerUsername: `author${at}` });
    return apifyProfile(at % 1_100, {
      followersCount: at,
      latestPosts: [1, 2, 3, 4].map((post) => apifyPost(BigInt(10_000 + 10 * at + post))),
      relatedProfiles: [{ id: "1", username: `neighbour${at % 300}` }],
    });
  }),
);

describe.each(STORES)("import into %s, killed with SIGKILL", (store) => {
  test("at four moments and run again, ends with the same rows as a run that nobody disturbed", async () => {
    const undisturbed = await readyStore(store);
    const whole = await runCli(IMPORT, environmentOf(undisturbed), INPUT);
    expect(whole, whole.stderr).toMatchObject({ code: 3 });

    const disturbed = await readyStore(store);
    const environment = environmentOf(disturbed);
    for (const [share, delayMs] of MOMENTS) {
      const run = startCli(IMPORT, environment, null);
      const { stdin } = run.process;
      await new Promise((taken) => stdin?.write(INPUT.slice(0, share * INPUT.length), taken));
      await sleep(delayMs);
      expect(run.process.exitCode, run.stderr()).toBeNull();
      run.process.kill("SIGKILL");
      expect(await run.ended).toMatchObject({ signal: "SIGKILL" });
      await letKilledRunsDie(disturbed);
    }
    const last = await runCli(IMPORT, environment, INPUT);
    expect(last, last.stderr).toMatchObject({ code: 3 });

    const [expected, found] = await Promise.all(
      [undisturbed, disturbed].map(async (settings) => {
        const database = await openDatabase({ settings, notify: () => {} });
        const runs = await sql`
          select status, count(*)::int as runs from "Run" group by status order by status
        `.execute(database.kysely);
        const data = await minedData(database.kysely);
        await database.close();
        return { data, runs: runs.rows };
      }),
    );
    expect(found?.data).toEqual(expected?.data);
    expect(expected?.data.accounts?.length).toBeGreaterThan(1_000);
    expect(found?.runs).toEqual([
      { status: "died", runs: MOMENTS.length },
      { status: "partial", runs: 1 },
    ]);
  });
});
