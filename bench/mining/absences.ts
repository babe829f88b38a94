/**
 * The fate of existing and missing names if a source independently calls a share P of the existing ones absent, in
 * every command that requests names: how many existing ones end as not_found, how many missing ones are recognised
 * within nine questions, and how many requests that takes, compared with the earlier rule (the first absence is
 * reported, the second is final). Uses the commands' own claims and saves on PostgreSQL; the source answers in this
 * process. EXISTING=10000 MISSING=1000 SHARES=0,0.1,0.3,0.5,0.9 COMMANDS=mine-new,refresh,mine-manual,validate-clones
 * RULES=before,now
 *
 * MONTHS=6 instead: `validate-clones` in an honest world over this many months, in which dropped names are generated
 * again each month; by the earlier rule one look dropped a name.
 */
import { type Kysely, sql } from "kysely";
import type { BatchDefinition } from "../../src/core/batch/definition.js";
import type { AbsenceJudge, OpenTools } from "../../src/core/batch/open-tools.js";
import { runBatch } from "../../src/core/batch/run-batch.js";
import type { Absences } from "../../src/core/claims/absences.js";
import { type Checked, checkCandidate } from "../../src/core/clones/check-candidate.js";
import { claimCandidates } from "../../src/core/clones/claim-candidates.js";
import { saveChecked } from "../../src/core/clones/save-checked.js";
import { watchAccounts } from "../../src/core/clones/watch.js";
import { openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { claimDue } from "../../src/core/mining/claim-due.js";
import { claimFrontier } from "../../src/core/mining/claim-frontier.js";
import { findAgain } from "../../src/core/mining/find-again.js";
import { claimAsked } from "../../src/core/mining/manual/claim-asked.js";
import { addToQueue } from "../../src/core/mining/manual/queue.js";
import { absenceIn, answerOf, saveAsked } from "../../src/core/mining/manual/save-asked.js";
import { saveMined, saveProfiles } from "../../src/core/mining/save-mined.js";
import { saveRefreshed } from "../../src/core/mining/save-refreshed.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { SourceError } from "../../src/core/source-error.js";
import { openChain } from "../../src/core/sources/session.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { profileOf } from "../../test/support/profiles.js";
import { runOptionsOf } from "../../test/support/tasks.js";
import { POOL } from "../../test/support/template.js";
import { freshDatabase } from "../support/databases.js";

const EXISTING = Number(process.env.EXISTING ?? 10_000);
const MISSING = Number(process.env.MISSING ?? 1_000);
const SHARES = (process.env.SHARES ?? "0,0.1,0.3,0.5,0.9").split(",").map(Number);
const RULES = (process.env.RULES ?? "before,now").split(",");
const CONCURRENCY = 50;
const TOLD_WITHIN = 9;
const DAY_MS = 86_400_000;
/** Names per watched account. */
const NAMES_EACH = 100;
/** The most looks; for a source that lies about nine in ten it does not wait longer. */
const roundsFor = (share: number) => (share > 0.6 ? TOLD_WITHIN : share > 0.4 ? 20 : 14);

const nameOf = (number: number) => (number < EXISTING ? `there${number}` : `nobody${number}`);
const NAMES = Array.from({ length: EXISTING + MISSING }, (_, number) => nameOf(number));
// Mixed in a fixed way, so that missing names are anywhere.
const MIXED = NAMES.map((name, number) => ({ name, key: (number * 7_919) % NAMES.length }))
  .sort((a, b) => a.key - b.key)
  .map(({ name }) => name);

/** A source that lies, and counts its questions. */
function lyingSource(share: () => number): ProfileSource & { requests: number; asked: Map<string, number> } {
  let state = 42;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const source = {
    name: "web" as const,
    requests: 0,
    asked: new Map<string, number>(),
    async profile(username: string) {
      source.requests++;
      source.asked.set(username, (source.asked.get(username) ?? 0) + 1);
      const number = Number(/^(?:there|watched)(\d+)$/.exec(username)?.[1] ?? Number.NaN);
      if (Number.isNaN(number) || random() < share())
        throw new SourceError("not_found", "web: there is no such account (404)");
      const id = username.startsWith("watched") ? 10_000_000 + number : 1 + number;
      return profileOf(id, { username, observedAt: new Date() });
    },
    async close() {},
  };
  return source;
}

/** The earlier rule: an absence is reported at once, and final at the second look. */
const BELIEVER: AbsenceJudge = {
  streak: () => Number.POSITIVE_INFINITY,
  isRemembered: () => false,
  isThin: () => false,
  vouch: async () => {},
  judge(_absence, earlier: Absences | null) {
    const looks = (earlier?.looks ?? 0) + 1;
    const last = new Date().toISOString();
    const evidence = { looks, by: { web: looks }, since: last, last, chance: 1 };
    return { outcome: "not_found", againInMs: looks > 1 ? null : DAY_MS, evidence };
  },
};

// biome-ignore lint/suspicious/noExplicitAny: four definitions of different items and results
type AnyDefinition = BatchDefinition<any, any, ProfileSource>;
interface Scenario {
  /** Prepares the store before the first question that may be answered by a lie. */
  prepare(db: Kysely<Schema>): Promise<void>;
  definition(round: number): AnyDefinition;
  makeDue(db: Kysely<Schema>): Promise<unknown>;
  /** `told`: names reported absent by now; `final`: those that are not requested any more. */
  told(db: Kysely<Schema>): Promise<{ told: string[]; final: string[] }>;
  /** Requests under the earlier rule in an honest world. */
  before: number;
}

const rowsTold = async (
  db: Kysely<Schema>,
  query: ReturnType<typeof sql<{ name: string; final: boolean }>>,
) => {
  const { rows } = await query.execute(db);
  return {
    told: rows.map(({ name }) => name),
    final: rows.filter(({ final }) => final).map(({ name }) => name),
  };
};
const dueNow = (table: string) => (db: Kysely<Schema>) =>
  sql`update ${sql.table(table)} set next_attempt_at = now() where next_attempt_at is not null and outcome in ('unknown', 'not_found')`.execute(
    db,
  );
const inChunks = async <T>(items: readonly T[], size: number, use: (chunk: T[]) => Promise<unknown>) => {
  for (let from = 0; from < items.length; from += size) await use(items.slice(from, from + size));
};
const addFrontier = (db: Kysely<Schema>) =>
  inChunks(MIXED, 1_000, (names) =>
    addToFrontier(
      db,
      names.map((username) => ({ username, source: "SEED", sourceTag: null })),
    ),
  );

const SCENARIOS: Record<string, Scenario> = {
  "mine-new": {
    prepare: addFrontier,
    definition: () => ({
      name: "mine-new",
      queue: "InitialInstagramAccount",
      claim: claimFrontier,
      subject: ({ username }) => username,
      work: ({ username, absences }, source, signal) =>
        source.profile(username, signal, { absences, isOnlyToBeCertain: true }),
      save: saveMined,
      nothingToDo: async () => "",
    }),
    makeDue: dueNow("InitialInstagramAccount"),
    told: (db) =>
      rowsTold(
        db,
        sql`select username as name, next_attempt_at is null as final from "InitialInstagramAccount" where outcome = 'not_found'`,
      ),
    before: EXISTING + 2 * MISSING,
  },
  refresh: {
    prepare: (db) =>
      inChunks(MIXED, 1_000, (names) =>
        db.transaction().execute((tx) =>
          saveProfiles(
            tx,
            names.map((username) =>
              profileOf(1 + NAMES.indexOf(username), {
                username,
                observedAt: new Date(Date.now() - 30 * DAY_MS),
              }),
            ),
            { runId: 0n, rowIds: [], mined: [] },
          ),
        ),
      ),
    definition: () => ({
      name: "refresh",
      queue: "RefreshSchedule",
      claim: (db, runId, limit) =>
        claimDue(db, runId, limit, { afterMs: 7 * DAY_MS, isPaced: false, freshMs: 0 }),
      subject: ({ username }) => username,
      work: (account, source, signal) =>
        findAgain(account, source, signal, {
          only: [],
          postsAfterMs: Number.MAX_SAFE_INTEGER,
          relatedAfterMs: Number.MAX_SAFE_INTEGER,
          isFrontierShort: false,
        }),
      save: (tx, done, context) => saveRefreshed(tx, done, context, 7 * DAY_MS),
      nothingToDo: async () => "",
    }),
    // A reported name is still looked for, less and less often; the bench does not wait for that.
    makeDue: (db) =>
      sql`update "RefreshSchedule" set next_attempt_at = now() where next_attempt_at is not null and outcome = 'unknown'`.execute(
        db,
      ),
    told: (db) =>
      rowsTold(
        db,
        sql`select username as name, schedule.next_attempt_at is null as final from "RefreshSchedule" as schedule join "InstagramAccountBase" using (id) where outcome = 'not_found'`,
      ),
    before: EXISTING + 2 * MISSING,
  },
  "mine-manual": {
    prepare: (db) => addToQueue(db, MIXED, "bench").then(() => {}),
    definition: () => ({
      name: "mine-manual",
      queue: "ManualMiningQueue",
      claim: (db, runId, limit) => claimAsked(db, runId, limit, 6 * 3_600_000),
      subject: ({ username }) => username,
      work: ({ username, absences }, source, signal) =>
        answerOf(source.profile(username, signal, { absences })),
      absenceOf: absenceIn,
      save: saveAsked,
      nothingToDo: async () => "",
    }),
    async makeDue(db) {
      await dueNow("InitialInstagramAccount")(db);
      await dueNow("ManualMiningQueue")(db);
    },
    told: (db) =>
      rowsTold(
        db,
        sql`select username as name, next_attempt_at is null as final from "ManualMiningQueue" where outcome = 'not_found'`,
      ),
    // The second look was by mine-new.
    before: EXISTING + 2 * MISSING,
  },
  "validate-clones": {
    async prepare(db) {
      const watched = Array.from(
        { length: Math.ceil(NAMES.length / NAMES_EACH) },
        (_, number) => `watched${number}`,
      );
      await db.transaction().execute((tx) =>
        saveProfiles(
          tx,
          watched.map((username, number) =>
            profileOf(10_000_000 + number, { username, observedAt: new Date() }),
          ),
          { runId: 0n, rowIds: [], mined: [] },
        ),
      );
      await watchAccounts(db, watched);
      for (const [number, username] of watched.entries()) {
        const names = MIXED.slice(number * NAMES_EACH, (number + 1) * NAMES_EACH);
        await sql`
          update "UsersToClone" as watch
          set alt_username = ${names[0]}, rule = 'bench', next_usernames = ${names.slice(1)}::text[],
            next_rules = ${names.slice(1).map(() => "bench")}::text[]
          from "InstagramAccountBase" as account
          where account.id = watch.account_id and account.username = ${username}
        `.execute(db);
      }
    },
    definition: () => ({
      name: "validate-clones",
      queue: "UsersToClone",
      claim: claimCandidates,
      subject: ({ alt_username }) => alt_username,
      work: (item, source, signal): Promise<Checked> => checkCandidate(item, source, signal),
      absenceOf: ({ absence }: Checked) => absence,
      save: saveChecked,
      nothingToDo: async () => "",
    }),
    makeDue: dueNow("UsersToClone"),
    // A dropped name has no row any more.
    told: async (db) => {
      const { rows } = await sql<{ name: string; outcome: string | null }>`
        select alt_username as name, outcome from "UsersToClone" where alt_username is not null
        union all
        select unnest(next_usernames), null from "UsersToClone"
      `.execute(db);
      const kept = new Map(rows.map(({ name, outcome }) => [name, outcome]));
      const final = NAMES.filter((name) => !kept.has(name));
      return { final, told: [...final, ...NAMES.filter((name) => kept.get(name) === "not_found")] };
    },
    // One look dropped a name, and a month later it was generated and requested again; now the second look takes the
    // place of that request.
    before: EXISTING + 2 * MISSING,
  },
};

/** Measures one cell of the table. */
async function measure(server: string, command: string, share: number, isBefore: boolean) {
  const scenario = SCENARIOS[command] as Scenario;
  const url = await freshDatabase(server, "bench_absences");
  const database = await openDatabase({
    settings: { url, dataDir: "", pool: POOL },
    notify: () => {},
  });
  const db = database.kysely;
  const source = lyingSource(() => share);
  const openTools = async (): Promise<OpenTools<ProfileSource>> => {
    const chain = await openChain(db, [source], "watched0", database.now);
    return {
      tools: chain.source,
      absences: isBefore ? BELIEVER : chain.witnesses,
      requests: () => source.requests,
      close: chain.keep,
    };
  };
  const questions = new Map<string, number>();
  const falselyTold = new Set<string>();
  const falselyFinal = new Set<string>();
  let stops = 0;
  try {
    await scenario.prepare(db);
    await sql`analyze`.execute(db);
    for (let round = 0; round < (isBefore ? 2 : roundsFor(share)); round++) {
      if (round > 0) await scenario.makeDue(db);
      for (let idle = 0; idle < 40; ) {
        const { counts, stop } = await runBatch(scenario.definition(round), {
          ...runOptionsOf(database, { batch: 1_000_000, concurrency: CONCURRENCY }),
          openTools,
        });
        const isDone = counts.claimed - counts.given_back === 0;
        if (stop === null) break;
        stops++;
        if (isDone) idle++;
        else idle = 0;
      }
      const { told, final } = await scenario.told(db);
      for (const name of told) if (!questions.has(name)) questions.set(name, source.asked.get(name) ?? 0);
      for (const name of told) if (name.startsWith("there")) falselyTold.add(name);
      for (const name of final) if (name.startsWith("there")) falselyFinal.add(name);
    }
    const { told } = await scenario.told(db);
    const missing = told.filter((name) => name.startsWith("nobody"));
    const inTime = missing.filter((name) => (questions.get(name) ?? 0) <= TOLD_WITHIN);
    return {
      final: falselyFinal.size,
      told: falselyTold.size,
      inTime: inTime.length / MISSING,
      all: missing.length / MISSING,
      requests: source.requests,
      stops,
    };
  } finally {
    await database.close();
  }
}

/** The earlier rule for candidates: one look dropped a name. */
const ONE_LOOK: AbsenceJudge = {
  ...BELIEVER,
  judge: (absence, earlier) => ({ ...BELIEVER.judge(absence, earlier), againInMs: null }),
};

/** Gives each watched account the names again that are neither found nor waiting, as a new round of `vary-names` does. */
const thinkAnew = (db: Kysely<Schema>) =>
  inChunks([...Array(Math.ceil(NAMES.length / NAMES_EACH)).keys()], 1, async ([number]) => {
    const names = MIXED.slice((number as number) * NAMES_EACH, ((number as number) + 1) * NAMES_EACH);
    await sql`
      with fresh as (
        select array_agg(name) as names
        from unnest(${names}::text[]) as name
        where not exists (select from "InstagramAccountBase" where username = name)
          and not exists (select from "UsersToClone" where alt_username = name)
      )
      update "UsersToClone" as watch
      set alt_username = fresh.names[1], rule = 'bench', next_usernames = fresh.names[2:],
        next_rules = array_fill('bench'::text, array[cardinality(fresh.names) - 1]), next_attempt_at = null
      from fresh, "InstagramAccountBase" as account
      where account.id = watch.account_id and account.username = ${`watched${number}`}
        and watch.is_watch and watch.alt_username is null and cardinality(fresh.names) > 0
    `.execute(db);
  });

/** @returns the requests of each half month in an honest world. */
async function halfMonths(server: string, months: number, isBefore: boolean): Promise<number[]> {
  const scenario = SCENARIOS["validate-clones"] as Scenario;
  const url = await freshDatabase(server, "bench_absences");
  const database = await openDatabase({
    settings: { url, dataDir: "", pool: POOL },
    notify: () => {},
  });
  const db = database.kysely;
  const source = lyingSource(() => 0);
  const requests: number[] = [];
  try {
    await scenario.prepare(db);
    for (let half = 0; half < 2 * months; half++) {
      await sql`
        update "UsersToClone" set next_attempt_at = next_attempt_at - interval '15 days' where next_attempt_at is not null
      `.execute(db);
      if (half > 0 && half % 2 === 0) await thinkAnew(db);
      const before = source.requests;
      await runBatch(scenario.definition(half), {
        ...runOptionsOf(database, { batch: 1_000_000, concurrency: CONCURRENCY }),
        openTools: async () => {
          const chain = await openChain(db, [source], "watched0", database.now);
          return {
            tools: chain.source,
            absences: isBefore ? ONE_LOOK : chain.witnesses,
            requests: () => source.requests,
            close: chain.keep,
          };
        },
      });
      requests.push(source.requests - before);
    }
    return requests;
  } finally {
    await database.close();
  }
}

async function printShares(server: string): Promise<void> {
  console.log(`${EXISTING} existing and ${MISSING} missing names; P: share of false absences`);
  console.log(
    "command          rule    P    existing: final, ever told | missing told: within 9 questions, in all | requests | runs stopped",
  );
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  for (const command of (process.env.COMMANDS ?? Object.keys(SCENARIOS).join()).split(","))
    for (const share of SHARES)
      for (const rule of RULES) {
        const cell = await measure(server, command, share, rule === "before");
        const before =
          share === 0
            ? ` (${((100 * cell.requests) / (SCENARIOS[command]?.before ?? 1) - 100).toFixed(1)} % more than two looks)`
            : "";
        console.log(
          `${command.padEnd(16)} ${rule.padEnd(6)} ${String(share).padEnd(4)} ${String(cell.final).padStart(6)} ${String(cell.told).padStart(6)} | ${percent(cell.inTime).padStart(8)} ${percent(cell.all).padStart(8)} | ${cell.requests}${before} | ${cell.stops}`,
        );
      }
}

async function printMonths(server: string, months: number): Promise<void> {
  console.log(
    `validate-clones in an honest world: ${EXISTING} existing and ${MISSING} missing candidates, ${months} months`,
  );
  const sums: number[] = [];
  for (const rule of ["before", "now"]) {
    const halves = await halfMonths(server, months, rule === "before");
    const sum = halves.reduce((all, each) => all + each, 0);
    sums.push(sum);
    console.log(`${rule.padEnd(6)} ${sum} requests; by half month: ${halves.join(", ")}`);
  }
  const [before, now] = sums as [number, number];
  console.log(`${(100 * (now / before - 1)).toFixed(1)} % more than one look a month`);
}

const postgres = process.env.BENCH_POSTGRES_URL
  ? { url: process.env.BENCH_POSTGRES_URL, stop: async () => {} }
  : await startPostgres();
try {
  const months = Number(process.env.MONTHS ?? 0);
  await (months > 0 ? printMonths(postgres.url, months) : printShares(postgres.url));
} finally {
  await postgres.stop();
}
