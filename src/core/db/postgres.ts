import { connect as connectSocket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresPool } from "kysely";
import pg from "pg";
import { messageOf } from "../failure.js";
import { driverOptions, type PostgresSettings, type ServerOptions } from "./connection-options.js";
import { copiesOut, copyOut } from "./copy-out.js";
import { cleanParameters } from "./parameters.js";
import type { Reach } from "./reach.js";
import { ConnectionLost, troubleOf } from "./trouble.js";
import { liftsTimeLimit } from "./unlimited.js";

/** Time past its limit that a statement gets before the server is asked to cancel it, and then to confirm that. */
const CANCEL_AFTER_MS = 250;
const SILENT_AFTER_MS = 5_000;
/** How often the server is probed while it works on a statement without a time limit. */
const LIFE_SIGN_EVERY_MS = 15_000;
const CLOSING_MS = 2_000;
const ONLY_READS = /^\s*select\b(?![\s\S]*\bfor (no key )?(update|share)\b)/i;
/**
 * The server ends a transaction whose client has been silent for this long (a stopped process, a machine cut off from
 * the network). Otherwise its locks would block others until TCP gives up, which takes hours. It exceeds any pause of
 * ours: a hand-over waits for the sequencer's answer in its transaction.
 */
const ABANDONED_AFTER_MS = 120_000;
const RECONNECT_FROM_MS = 50;
const RECONNECT_TO_MS = 1_000;

/** The driver's client with members that it has but does not declare (pg 8.23, lib/client.js). */
type Client = pg.Client & {
  connection?: { stream: { destroy(): void } };
  processID?: number | null;
  secretKey?: number | null;
};

/**
 * A connection pool for kysely. `bigint` columns arrive as JavaScript bigint; texts are cleaned before they are bound.
 *
 * It needs only the plain protocol and leaves no state in a session, so that PgBouncer may give each transaction
 * another connection. The time limit of a transaction is set when it begins; that of a single statement is enforced
 * here, by cancelling it.
 *
 * Every wait ends: a statement past its limit that cannot be cancelled, and a connection that cannot be made, end in
 * `ConnectionLost`. Once the database has answered, connecting is retried for `reach.limitMs`. `end` takes two seconds
 * at most and leaves no socket open.
 * @param onIdleError called when an idle connection breaks; the pool replaces it by itself.
 */
