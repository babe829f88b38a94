import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { type KeepOutList, readKeepOutList } from "../keep-out/forgotten.js";
import { forgottenIn } from "../keep-out/without-forgotten.js";
import { PAGE } from "./find-rows.js";
import { namingAmong, readTexts, rewriteTexts } from "./human-texts.js";
import { NAMED_BY_OTHERS } from "./named-by-others.js";
import type { HumanTexts } from "./personal-rows.js";

/**
 * Removes everybody on the keep-out list from texts of others. Reads every text of the store once, a page at a time:
 * for a store whose texts were never compared with the list.
 * @returns how many rows were changed.
 */
export async function sweepTexts(db: Kysely<Schema>): Promise<number> {
  const list = await readKeepOutList(db);
  if (list.isEmpty) return 0;
  let changed = 0;
  for (const place of NAMED_BY_OTHERS)
    if (place.kind === "texts") changed += await sweepPlace(db, place, list);
  return changed;
}

async function sweepPlace(db: Kysely<Schema>, place: HumanTexts, list: KeepOutList): Promise<number> {
  let changed = 0;
  let after: bigint | null = 0n;
  while (after !== null) {
    const rows = await readTexts(db, place, sql`stored.id > ${after}`, PAGE);
    const texts = rows.flatMap((row) => Object.values(row.texts));
    changed += await inTransaction(db, async (tx) =>
      rewriteTexts(tx, place, namingAmong(rows, await forgottenIn(tx, list, texts))),
    );
    after = rows.at(-1)?.id ?? null;
  }
  return changed;
}
