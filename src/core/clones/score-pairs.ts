import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { PictureMark, Verdict } from "../db/schema/clones.js";
import type { Schema } from "../db/schema.js";
import type { PairSide } from "./pair.js";
import { judgePair } from "./score.js";

interface SideRow {
  id: bigint;
  username: string;
  full_name: string | null;
  biography: string | null;
  external_link: string | null;
  followers_count: bigint | null;
  following_count: bigint | null;
  posts_count: bigint | null;
  is_private: boolean | null;
  is_verified: boolean | null;
  phash: string | null;
  variants: string[] | null;
  quality: number | null;
  mark: PictureMark | null;
}

interface PairRow {
  id: bigint;
  account_id: bigint;
  clone_id: bigint;
  rule: string | null;
  verdict: Verdict | null;
  is_named_in_posts: boolean;
}

/** Rescores the pairs in these rows of "UsersToClone" and writes those that change. @returns the number of changed pairs. */
export async function scorePairs(tx: Transaction<Schema>, rowIds: readonly bigint[]): Promise<number> {
  if (rowIds.length === 0) return 0;
  const { rows: pairs } = await sql<PairRow>`
    select pair.id, pair.account_id, pair.clone_id, pair.rule, pair.verdict,
      exists (
        select from "InstagramPost" as post
        where post.account_id = pair.account_id and pair.alt_username = any(post.mentions)
      ) as is_named_in_posts
    from "UsersToClone" as pair
    where pair.id = any(${rowIds}::bigint[]) and pair.clone_id is not null
    order by pair.id
    for no key update
  `.execute(tx);
  const sides = await readSides(tx, [
    ...new Set(pairs.flatMap(({ account_id, clone_id }) => [account_id, clone_id])),
  ]);
  const judged = pairs.flatMap((row) => {
    const [watched, other] = [sides.get(row.account_id), sides.get(row.clone_id)];
    if (watched === undefined || other === undefined) return [];
    return [{ ...row, judgement: judgePair({ watched, other, isNamedInPosts: row.is_named_in_posts }) }];
  });
  const { rows: changed } = await sql<{ id: bigint }>`
    with judged as (
      select * from ${rowsAs("judged", judged, {
        id: ["bigint", ({ id }) => id],
        score: ["text", ({ judgement }) => judgement.score],
        verdict: ["text", ({ judgement }) => judgement.verdict],
        reasons: ["text[]", ({ judgement }) => judgement.reasons],
      })}
    )
    update "UsersToClone" as pair
    set score = judged.score::double precision, verdict = judged.verdict, reasons = judged.reasons::text[]
    from judged
    where pair.id = judged.id
      and (pair.score, pair.verdict, pair.reasons)
        is distinct from (judged.score::double precision, judged.verdict, judged.reasons::text[])
    returning pair.id
  `.execute(tx);
  await countFinds(
    tx,
    judged.map(({ rule, verdict, judgement }) => [rule, verdict, judgement.verdict] as const),
  );
  return changed.length;
}

/** Rescores all pairs that include one of these accounts. @returns the number of changed pairs. */
export async function scorePairsOf(tx: Transaction<Schema>, accountIds: readonly bigint[]): Promise<number> {
  const { rows } = await sql<{ id: bigint }>`
    select id from "UsersToClone" where account_id = any(${accountIds}::bigint[]) and clone_id is not null
    union
    select id from "UsersToClone" where clone_id = any(${accountIds}::bigint[])
  `.execute(tx);
  return scorePairs(
    tx,
    rows.map(({ id }) => id),
  );
}

async function readSides(
  tx: Transaction<Schema>,
  accountIds: readonly bigint[],
): Promise<Map<bigint, PairSide>> {
  const { rows } = await sql<SideRow>`
    select account.id, account.username, account.full_name, account.biography, account.external_link,
      account.followers_count, account.following_count, account.posts_count, account.is_private, account.is_verified,
      picture.phash, picture.variants, picture.quality, picture.mark
    from "InstagramAccountBase" as account
    left join "AccountPicture" as shown on shown.id = account.id
    left join "ProfilePicture" as picture on picture.sha256 = shown.sha256
    where account.id = any(${accountIds}::bigint[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, sideOf(row)]));
}

function sideOf(row: SideRow): PairSide {
  const count = (value: bigint | null) => (value === null ? null : Number(value));
  return {
    id: row.id,
    username: row.username,
    fullName: row.full_name ?? "",
    biography: row.biography ?? "",
    externalLink: row.external_link ?? "",
    followers: count(row.followers_count),
    following: count(row.following_count),
    posts: count(row.posts_count),
    isPrivate: row.is_private,
    isVerified: row.is_verified,
    picture:
      row.phash === null
        ? null
        : { phash: row.phash, variants: row.variants ?? [], quality: row.quality ?? 0, mark: row.mark },
  };
}

/** Updates the number of look-alikes that each rule has found, as verdicts appear and change. */
async function countFinds(
  tx: Transaction<Schema>,
  verdicts: readonly (readonly [rule: string | null, before: Verdict | null, now: Verdict])[],
): Promise<void> {
  const changes = new Map<string, number>();
  const isFind = (verdict: Verdict | null) => Number(verdict === "clone" || verdict === "suspicious");
  for (const [rule, before, now] of verdicts) {
    if (rule !== null) changes.set(rule, (changes.get(rule) ?? 0) + isFind(now) - isFind(before));
  }
  await addYields(
    tx,
    [...changes].map(([rule, found]) => ({ rule, tried: 0, existing: 0, found })),
  );
}

/** Adds to the yields of rules; rows are written in order of the rule. */
export async function addYields(
  tx: Transaction<Schema>,
  yields: readonly { rule: string; tried: number; existing: number; found: number }[],
): Promise<void> {
  const changed = yields.filter(({ tried, existing, found }) => tried !== 0 || existing !== 0 || found !== 0);
  if (changed.length === 0) return;
  await sql`
    insert into "CloneRuleYield" as sum (rule, tried, existing, found)
    select rule, tried, existing, found
    from ${rowsAs("added", changed, {
      rule: ["text", ({ rule }) => rule],
      tried: ["bigint", ({ tried }) => tried],
      existing: ["bigint", ({ existing }) => existing],
      found: ["bigint", ({ found }) => found],
    })}
    order by rule
    on conflict (rule) do update
    set tried = sum.tried + excluded.tried,
        existing = sum.existing + excluded.existing,
        found = sum.found + excluded.found
  `.execute(tx);
}
