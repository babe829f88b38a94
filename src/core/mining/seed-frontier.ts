import { type Kysely, sql } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { FrontierSource } from "../db/schema/mining.js";
import type { Schema } from "../db/schema.js";
import { isKeptOut, judging } from "../keep-out/forgotten.js";

/** A username to add to the frontier. */
export interface FrontierEntry {
  /** A lower-case username (`isUsername`). */
  username: string;
  source: FrontierSource;
  /** A label chosen by the operator, to show later where the name came from. */
  sourceTag: string | null;
}

/**
 * Adds usernames to the frontier. Existing ones stay as they are, those of erased people are skipped.
 * @returns the number of new ones.
 */
export async function addToFrontier(db: Kysely<Schema>, entries: readonly FrontierEntry[]): Promise<number> {
  if (entries.length === 0) return 0;
  return judging(db, async (tx, list) => {
    const result = await sql`
      insert into "InitialInstagramAccount" (username, source, source_tag)
      select username, source, source_tag
      from ${rowsAs("entries", entries, {
        username: ["text", (entry) => entry.username],
        source: ["text", (entry) => entry.source],
        source_tag: ["text", (entry) => entry.sourceTag],
        hash: ["text", (entry) => list.hashOf("username", entry.username)],
      })}
      where not ${isKeptOut(sql`entries.hash`)}
      order by username
      on conflict (username) do nothing
    `.execute(tx);
    return Number(result.numAffectedRows ?? 0);
  });
}

/** @returns whether the frontier has no names at all. */
export async function isFrontierEmpty(db: Kysely<Schema>): Promise<boolean> {
  const any = await db.selectFrom("InitialInstagramAccount").select("id").limit(1).executeTakeFirst();
  return any === undefined;
}

/**
 * Adds the given usernames to an empty frontier, so that a cold start is never blocked.
 * @returns the number of names added.
 */
export async function seedEmptyFrontier(db: Kysely<Schema>, usernames: readonly string[]): Promise<number> {
  if (!(await isFrontierEmpty(db))) return 0;
  return addToFrontier(
    db,
    usernames.map((username) => ({ username, source: "SEED", sourceTag: "built-in" })),
  );
}
