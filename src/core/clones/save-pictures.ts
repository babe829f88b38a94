import { sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { saveProfiles } from "../mining/save-mined.js";
import type { PictureItem } from "./claim-pictures.js";
import type { FetchedPicture } from "./fetch-picture.js";
import type { Picture } from "./picture.js";
import { scorePairsOf } from "./score-pairs.js";

/** Time until a picture is checked again. */
const LOOK_AGAIN = sql`interval '30 days'`;

/** Saves fetched pictures, and rescores the pairs of accounts whose picture has changed. */
export async function savePictures(
  tx: Transaction<Schema>,
  done: readonly Done<PictureItem, FetchedPicture>[],
  { runId }: SaveContext,
): Promise<Saved> {
  const renewed = done.flatMap(({ result }) => result.renewed ?? []);
  if (renewed.length > 0) await saveProfiles(tx, renewed, { runId, rowIds: [], mined: [] });
  const pictures = new Map(
    done.flatMap(({ result }) =>
      result.picture === null ? [] : [[result.picture.sha256, result.picture] as const],
    ),
  );
  await keepTraits(tx, [...pictures.values()]);
  const { rows } = await sql<{ id: bigint; is_changed: boolean }>`
    with fetched as (
      select shown.id, shown.sha256 as sha256_before, fetched.sha256, fetched.link_key
      from ${rowsAs("fetched", done, {
        id: ["bigint", ({ item }) => item.id],
        // A picture that was not fetched again is kept; one that is no longer shown is removed.
        sha256: ["text", ({ item, result }) => result.picture?.sha256 ?? (result.linkKey && item.sha256)],
        link_key: ["text", ({ result }) => result.linkKey],
      })}
      join "AccountPicture" as shown on shown.id = fetched.id
      where shown.claimed_by = ${runId}
      order by shown.id
      for no key update of shown
    )
    update "AccountPicture" as shown
    set sha256 = fetched.sha256, link_key = fetched.link_key, fetched_at = now(),
        attempts = 0, outcome = 'ok', last_error = null, claimed_by = null,
        next_attempt_at = now() + ${LOOK_AGAIN}
    from fetched
    where shown.id = fetched.id
    returning shown.id, fetched.sha256 is distinct from fetched.sha256_before as is_changed
  `.execute(tx);
  const changed = rows.filter(({ is_changed }) => is_changed).map(({ id }) => id);
  const rescored = await scorePairsOf(tx, changed);
  return {
    closed: rows.length,
    tallies: {
      pictures: changed.length,
      without_use: [...pictures.values()].filter(({ mark }) => mark !== null).length,
      links_renewed: renewed.length,
      pairs_rescored: rescored,
    },
  };
}

async function keepTraits(tx: Transaction<Schema>, pictures: readonly Picture[]): Promise<void> {
  if (pictures.length === 0) return;
  await sql`
    insert into "ProfilePicture" (sha256, phash, variants, quality, mark, width, height, bytes)
    select sha256, phash, variants::text[], quality, mark, width, height, bytes
    from ${rowsAs("pictures", pictures, {
      sha256: ["text", ({ sha256 }) => sha256],
      phash: ["text", ({ phash }) => phash],
      variants: ["text[]", ({ variants }) => variants],
      quality: ["smallint", ({ quality }) => quality],
      mark: ["text", ({ mark }) => mark],
      width: ["integer", ({ width }) => width],
      height: ["integer", ({ height }) => height],
      bytes: ["integer", ({ bytes }) => bytes.length],
    })}
    order by sha256
    -- Locks the row: a sweep that finds it shown by nobody yet passes it over.
    on conflict (sha256) do update set sha256 = excluded.sha256
  `.execute(tx);
}
