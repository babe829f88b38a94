import type { World } from "./world.js";

/** Columns that may differ between the two worlds, with the reason. */
const DIFFERS: Readonly<Record<string, string>> = {
  source: "who named a username first depends on the order of the work",
  claimed_by: "null once all is done, as is checked apart",
  outbox_id: "numbered in the order of the work",
  run_id: "numbered in the order of the work",
  next_attempt_at: "a time",
  answer: "kept where it arrived; one that was lost is looked up in the sequencer's list",
  remaining_in_plan: "told by an answer that may be lost",
  absences: "when a source said no, and how likely a lie is after what it was asked",
  catch_all_probe: "an invented mailbox",
  reference: "an id given by the sequencer in the order of the hand-over",
  words: "learned name by name, so rounded differently in another order",
  history_id: "counts each labelling in the mailbox, also a repeated one",
  instantly_lead_id: "given by the sequencer in the order of the hand-over",
};
/** Tables that record how the work went rather than its results. */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  Run: "as many rows as calls; its sums are compared",
  ErrorLog: "a disturbance may be told",
  Alert: "a run that died is told",
  Metrics: "taken again by each run; sums of items are compared",
  MetricsHourly: "rolled up from Metrics",
  MetricsTotal: "rolled up from Metrics",
  CommitMark: "of transactions under way",
  SourceState: "rates and breakers follow what happened",
  SpendReserved: "what a killed run had reserved, until it ends",
  Spend: "a killed run's requests were paid; compared as at least as much",
  SourcePrice: "times",
  AbsenceRecord: "as many questions as were asked",
  MailHostLease: "empty between runs",
  ViewSourceChange: "marks of what is to be counted",
  ViewRefresh: "times",
  WatchState: "times",
  RetentionWalk: "where purge stands",
  schema_migrations: "the same in both",
  ForgetSalt: "random",
  Forgotten: "salted hashes; their number is compared",
};
/** References to generated ids, replaced by what they stand for. */
const REFERENCES: Readonly<Record<string, string>> = {
  lead_id: `select email from "EmailSequenceLead" where id = part.value::bigint`,
  suppression_id: `select kind || ' ' || value from "Suppression" where id = part.value::bigint`,
  audience_id: `select name from "Audiences" where id = part.value::bigint`,
  initial_id: `select username from "InitialInstagramAccount" where id = part.value::bigint`,
};
/** Tables whose own ids have no meaning elsewhere. */
const NUMBERED: ReadonlySet<string> = new Set([
  "Audiences",
  "InstantlySync",
  "InitialInstagramAccount",
  "IGHistoryTable",
  "UsersToClone",
  "EmailOutbox",
  "EmailSequenceLead",
  "EmailVerification",
  "Suppression",
  "EmailMessage",
  "EmailSignal",
  "CloneTask",
  "ManualMiningQueue",
  "Qualification",
  "StrangerWord",
]);

/**
 * @param isServiceAway whether services were taken away, which counts as an attempt at what was asked of them; the database's
 * trouble never does.
 * @returns every table's rows as sorted text, without times and other expected differences.
 */
export async function contentsOf(
  { query }: World,
  { isServiceAway }: { isServiceAway: boolean },
): Promise<Map<string, string[]>> {
  const tables = await query(`
    select tables.table_name as name,
      coalesce(array_agg(columns.column_name) filter (where columns.data_type like 'timestamp%'), '{}')::text[] as times
    from information_schema.tables
    join information_schema.columns using (table_schema, table_name)
    where tables.table_schema = 'public' and tables.table_type = 'BASE TABLE'
    group by tables.table_name
    order by tables.table_name
  `);
  const contents = new Map<string, string[]>();
  for (const { name, times } of tables as { name: string; times: string[] }[]) {
    if (name in NOT_COMPARED) continue;
    const left = [
      ...times,
      ...Object.keys(DIFFERS),
      ...(isServiceAway ? ["attempts"] : []),
      ...(NUMBERED.has(name) ? ["id"] : []),
    ];
    const translations = Object.entries(REFERENCES).map(
      ([column, lookup]) => `when part.key = '${column}' then to_jsonb((${lookup}))`,
    );
    const rows = await query(`
      select (
        select jsonb_object_agg(part.key, case ${translations.join(" ")} else to_jsonb(part.value) end)
        from jsonb_each_text(to_jsonb(this) - '{${left.join(",")}}'::text[]) as part
      )::text as row
      from "${name}" as this
      order by 1
    `);
    contents.set(name, rows.map(({ row }) => String(row).replaceAll(/127\.0\.0\.1:\d+/g, "service")).sort());
  }
  return contents;
}

/** @returns sums that must be equal although the rows behind them differ. */
export async function sumsOf({ query }: World): Promise<Record<string, unknown>> {
  const [sums] = await query(`
    select
      (select count(*)::int from "Forgotten") as forgotten,
      (
        select coalesce(jsonb_object_agg(command, ok), '{}')
        from (
          select command, sum(ok)::int as ok from "Run"
          where command = any('{mine-new,detect-langs,count-captions,find-countries,find-emails,qualify,verify-emails,import-sequence}')
          group by command
        ) as done
      ) as ok_by_run
  `);
  return sums as Record<string, unknown>;
}

/**
 * @returns what must not remain in a store once nothing runs, as sentences: unfinished runs, and claims without an
 * owner.
 */
export async function openEnds({ query }: World): Promise<string[]> {
  const problems: string[] = [];
  const [open] = await query(`select count(*)::int as runs from "Run" where finished_at is null`);
  if (Number(open?.runs) > 0) problems.push(`${open?.runs} runs without an end`);
  const claimed = await query(`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'claimed_by'
  `);
  for (const { name } of claimed) {
    const [row] = await query(`select count(*)::int as rows from "${name}" where claimed_by is not null`);
    if (Number(row?.rows) > 0) problems.push(`${row?.rows} rows of ${name} are still claimed`);
  }
  return problems;
}

/** @returns the commands whose runs and metrics add up to different sums, as sentences. Purged metrics are not counted. */
export async function disagreements({ query }: World): Promise<string[]> {
  const [row] = await query(`
    select count(*)::int as commands
    from (
      select command, sum(ok) as ok, (
        select sum(value) from "Metrics" where name = 'items' and tags ->> 'outcome' = 'ok' and tags ->> 'command' = command
      ) as told
      from "Run" group by command
    ) as each
    where coalesce(told, 0) <> coalesce(ok, 0)
  `);
  return Number(row?.commands) > 0 ? [`${row?.commands} commands whose runs and metrics disagree`] : [];
}
