import { type Kysely, type RawBuilder, sql } from "kysely";
import type { PictureFiles } from "../clones/picture-files.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { addOpenErasures, type OpenErasures, readOpenErasures } from "../outreach/open-erasures.js";
import { type NewSuppression, suppress } from "../outreach/suppression.js";
import { forget } from "./forget.js";
import type { PersonKey } from "./person.js";
import { sweepTexts } from "./sweep-texts.js";

/**
 * A store's knowledge of people who said no: hashes of who was erased, who is not to be written to, and what is still
 * to be ended outside igminer.
 */
export interface Objections {
  salt: string;
  hashes: string[];
  suppressions: (NewSuppression & { isBlockListed: boolean })[];
  orders: OpenErasures;
}

/** Suppressions written per transaction. */
const CHUNK = 1_000;

/** Reads the objections of a store, a few bytes each. */
export async function readObjections(db: Kysely<Schema>): Promise<Objections> {
  const { salt } = await db.selectFrom("ForgetSalt").select("salt").executeTakeFirstOrThrow();
  const forgotten = await db.selectFrom("Forgotten").select("hash").execute();
  const suppressions = await db.selectFrom("Suppression").selectAll().orderBy("id").execute();
  return {
    salt,
    hashes: forgotten.map(({ hash }) => hash),
    suppressions: suppressions.map(({ kind, value, account_id, reason, source, block_listed_at }) => ({
      kind,
      value,
      accountId: account_id,
      reason,
      source,
      isBlockListed: block_listed_at !== null,
    })),
    orders: await readOpenErasures(db),
  };
}

/**
 * Applies objections in a store that lacks them, for example one restored from a backup. Everyone kept out by them who
 * is stored as an account, a name or an address is erased, with the orders to end what was begun outside; texts of others
 * lose them; after that nothing about them is stored. Unfinished orders are repeated here too, because the store may not
 * know what was begun. Reads the store's names, addresses and texts once.
 * @returns how many people were erased and how many suppressions added.
 */
export async function repeatObjections(
  db: Kysely<Schema>,
  { salt, hashes, suppressions, orders }: Objections,
  files: Pick<PictureFiles, "remove">,
): Promise<{ erased: number; suppressed: number }> {
  const people = await peopleAmong(db, { salt, hashes });
  for (const key of people) await forget(db, key, files);
  // Hashes made with another store's salt mean nothing here.
  await sql`
    insert into "Forgotten" (hash)
    select distinct hash
    from unnest(${hashes}::text[]) as known(hash)
    where ${salt} = (select salt from "ForgetSalt")
    order by hash
    on conflict do nothing
  `.execute(db);
  await sweepTexts(db);
  await inTransaction(db, (tx) => addOpenErasures(tx, orders));
  let suppressed = 0;
  for (const isBlockListed of [true, false]) {
    const wanted = suppressions.filter((one) => one.isBlockListed === isBlockListed);
    for (let from = 0; from < wanted.length; from += CHUNK) {
      const { added } = await inTransaction(db, (tx) =>
        suppress(tx, wanted.slice(from, from + CHUNK), { isBlockListed }),
      );
      suppressed += added;
    }
  }
  return { erased: people.length, suppressed };
}

/**
 * Finds the stored people with these hashes. An account is identified by its number or current name. A name or an
 * address alone identifies somebody only if no account had or shows it, because its current holder may be somebody
 * else.
 */
async function peopleAmong(
  db: Kysely<Schema>,
  { salt, hashes }: Pick<Objections, "salt" | "hashes">,
): Promise<PersonKey[]> {
  const isAmong = (kind: "id" | "username" | "mailbox", value: RawBuilder<string>) =>
    sql`encode(sha256(convert_to(${salt}::text || ${` ${kind} `}::text || ${value}, 'UTF8')), 'hex') = any(${hashes}::text[])`;
  const { rows: accounts } = await sql<{ id: bigint }>`
    select id from "InstagramAccountBase"
    where ${isAmong("id", sql`id::text`)} or ${isAmong("username", sql`username`)}
    union
    select account_id from "InitialInstagramAccount"
    where account_id is not null and ${isAmong("id", sql`account_id::text`)}
    order by id
  `.execute(db);
  const { rows: names } = await sql<{ username: string }>`
    select username
    from (
      select username from "InitialInstagramAccount"
      union
      select username from "ManualMiningQueue"
    ) as known
    where ${isAmong("username", sql`username`)}
      and not exists (select from "InstagramAccountBase" as account where account.username = known.username)
      and not exists (select from "IGHistoryTable" as history where history.username = known.username)
    order by username
  `.execute(db);
  const { rows: addresses } = await sql<{ email: string }>`
    select email
    from "EmailVerification" as known
    where ${isAmong("mailbox", sql`igminer_mailbox(email)`)}
      and not exists (
        select from "InstagramAccountBase" as account where igminer_mailbox(account.ig_email) = igminer_mailbox(known.email)
      )
      and not exists (
        select
        from "EmailSequenceLead" as lead
        where igminer_mailbox(lead.email) = igminer_mailbox(known.email) and lead.account_id is not null
      )
    order by email
  `.execute(db);
  return [
    ...accounts.map(({ id }) => ({ kind: "id" as const, id })),
    ...names.map(({ username }) => ({ kind: "username" as const, username })),
    ...addresses.map(({ email }) => ({ kind: "email" as const, email })),
  ];
}
