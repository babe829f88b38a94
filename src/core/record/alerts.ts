import { type Kysely, sql } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { AlertKind } from "../db/schema/operations.js";
import type { Schema } from "../db/schema.js";

/** Something that a person is to be told. */
export interface NewAlert {
  kind: AlertKind;
  /** What it is about: a command, a source, a check. The same kind of the same subject is told once an hour. */
  subject: string;
  message: string;
  /** How often it has happened; 1 where left out. */
  count?: number;
  runId?: bigint;
}

/** An alert as it stands in the outbox. */
export interface WaitingAlert {
  id: bigint;
  kind: AlertKind;
  subject: string;
  message: string;
  count: bigint;
  first_at: Date;
  last_at: Date;
  run_id: bigint | null;
  delivered_to: string[];
}

/** Older news is none: nobody is to be woken by what a channel that is set up today has missed last week. */
const NEWS_FOR = sql`interval '1 day'`;
const isNews = sql<boolean>`"Alert".last_at > now() - ${NEWS_FOR}`;

/**
 * Puts alerts into the outbox, in the transaction of what caused them: neither is there without the other. What is
 * waiting to be told already is counted there, with its newest message.
 */
export async function raiseAlerts(db: Kysely<Schema>, alerts: readonly NewAlert[]): Promise<void> {
  if (alerts.length === 0) return;
  // In order of the key, so that two who raise the same ones do not wait for each other.
  await sql`
    insert into "Alert" (kind, subject, message, count, run_id)
    select kind, subject, message, count, run_id
    from ${rowsAs("raised", mergedOf(alerts), {
      kind: ["text", ({ kind }) => kind],
      subject: ["text", ({ subject }) => subject],
      message: ["text", ({ message }) => message],
      count: ["bigint", ({ count }) => count ?? 1],
      run_id: ["bigint", ({ runId }) => runId ?? null],
    })}
    order by kind, subject
    on conflict (kind, subject) where sent_at is null do update
    set count = excluded.count + case when ${isNews} then "Alert".count else 0 end,
        first_at = case when ${isNews} then "Alert".first_at else now() end,
        message = excluded.message,
        run_id = excluded.run_id,
        last_at = now()
  `.execute(db);
}

/** One statement cannot touch the same waiting row twice. */
function mergedOf(alerts: readonly NewAlert[]): NewAlert[] {
  const merged = new Map<string, NewAlert>();
  for (const alert of alerts) {
    const key = `${alert.kind} ${alert.subject}`;
    const count = (merged.get(key)?.count ?? 0) + (alert.count ?? 1);
    merged.set(key, { ...alert, count });
  }
  return [...merged.values()];
}

/** The same kind of the same subject is told so often at most. */
const TOLD_EVERY = sql`interval '1 hour'`;
/** A process that dies while it sends lets another one try after this. */
const SENDING_FOR = sql`interval '1 minute'`;

/** Alerts that may be told now: not told within the hour, not waiting for another try, not being sent. */
const isDue = sql<boolean>`
  alert.sent_at is null
  and alert.last_at > now() - ${NEWS_FOR}
  and coalesce(alert.next_attempt_at, '-infinity') <= now()
  and coalesce(alert.sending_until, '-infinity') <= now()
  and not exists (
    select 1
    from "Alert" as told
    where told.kind = alert.kind and told.subject = alert.subject and told.sent_at > now() - ${TOLD_EVERY}
  )`;

/** Takes the alerts that are due, so that no other process sends them for the next minute. The oldest first. */
export async function takeDueAlerts(db: Kysely<Schema>, limit: number): Promise<WaitingAlert[]> {
  const { rows } = await sql<WaitingAlert>`
    with due as (
      select alert.id
      from "Alert" as alert
      where ${isDue}
      order by alert.id
      limit ${limit}
      for no key update skip locked
    ),
    taken as (
      update "Alert" as alert
      set sending_until = now() + ${SENDING_FOR}
      from due
      where alert.id = due.id
      returning alert.*
    )
    select id, kind, subject, message, count, first_at, last_at, run_id, delivered_to
    from taken
    order by id
  `.execute(db);
  return rows;
}

/** What became of one alert that was taken. */
export interface Delivery {
  id: bigint;
  /** How often it had happened by what was told. */
  count: bigint;
  /** Channels that have it by now. */
  deliveredTo: readonly string[];
  /** Why another one has not; null: all have it. */
  error: string | null;
}

/**
 * Writes down what was sent. What was not is tried again after 1, 4, 16 … minutes, at most an hour.
 * What happened once more while it was being sent waits as a new alert.
 */
export async function settleAlerts(db: Kysely<Schema>, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const { rows: repeated } = await sql<NewAlert & { run_id: bigint | null; more: bigint }>`
      with ended as (
        select *
        from ${rowsAs("ended", deliveries, {
          id: ["bigint", ({ id }) => id],
          told: ["bigint", ({ count }) => count],
          delivered_to: ["text[]", ({ deliveredTo }) => deliveredTo],
          error: ["text", ({ error }) => error],
        })}
      ),
      held as (
        select alert.id, alert.count, ended.told, ended.delivered_to, ended.error
        from "Alert" as alert
        join ended on ended.id = alert.id
        where alert.sent_at is null
        order by alert.id
        for no key update of alert
      )
      update "Alert" as alert
      set delivered_to = held.delivered_to::text[],
          attempts = alert.attempts + (held.error is not null)::int,
          next_attempt_at = case
            when held.error is not null
            then now() + least(interval '1 hour', interval '1 minute' * power(4, least(alert.attempts, 3)))
          end,
          last_error = held.error,
          sending_until = null,
          count = case when held.error is null then held.told else alert.count end,
          sent_at = case when held.error is null then now() end
      from held
      where alert.id = held.id
      returning alert.kind, alert.subject, alert.message, alert.run_id,
        case when held.error is null then held.count - held.told else 0 end as more
    `.execute(tx);
    await raiseAlerts(
      tx,
      repeated
        .filter(({ more }) => more > 0n)
        .map(({ kind, subject, message, run_id, more }) => ({
          kind,
          subject,
          message,
          count: Number(more),
          ...(run_id !== null && { runId: run_id }),
        })),
    );
  });
}

/** What waits and what was sent lately, the newest first. */
export function listAlerts(db: Kysely<Schema>, limit: number) {
  return db
    .selectFrom("Alert")
    .select(["last_at", "kind", "subject", "message", "count", "sent_at", "delivered_to", "last_error"])
    .orderBy("last_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Whether something waits that nobody could be told for an hour. @returns how many, and the last reason. */
export async function stuckAlerts(db: Kysely<Schema>): Promise<{ alerts: number; lastError: string | null }> {
  const { rows } = await sql<{ alerts: number; lastError: string | null }>`
    select count(*)::int as alerts, max(last_error) as "lastError"
    from "Alert"
    where sent_at is null and attempts > 0 and last_at > now() - ${NEWS_FOR}
  `.execute(db);
  return rows[0] ?? { alerts: 0, lastError: null };
}