export function postgresPool(
  { poolSize, statementTimeoutMs }: Pick<PostgresSettings, "poolSize" | "statementTimeoutMs">,
  server: ServerOptions,
  reach: Reach,
  onIdleError: (error: Error) => void,
): PostgresPool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, BigInt);
  const clients = new Set<Client>();
  class TrackedClient extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      clients.add(this);
      // A released connection may still report its end; without a listener that would end the process.
      this.on("error", () => {});
      this.once("end", () => clients.delete(this));
    }
  }
  const pool = new pg.Pool({
    ...driverOptions(server),
    max: poolSize,
    keepAlive: true,
    types,
    Client: TrackedClient,
  });
  pool.on("error", onIdleError);
  reach.givenUp.addEventListener("abort", destroyAll, { once: true });
  const beginning = [
    `; set local idle_in_transaction_session_timeout = ${ABANDONED_AFTER_MS}`,
    ...(statementTimeoutMs > 0 ? [`; set local statement_timeout = ${statementTimeoutMs}`] : []),
  ].join("");
  let hasAnswered = false;

  function destroyAll(): void {
    for (const client of clients) destroy(client);
  }

  /** The pool has ended once its goodbyes are sent, the connections once they are answered. */
  async function goodbyes(): Promise<void> {
    await pool.end();
    await Promise.all([...clients].map((client) => new Promise((resolve) => client.once("end", resolve))));
  }

  async function connected(): Promise<pg.PoolClient> {
    const startedMs = performance.now();
    for (let waitMs = RECONNECT_FROM_MS; ; waitMs = Math.min(2 * waitMs, RECONNECT_TO_MS)) {
      throwIfGivenUp();
      const answered = reach.ask();
      try {
        const client = await pool.connect();
        answered(true);
        hasAnswered = true;
        return client;
      } catch (thrown) {
        const error = asLost(thrown);
        answered(!(error instanceof ConnectionLost));
        const trouble = troubleOf(error);
        const isPassing = trouble === "connection" || trouble === "busy";
        if (!hasAnswered || !isPassing || performance.now() - startedMs >= reach.limitMs) throw error;
      }
      await sleep(waitMs, undefined, { signal: reach.givenUp }).catch(() => {});
    }
  }

  /** Ends a statement at its time limit: first by asking the server to cancel it, then by closing the connection. */
  function limitTime(client: Client, hangUp: (error: ConnectionLost) => void): () => void {
    const cancelTimer = setTimeout(() => cancel(client, server), statementTimeoutMs + CANCEL_AFTER_MS);
    const silenceMs = statementTimeoutMs + CANCEL_AFTER_MS + SILENT_AFTER_MS;
    const silenceTimer = setTimeout(
      () => hangUp(new ConnectionLost(`no data arrived in ${silenceMs} ms`, "NO_ANSWER")),
      silenceMs,
    );
    return () => {
      clearTimeout(cancelTimer);
      clearTimeout(silenceTimer);
    };
  }

  /** Watches a statement without a time limit, and ends it when the server answers on no other connection either. */
  function lookForLife(hangUp: (error: ConnectionLost) => void): () => void {
    const timer = setInterval(() => {
      void lifeSign(server, reach);
      if (reach.unansweredMs() > reach.limitMs)
        hangUp(new ConnectionLost(`no data arrived in ${reach.limitMs} ms`, "NO_ANSWER"));
    }, LIFE_SIGN_EVERY_MS);
    return () => clearInterval(timer);
  }

  function throwIfGivenUp(): void {
    if (reach.givenUp.aborted)
      throw new ConnectionLost("stopped waiting for the database", "CONNECTION_LOST");
  }

  /** Hands out one connection, for a transaction or for single statements. */
  async function checkedOut() {
    let client: Client & pg.PoolClient = await connected();
    let isHeld = true;
    let isUnlimited = statementTimeoutMs === 0;
    let isInTransaction = false;
    let lost: ConnectionLost | null = null;
    const onError = (error: Error) => {
      lost ??= asLost(error) as ConnectionLost;
    };
    // A connection cut while idle in a transaction reports here; its next query fails and informs the caller.
    client.on("error", onError);

    async function ask(text: string, parameters: readonly unknown[]) {
      const hangUp = (error: ConnectionLost) => {
        lost ??= error;
        destroy(client);
      };
      const release = isUnlimited ? lookForLife(hangUp) : limitTime(client, hangUp);
      const answered = reach.ask();
      try {
        const result = copiesOut(text)
          ? await copyOut(client, text)
          : await client.query(text, cleanParameters(parameters));
        answered(true);
        return result;
      } catch (thrown) {
        const error = lost ?? asLost(thrown);
        if (troubleOf(error) === "connection") lost ??= lossOf(error);
        answered(!(error instanceof ConnectionLost));
        throw error;
      } finally {
        release();
      }
    }

    async function query(text: string, parameters: readonly unknown[]) {
      throwIfGivenUp();
      if (liftsTimeLimit(text)) isUnlimited = true;
      const isBeginning = text === "begin" || text.startsWith("start transaction");
      if (isBeginning) isInTransaction = true;
      try {
        return await ask(isBeginning ? `${text}${beginning}` : text, parameters);
      } catch (error) {
        // A statement that only reads, or only begins a transaction, can be repeated once over another connection.
        const isHarmless = isBeginning || (!isInTransaction && ONLY_READS.test(text));
        if (lost === null || !isHarmless || reach.givenUp.aborted) throw error;
        letGo();
        client = await connected();
        isHeld = true;
        lost = null;
        client.on("error", onError);
        return await ask(isBeginning ? `${text}${beginning}` : text, parameters);
      }
    }

    /** Also called if no other connection was available; then there is nothing to release. */
    function letGo(): void {
      if (!isHeld) return;
      isHeld = false;
      client.off("error", onError);
      client.release(lost ?? undefined);
    }

    return {
      // biome-ignore lint/suspicious/noExplicitAny: kysely's interface overloads this method for cursors, which igminer does not use here.
      query: (text: any, parameters?: readonly unknown[]): any => query(text, parameters ?? []),
      release: letGo,
    };
  }

  return {
    connect: checkedOut,
    async end() {
      reach.givenUp.removeEventListener("abort", destroyAll);
      await atMost(reach.givenUp.aborted ? 0 : CLOSING_MS, goodbyes());
      // If a server does not say goodbye, its sockets are closed: an open one would keep a finished command alive.
      destroyAll();
    },
  };
}

/**
 * The driver's own errors have no SQLSTATE, and many have no code. Any that is neither an answer of the server nor a
 * programming error means that the connection is lost or could not be made.
 */
function asLost(thrown: unknown): unknown {
  if (thrown instanceof pg.DatabaseError || thrown instanceof ConnectionLost) return thrown;
  if (thrown instanceof TypeError || thrown instanceof RangeError || !(thrown instanceof Error))
    return thrown;
  const { code } = thrown as { code?: unknown };
  return new ConnectionLost(messageOf(thrown), typeof code === "string" ? code : "CONNECTION_LOST", thrown);
}

/** Also covers the server's own notice that it closes the connection, which is then unusable. */
function lossOf(error: unknown): ConnectionLost {
  return error instanceof ConnectionLost
    ? error
    : new ConnectionLost(messageOf(error), "CONNECTION_LOST", error);
}

/** Waits for a promise that may never settle, up to a limit. */
async function atMost(limitMs: number, wait: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([wait, limit]);
  clearTimeout(timer);
}

function destroy(client: Client): void {
  client.connection?.stream.destroy();
}

/**
 * Sends a CancelRequest (PostgreSQL documentation, 55.2.8), which servers accept without TLS too. Its effect shows in
 * the statement.
 */
function cancel({ processID, secretKey }: Client, { host = "localhost", port = 5432 }: ServerOptions): void {
  if (typeof processID !== "number" || typeof secretKey !== "number") return;
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(80_877_102, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  const socket = host.startsWith("/")
    ? connectSocket(`${host}/.s.PGSQL.${port}`)
    : connectSocket({ host, port });
  socket.setTimeout(SILENT_AFTER_MS, () => socket.destroy());
  socket.on("error", () => {});
  socket.end(request);
}

async function lifeSign(server: ServerOptions, reach: Reach): Promise<void> {
  const answered = reach.ask();
  const client = new pg.Client({ ...driverOptions(server), query_timeout: server.connectionTimeoutMillis });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    answered(true);
  } catch (error) {
    answered(error instanceof pg.DatabaseError);
  }
  await atMost(
    CLOSING_MS,
    client.end().catch(() => {}),
  );
  destroy(client);
}
