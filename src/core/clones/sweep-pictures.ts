import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import type { PictureFiles } from "./picture-files.js";

const PAGE = 1_000;
/** A younger file may belong to a picture whose row is still being written. */
const YOUNG_MS = 3_600_000;

/**
 * Deletes pictures that no account shows any more, and files without a picture, whole or half written, such as those left by a crash.
 * Only files of this machine.
 * @returns the numbers of rows and files deleted.
 */
export async function sweepPictures(
  db: Kysely<Schema>,
  files: Pick<PictureFiles, "remove" | "removeUnfinished" | "list">,
): Promise<{ rows: number; files: number }> {
  const swept = { rows: 0, files: 0 };
  for (;;) {
    const gone = await deleteUnshown(db);
    swept.rows += gone.length;
    const kept = await known(db, gone);
    for (const sha256 of gone.filter((each) => !kept.has(each)))
      swept.files += Number(await files.remove(sha256));
    if (gone.length < PAGE) break;
  }
  swept.files += await files.removeUnfinished(Date.now() - YOUNG_MS);
  for await (const page of files.list(Date.now() - YOUNG_MS)) {
    const kept = await known(db, page);
    for (const sha256 of page.filter((each) => !kept.has(each)))
      swept.files += Number(await files.remove(sha256));
  }
  return swept;
}

/** Skips a picture that another run is about to show: that run has locked it. */
function deleteUnshown(db: Kysely<Schema>): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ sha256: string }>`
      delete from "ProfilePicture"
      where sha256 = any(array(
        select picture.sha256
        from "ProfilePicture" as picture
        where not exists (select from "AccountPicture" as shown where shown.sha256 = picture.sha256)
        limit ${PAGE}
        for update skip locked
      ))
      returning sha256
    `.execute(tx);
    return rows.map(({ sha256 }) => sha256);
  });
}

async function known(db: Kysely<Schema>, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db.selectFrom("ProfilePicture").select("sha256").where("sha256", "in", hashes).execute();
  return new Set(rows.map(({ sha256 }) => sha256));
}
