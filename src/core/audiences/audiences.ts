import { distance } from "fastest-levenshtein";
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import type { Schema } from "../db/schema.js";
import { EXIT, Failure } from "../failure.js";
import { type Criteria, criteria } from "./criteria.js";

export interface Audience {
  id: bigint;
  name: string;
  criteria: Criteria;
  createdAt: Date;
  /** When the criteria last changed. */
  changedAt: Date;
  /**
   * The numbers of matching and undecided accounts as last counted by refresh-views, or null if not counted since the
   * criteria changed.
   */
  counted: { wanted: number; undecided: number; at: Date } | null;
}

/**
 * Adds an audience. With `replaces`, an existing audience of this name gets the new criteria.
 * @returns its id.
 * @throws Failure (exit 2) if the name is taken and `replaces` is not given, if the name is too long, or if a confidence is
 * given without a gender.
 */
export async function addAudience(
  tx: Transaction<Schema>,
  { name, criteria: whom }: Pick<Audience, "name" | "criteria">,
  { replaces }: { replaces: boolean },
): Promise<bigint> {
  if (name === "" || name.length > LONGEST_NAME)
    throw new Failure(
      EXIT.usage,
      `The name of an audience must have 1 to ${LONGEST_NAME} letters.`,
      "Choose a shorter name, such as makers-de.",
    );
  if (whom.genderConfidence !== undefined && whom.genders === undefined)
    throw new Failure(
      EXIT.usage,
      "A minimum confidence in the gender needs a gender.",
      "Add --gender female, male or other.",
    );
  const stored = jsonParameter(criteria.parse(whom));
  const added = await tx
    .insertInto("Audiences")
    .values({ name, criteria: stored })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (added !== undefined) return added.id;
  if (!replaces)
    throw new Failure(
      EXIT.usage,
      `There is an audience "${name}" already.`,
      "Add --replace to change its criteria, or see: igminer audience list",
    );
  const { id } = await tx
    .updateTable("Audiences")
    .set({
      criteria: stored,
      changed_at: sql<Date>`now()`,
      accounts_wanted: null,
      accounts_undecided: null,
      counted_at: null,
    })
    .where("name", "=", name)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

const LONGEST_NAME = 60;

/** @throws Failure (exit 2) if there is no audience of this name; the hint names the closest one. */
export async function findAudience(db: Kysely<Schema>, name: string): Promise<Audience> {
  const row = await db.selectFrom("Audiences").selectAll().where("name", "=", name).executeTakeFirst();
  if (row !== undefined) return audienceOf(row);
  const names = (await db.selectFrom("Audiences").select("name").execute()).map((known) => known.name);
  const nearest = names
    .map((known) => ({ known, off: distance(known.toLowerCase(), name.toLowerCase()) }))
    .filter(({ known, off }) => off <= Math.max(2, known.length / 3))
    .sort((one, other) => one.off - other.off)[0];
  throw new Failure(
    EXIT.usage,
    `There is no audience "${name}"${nearest === undefined ? "" : `; did you mean "${nearest.known}"?`}`,
    names.length === 0
      ? "Add one: igminer audience add NAME --lang de --followers 1k-50k"
      : "See: igminer audience list",
  );
}

/** Reads all audiences in order of name. */
export async function readAudiences(db: Kysely<Schema>): Promise<Audience[]> {
  const rows = await db.selectFrom("Audiences").selectAll().orderBy("name").execute();
  return rows.map(audienceOf);
}

/** Removes an audience. @throws as `findAudience`. */
export async function removeAudience(tx: Transaction<Schema>, name: string): Promise<void> {
  const { id } = await findAudience(tx, name);
  await tx.deleteFrom("Audiences").where("id", "=", id).execute();
}

/** Stores the counts of an audience, so that others need not count. */
export async function noteCounts(
  tx: Transaction<Schema>,
  id: bigint,
  { wanted, undecided }: { wanted: number; undecided: number },
): Promise<void> {
  await tx
    .updateTable("Audiences")
    .set({
      accounts_wanted: BigInt(wanted),
      accounts_undecided: BigInt(undecided),
      counted_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .execute();
}

function audienceOf(row: Selectable<Schema["Audiences"]>): Audience {
  const read = criteria.safeParse(row.criteria);
  if (!read.success)
    throw new Failure(
      EXIT.usage,
      `The criteria of the audience "${row.name}" cannot be read: ${read.error.issues[0]?.message ?? "not valid"}.`,
      "A newer igminer may have added it: update this one.",
    );
  return {
    id: row.id,
    name: row.name,
    criteria: read.data,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    counted:
      row.counted_at === null
        ? null
        : {
            wanted: Number(row.accounts_wanted),
            undecided: Number(row.accounts_undecided),
            at: row.counted_at,
          },
  };
}
