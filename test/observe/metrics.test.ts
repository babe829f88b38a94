import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import parsePrometheus from "parse-prometheus-text-format";
import { describe, expect, test } from "vitest";
import { prometheusText } from "../../src/core/observe/prometheus.js";
import { countOld, purgeSome } from "../../src/core/observe/purge.js";
import { foldMetrics, readTotals, recordSizes } from "../../src/core/observe/roll-up.js";
import { readStatus } from "../../src/core/observe/status.js";
import { writeMetrics } from "../../src/core/record/metrics.js";
import { runCli } from "../support/cli.js";
import { emptyFolder, environmentOf, migratedStore, opened, readyStore, STORES } from "../support/stores.js";
import { fillFrontier, runTask, taskOf } from "../support/tasks.js";

const KEEP = {
  accountsDays: null,
  postsDays: null,
  leadsDays: null,
  mailDays: null,
  errorsDays: 90,
  runsDays: 90,
  metricsDays: 400,
};
const items = (value: number, outcome = "ok") => ({
  name: "items",
  value,
  tags: { command: "mine-new", outcome },
});

describe.each(STORES)("metrics, on %s", (store) => {
  test("are folded into hours and totals: nothing is counted twice or lost, and totals never fall", async () => {
    const { kysely: db } = await migratedStore(store);
    const age = (span: string) => sql`update "Metrics" set at = at - ${span}::interval`.execute(db);
    await writeMetrics(db, [items(3), items(4), items(1, "failed")]);
    await age("90 minutes");
    await writeMetrics(db, [items(10)]);
    await age("3 hours");
    await writeMetrics(db, [items(100)]);
    const before = await readTotals(db);
    const fold = (limit: number) => db.transaction().execute((tx) => foldMetrics(tx, limit));
    expect([await fold(3), await fold(3), await fold(3)]).toEqual([3, 1, 0]);
    expect(await readTotals(db)).toEqual(before);
    expect(before).toContainEqual({ name: "items", tags: { command: "mine-new", outcome: "ok" }, sum: 117 });
    const { rows: hours } = await sql<{ sum: number; count: bigint }>`
      select sum, count from "MetricsHourly" where tags ->> 'outcome' = 'ok' order by hour
    `.execute(db);
    expect(hours.map(({ sum, count }) => [sum, count])).toEqual([
      [7, 2n],
      [10, 1n],
    ]);
    await sql`update "MetricsHourly" set hour = hour - interval '401 days'`.execute(db);
    expect(await db.transaction().execute((tx) => purgeSome(tx, KEEP, 100))).toMatchObject({
      tallies: { metrics_deleted: 3 },
    });
    expect(await readTotals(db)).toEqual(before);
  });

  test("still say after folding how many items failed for good today", async () => {
    const { kysely: db } = await migratedStore(store);
    await writeMetrics(db, [items(2, "failed")]);
    await sql`update "Metrics" set at = at - interval '5 hours'`.execute(db);
    await writeMetrics(db, [items(40), items(2, "retried")]);
    await db.transaction().execute((tx) => foldMetrics(tx, 100));
    expect(await readStatus(db)).toMatchObject({
      newDeadLettersToday: 2,
      lastHour: { items: 42, errors: 2 },
    });
  });

  test("and status tell how much waits in each queue, and what of it is a command's own", async () => {
    const { kysely: db } = await migratedStore(store);
    await sql`
      insert into "ManualMiningQueue" (username, requested_by, outcome, claimed_by)
      values ('a', 'me', null, null), ('b', 'me', null, 7), ('c', 'me', 'retry', null), ('d', 'me', 'failed', null), ('e', 'me', 'ok', null)
    `.execute(db);
    await sql`insert into "InstagramAccountBase" (id, username) values (1, 'a'), (2, 'b')`.execute(db);
    await sql`
      insert into "InstagramPost" (id, account_id, shortcode, taken_at, media_type, comment_count, comments_searched)
      values (1, 1, 'x', now(), 'image', 6, false), (2, 1, 'y', now(), 'image', 6, true), (3, 1, 'z', now(), 'image', 5, false)
    `.execute(db);
    await sql`insert into "CommentImport" (id, outcome) values (2, 'failed')`.execute(db);
    await sql`
      insert into "UsersToClone" (account_id, is_watch, alt_username, outcome)
      values (1, true, null, null), (2, true, 'b2', 'retry'), (2, false, 'b3', null)
    `.execute(db);
    const { queues } = await readStatus(db);
    const rowsOf = (name: string) =>
      Object.fromEntries(
        Object.entries(queues.find(({ queue }) => queue === name)?.states ?? {}).map(([state, count]) => [
          state,
          count.rows,
        ]),
      );
    expect(rowsOf("mine-manual")).toEqual({ fresh: 2, retry: 1, claimed: 1, failed: 1 });
    expect(rowsOf("import-comments")).toEqual({ fresh: 1, retry: 0, claimed: 0, failed: 1 });
    expect(rowsOf("vary-names")).toEqual({ fresh: 1, retry: 0, claimed: 0, failed: 0 });
    expect(rowsOf("validate-clones")).toEqual({ fresh: 1, retry: 1, claimed: 0, failed: 0 });
    expect(rowsOf("qualify")).toEqual({ fresh: 2, retry: 0, claimed: 0, failed: 0 });
    // Accounts are refreshed in an endless cycle: none is ever the last.
    expect(rowsOf("refresh")).toEqual({ retry: 0, claimed: 0, failed: 0 });
  });

  test("are kept as told; errors, alerts and runs too, but for the last run of a command", async () => {
    const { kysely: db } = await migratedStore(store);
    await sql`
      insert into "Run" (command, host, pid, version, started_at, finished_at, status)
      select command, 'h', 1, '0', now() - age, now() - age, 'done'
      from (values ('a', interval '100 days'), ('a', interval '95 days'), ('b', interval '100 days'), ('b', interval '1 day'))
        as run(command, age)
    `.execute(db);
    await sql`
      insert into "ErrorLog" (command, kind, message, at)
      values ('a', 'k', 'old', now() - interval '91 days'), ('a', 'k', 'new', now())
    `.execute(db);
    expect(await countOld(db, KEEP)).toMatchObject({ Run: 2, ErrorLog: 1, Alert: 0 });
    await db.transaction().execute((tx) => purgeSome(tx, KEEP, 2));
    await db.transaction().execute((tx) => purgeSome(tx, KEEP, 2));
    const runs = await db.selectFrom("Run").select("command").orderBy("id").execute();
    expect(runs.map(({ command }) => command)).toEqual(["a", "b"]);
    expect(await db.selectFrom("ErrorLog").select("message").execute()).toEqual([{ message: "new" }]);
  });

  test("are text that Prometheus reads, whatever is in a label", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 4);
    await runTask(
      database,
      taskOf(async (name) => {
        if (name === "name101") throw new Error("no");
      }),
    );
    const odd = 'back\\slash "quoted"\nline';
    await writeMetrics(db, [{ name: "errors", value: 2, tags: { command: odd, kind: "unexpected" } }]);
    const text = await prometheusText(db, {
      version: "1.2.3",
      report: await readStatus(db),
      services: [],
      dailyBudgetOf: () => null,
    });
    const families = new Map(parsePrometheus(text).map((family) => [family.name, family]));
    expect(families.get("igminer_items_total")?.metrics).toContainEqual({
      value: "3",
      labels: { command: "task", outcome: "ok" },
    });
    expect(families.get("igminer_errors_total")?.metrics).toContainEqual({
      value: "2",
      labels: { command: odd, kind: "unexpected" },
    });
    const success = families.get("igminer_command_last_success_timestamp_seconds")?.metrics[0];
    expect(Math.abs(Number(success?.value) - Date.now() / 1_000)).toBeLessThan(60);
    for (const { name, type, help } of families.values()) {
      expect(name).toMatch(/^igminer_[a-z_]+$/);
      expect(help).not.toBe("");
      expect([name, name.endsWith("_total")]).toEqual([name, type === "COUNTER"]);
    }
    // A timestamp would be a third word.
    for (const line of text.split("\n").filter((each) => each.startsWith("igminer_")))
      expect(line.replace(/\{.*\}/, "").split(" ")).toHaveLength(2);
  });
});

