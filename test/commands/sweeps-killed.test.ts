import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/core/db/database.js";
import { runCli, startCli } from "../support/cli.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { environmentOf, opened, readyStore } from "../support/stores.js";

const ACCOUNTS = 600;
const COMMANDS = ["detect-langs", "count-captions", "find-countries", "find-emails"];
const CAPTIONS = ["Heute war ein wunderschöner Tag", "Hoy cociné la receta de mi abuela", "🔥🔥"];

type Settings = Parameters<typeof openDatabase>[0]["settings"];

/** Only on PostgreSQL: the embedded store cannot be watched while a command runs. */
async function storeOfAccounts(): Promise<Settings> {
  const settings = await readyStore("postgres");
  const database = await openDatabase({ settings, notify: () => {} });
  await observe(
    database.kysely,
    ...Array.from({ length: ACCOUNTS }, (_, index) =>
      profileOf(1_000 + index, {
        biography: index % 2 === 0 ? "📍Berlin" : "mail: jane [at] example [dot] com",
        posts: CAPTIONS.map((caption, place) => postOf(10_000 + 3 * index + place, { caption })),
      }),
    ),
  );
  // As if earlier rules had examined them and found nothing.
  await sql`update "InstagramAccountBase" set ig_email = null, ig_email_source = null, email_rules = 0`.execute(
    database.kysely,
  );
  await database.close();
  return settings;
}

async function contentsOf(settings: Settings): Promise<unknown[]> {
  const database = await openDatabase({ settings, notify: () => {} });
  const { rows } = await sql`
    select account.id::text, ig_email, ig_email_source, country, country_source, country_confidence, de_caption_count,
      country_rules, email_rules,
      (select array_agg(caption_lang order by id) from "InstagramPost" where account_id = account.id) as languages,
      (select jsonb_object_agg(lang, captions) from "CaptionLanguages" where account_id = account.id) as counts
    from "InstagramAccountBase" as account
    order by account.id
  `.execute(database.kysely);
  await database.close();
  return rows;
}

test("the sweeps of enrichment, killed with SIGKILL in the middle and run again, end with the rows of undisturbed runs", async () => {
  const undisturbed = await storeOfAccounts();
  const disturbed = await storeOfAccounts();
  const watcher = await opened(disturbed);
  const isUnderWay = async (command: string) => {
    const { rows } = await sql`select from "Run" where command = ${command} and ok > 0`.execute(
      watcher.kysely,
    );
    return rows.length > 0;
  };
  const ends: (string | null)[] = [];
  for (const command of COMMANDS) {
    const args = [command, "--batch", "10000", "--json"];
    const whole = await runCli(args, environmentOf(undisturbed));
    expect(whole, whole.stderr).toMatchObject({ code: 0 });

    const killed = startCli(args, environmentOf(disturbed));
    while (killed.process.exitCode === null && !(await isUnderWay(command)));
    killed.process.kill("SIGKILL");
    ends.push((await killed.ended).signal);
    const last = await runCli(args, environmentOf(disturbed));
    expect(last, last.stderr).toMatchObject({ code: 0 });
    const idle = await runCli(args, environmentOf(disturbed));
    expect(JSON.parse(idle.stdout)).toMatchObject({ claimed: 0 });
  }
  // The fastest may have ended before they were killed; most must not.
  expect(ends.filter((signal) => signal === "SIGKILL").length).toBeGreaterThanOrEqual(2);
  expect(await contentsOf(disturbed)).toEqual(await contentsOf(undisturbed));
});
