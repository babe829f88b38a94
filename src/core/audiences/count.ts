import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { type Condition, conditionsOf } from "./conditions.js";
import type { Criteria } from "./criteria.js";
import { verdictOf } from "./predicate.js";

/** A property that undecided accounts lack, and what can provide it. */
export interface Missing {
  criterion: keyof Criteria;
  missing: string;
  /** Number of undecided accounts for which it is unknown; one account may lack several. */
  accounts: number;
  /** Number of these for which `foundBy` still has stored data to read, without a request. */
  pending: number;
  foundBy: Condition["foundBy"];
  otherwise: Condition["otherwise"];
}

/** Mined accounts by their verdict for an audience. */
export interface AudienceCount {
  accounts: number;
  wanted: number;
  unwanted: number;
  undecided: number;
  missing: Missing[];
}

/** Counts all mined accounts by their verdict. Reads the table of accounts once. */
export async function countAudience(db: Kysely<Schema>, whom: Criteria): Promise<AudienceCount> {
  const conditions = conditionsOf(whom);
  const { rows } = await sql<Record<string, number>>`
    select count(*)::int as accounts,
      (count(*) filter (where verdict))::int as wanted,
      (count(*) filter (where not verdict))::int as unwanted,
      (count(*) filter (where verdict is null))::int as undecided
      ${sql.join(
        conditions.flatMap((_, index) => [
          sql`, (count(*) filter (where ${sql.ref(`lacks_${index}`)}))::int as ${sql.ref(`lacks_${index}`)}`,
          sql`, (count(*) filter (where ${sql.ref(`pending_${index}`)}))::int as ${sql.ref(`pending_${index}`)}`,
        ]),
        sql``,
      )}
    from (
      select judged.verdict
        ${sql.join(
          conditions.flatMap(({ verdict, isPending }, index) => [
            sql`, judged.verdict is null and (${verdict}) is null as ${sql.ref(`lacks_${index}`)}`,
            sql`, judged.verdict is null and (${verdict}) is null and ${isPending} as ${sql.ref(`pending_${index}`)}`,
          ]),
          sql``,
        )}
      from "InstagramAccountBase" as account
      cross join lateral (select ${verdictOf(whom)} as verdict) as judged
    ) as judged
  `.execute(db);
  const [counts] = rows as [Record<string, number>];
  const of = (name: string) => counts[name] ?? 0;
  return {
    accounts: of("accounts"),
    wanted: of("wanted"),
    unwanted: of("unwanted"),
    undecided: of("undecided"),
    missing: conditions.flatMap(({ name, missing, foundBy, otherwise }, index) => {
      const accounts = of(`lacks_${index}`);
      return accounts === 0
        ? []
        : [{ criterion: name, missing, accounts, pending: of(`pending_${index}`), foundBy, otherwise }];
    }),
  };
}