test("the text file is replaced as a whole, and the purge writes down how large queues are", async () => {
  const settings = await readyStore("postgres");
  const folder = await emptyFolder();
  const file = join(folder, "igminer.prom");
  const { kysely: db } = await opened(settings);
  await fillFrontier(db, 5);
  await recordSizes(db);
  expect(await readTotals(db)).toContainEqual({
    name: "queue_rows",
    tags: { queue: "frontier", state: "fresh" },
    sum: 5,
  });
  expect(await readTotals(db)).toContainEqual({
    name: "queue_rows",
    tags: { queue: "verify-emails", state: "failed" },
    sum: 0,
  });
  for (let time = 0; time < 2; time++)
    expect(await runCli(["metrics", "--textfile", file], environmentOf(settings))).toMatchObject({ code: 0 });
  expect(readdirSync(folder)).toEqual(["igminer.prom"]);
  expect(readFileSync(file, "utf8")).toContain('igminer_queue_rows{queue="frontier",state="fresh"} 5');
  expect(readFileSync(file, "utf8")).toContain('igminer_queue_rows{queue="hand-over",state="retry"} 0');
  const nowhere = await runCli(["metrics", "--textfile", "/proc/no/igminer.prom"], environmentOf(settings));
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot be written") });
});

test("the Grafana dashboard asks for nothing that is not told", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const dashboard = readFileSync(join(root, "docs/grafana-dashboard.json"), "utf8");
  const source = readFileSync(join(root, "src/core/observe/prometheus.ts"), "utf8");
  const asked = new Set(dashboard.match(/igminer_[a-z_]+/g));
  expect(asked.size).toBeGreaterThan(10);
  expect([...asked].filter((name) => !source.includes(`"${name}"`))).toEqual([]);
});
