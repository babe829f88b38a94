import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { AlertKind } from "../db/schema/operations.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";

/** Something to notify a person of. */
export interface NewAlert {
  kind: AlertKind;
  /** What it is about: a command, a source, a check. An alert of the same kind and subject is sent once an hour at most. */
  subject: string;
  message: string;
  /** Number of occurrences, 1 if omitted. */
  count?: number;
  runId?: bigint;
}

/** An alert in the outbox. */
export interface WaitingAlert {
  id: bigint;
  kind: AlertKind;
  subject: string;
  message: string;
  count: bigint;
  first_at: Date;
  last_at: Date;
  run_id: bigint | null;
  /** The only channel still to be notified, or null if none has been. */
  channel: string | null;
}

/** Alerts older than this are not sent: a channel that is set up today should not deliver last week's alerts. */
const NEWS_FOR = sql`interval '1 day'`;
const isNews = sql<boolean>`"Alert".last_at > now() - ${NEWS_FOR}`;

/**
 * Puts alerts into the outbox, in the transaction of their cause: either both are saved or neither. An alert that is
 * already waiting is counted up and gets the newest message.
 */
export async function raiseAlerts(db: Kysely<Schema>, alerts: readonly NewAlert[]): Promise<void> {
  if (alerts.length === 0) return;
  // In order of the key, so that two processes that raise the same alerts do not deadlock.
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
    on conflict (kind, subject) where sent_at is null and channel is null do update
    set count = excluded.count + case when ${isNews} then "Alert".count else 0 end,
        first_at = case when ${isNews} then "Alert".first_at else now() end,
        message = excluded.message,
        run_id = excluded.run_id,
        last_at = now()
  `.execute(db);
}

/** Merges equal alerts, since one statement cannot change the same row twice. */
function mergedOf(alerts: readonly NewAlert[]): NewAlert[] {
  const merged = new Map<string, NewAlert>();
  for (const alert of alerts) {
    const key = `${alert.kind} ${alert.subject}`;
    const count = (merged.get(key)?.count ?? 0) + (alert.count ?? 1);
    merged.set(key, { ...alert, count });
  }
  return [...merged.values()];
}

/** Shortest time between two alerts of the same kind and subject. */
const TOLD_EVERY = sql`interval '1 hour'`;
/** If a process dies while sending, another one may try after this time. */
const SENDING_FOR = sql`interval '1 minute'`;

/** Alerts that may be sent now: not sent to the same channels within the hour, not waiting for a retry, not being sent. */
const isDue = (channels: readonly string[]) => sql<boolean>`
  alert.sent_at is null
  and (alert.channel is null or alert.channel = any(${channels}::text[]))
  and alert.last_at > now() - ${NEWS_FOR}
  and coalesce(alert.next_attempt_at, '-infinity') <= now()
  and coalesce(alert.sending_until, '-infinity') <= now()
  and not exists (
    select 1
    from "Alert" as told
    where told.kind = alert.kind and told.subject = alert.subject and told.sent_at > now() - ${TOLD_EVERY}
      and told.delivered_to && case when alert.channel is null then ${channels}::text[] else array[alert.channel] end
  )`;

/**
 * Claims the alerts that are due for some of the channels, oldest first. No other process sends them for the next
 * minute.
 */
export async function takeDueAlerts(
  db: Kysely<Schema>,
  channels: readonly string[],
  limit: number,
): Promise<WaitingAlert[]> {
  const { rows } = await sql<WaitingAlert>`
    with due as (
      select alert.id
      from "Alert" as alert
      where ${isDue(channels)}
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
    select id, kind, subject, message, count, first_at, last_at, run_id, channel
    from taken
    order by id
  `.execute(db);
  return rows;
}

/** The result of sending one alert. */
export interface Delivery {
  id: bigint;
  /** The count that was sent. */
  count: bigint;
  /** Channels that have received it. */
  arrivedAt: readonly string[];
  /** Channels that have not received it. */
  missedBy: readonly string[];
  /** Why not, or null if all have received it. */
  error: string | null;
}

/** A failed delivery is retried after 1, 4, 16 … minutes, at most an hour (SQL over the previous attempts). */
const nextTry = (attempts: RawBuilder<unknown>) =>
  sql`now() + least(interval '1 hour', interval '1 minute' * power(4, least(${attempts}, 3)))`;

/**
 * Records what was sent. A channel that could not be reached gets a row of its own and is retried later, without
 * delaying the others. Occurrences during the sending are kept as a new alert.
 */
export function settleAlerts(db: Kysely<Schema>, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return Promise.resolve();
  return inTransaction(db, async (tx) => {
    const { rows: ended } = await sql<NewAlert & { run_id: bigint | null; more: bigint }>`
      with ended as (
        select *
        from ${rowsAs("ended", deliveries, {
          id: ["bigint", ({ id }) => id],
          told: ["bigint", ({ count }) => count],
          arrived_at: ["text[]", ({ arrivedAt }) => arrivedAt],
          error: ["text", ({ error }) => error],
        })}
      ),
      held as (
        select alert.id, alert.count, ended.told, ended.arrived_at::text[] as arrived_at, ended.error
        from "Alert" as alert
        join ended on ended.id = alert.id
        where alert.sent_at is null
        order by alert.id
        for no key update of alert
      )
      update "Alert" as alert
      set delivered_to = held.arrived_at,
          attempts = alert.attempts + (held.error is not null)::int,
          next_attempt_at = case when held.arrived_at = '{}' then ${nextTry(sql`alert.attempts`)} end,
          last_error = held.error,
          sending_until = null,
          count = case when held.arrived_at = '{}' then alert.count else held.told end,
          sent_at = case when held.arrived_at <> '{}' then now() end
      from held
      where alert.id = held.id
      returning alert.kind, alert.subject, alert.message, alert.run_id,
        case when held.arrived_at = '{}' then 0 else held.count - held.told end as more
    `.execute(tx);
    await keepForMissing(tx, deliveries);
    await raiseAlerts(
      tx,
      ended
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

/** Keeps an alert for each channel that missed it, merged with what already waits for that channel. */
async function keepForMissing(tx: Transaction<Schema>, deliveries: readonly Delivery[]): Promise<void> {
  const missing = deliveries
    .filter(({ arrivedAt }) => arrivedAt.length > 0)
    .flatMap(({ id, missedBy, error }) => missedBy.map((channel) => ({ id, channel, error })));
  if (missing.length === 0) return;
  await sql`
    with missed as (
      select alert.kind, alert.subject, missed.channel, max(missed.error) as error, sum(alert.count) as count,
        min(alert.first_at) as first_at, max(alert.last_at) as last_at, max(alert.run_id) as run_id,
        (array_agg(alert.message order by alert.id desc))[1] as message
      from ${rowsAs("missed", missing, {
        id: ["bigint", ({ id }) => id],
        channel: ["text", ({ channel }) => channel],
        error: ["text", ({ error }) => error],
      })}
      join "Alert" as alert on alert.id = missed.id
      group by alert.kind, alert.subject, missed.channel
    )
    insert into "Alert" (
      kind, subject, channel, message, count, first_at, last_at, run_id, attempts, next_attempt_at, last_error
    )
    select kind, subject, channel, message, count, first_at, last_at, run_id, 1, ${nextTry(sql`0`)}, error
    from missed
    order by kind, subject, channel
    on conflict (kind, subject, channel) where sent_at is null and channel is not null do update
    set count = excluded.count + case when ${isNews} then "Alert".count else 0 end,
        first_at = case when ${isNews} then "Alert".first_at else excluded.first_at end,
        last_at = excluded.last_at,
        message = excluded.message,
        run_id = excluded.run_id,
        last_error = excluded.last_error
  `.execute(tx);
}

/** The alerts that are waiting or were sent recently, newest first. */
export function listAlerts(db: Kysely<Schema>, limit: number) {
  return db
    .selectFrom("Alert")
    .select([
      "last_at",
      "kind",
      "subject",
      "message",
      "count",
      "sent_at",
      "channel",
      "delivered_to",
      "last_error",
    ])
    .orderBy("last_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Alerts that could not be delivered to anybody for an hour. @returns how many, and the last error. */
export async function stuckAlerts(db: Kysely<Schema>): Promise<{ alerts: number; lastError: string | null }> {
  const { rows } = await sql<{ alerts: number; lastError: string | null }>`
    select count(*)::int as alerts, max(last_error) as "lastError"
    from "Alert"
    where sent_at is null and attempts > 0 and last_at > now() - ${NEWS_FOR}
  `.execute(db);
  return rows[0] ?? { alerts: 0, lastError: null };
}
