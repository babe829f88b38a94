import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { readAddress } from "../email/address.js";
import { EXIT, Failure } from "../failure.js";
import { parseUsername } from "../instagram/username.js";

/** Everything by which rows are found to be about one person. */
export interface Person {
  accountIds: bigint[];
  /** Today's and former ones, as far as nobody else has them now. */
  usernames: string[];
  emails: string[];
  /** Addresses that other accounts show too, as an agency's: they are not the person's alone, and stay. */
  sharedEmails: string[];
  /** Pictures of the accounts, by content. */
  pictures: string[];
}

/** What a person is asked for by. */
export type PersonKey =
  | { kind: "id"; id: bigint }
  | { kind: "username"; username: string }
  | { kind: "email"; email: string };

/**
 * Reads an Instagram number, a username (also as `@name` or a profile URL) or an address. Digits alone are a number where
 * an account has it, else a username. @throws Failure (exit 2) when the text is none of them.
 */
export async function requirePersonKey(db: Kysely<Schema>, text: string): Promise<PersonKey> {
  const given = text.trim();
  if (/^\d{1,18}$/.test(given)) {
    const known = await db
      .selectFrom("InstagramAccountBase")
      .select("id")
      .where("id", "=", BigInt(given))
      .executeTakeFirst();
    if (known) return { kind: "id", id: known.id };
  }
  if (/^[^@\s/]+@[^@\s/]+$/.test(given)) {
    const reading = readAddress(given);
    if (reading.isValid) return { kind: "email", email: reading.address.email };
  }
  const username = parseUsername(given);
  if (username !== null) return { kind: "username", username };
  throw new Failure(
    EXIT.usage,
    `"${text}" is not a username, an e-mail address or the number of a known account.`,
    "Write it as jane, @jane, jane@example.com or 12345678.",
  );
}

/**
 * Finds all that a person is known by, from one thing they are known by. An address that several accounts show names none
 * of them.
 */
export async function findPerson(db: Kysely<Schema>, key: PersonKey): Promise<Person> {
  const accountIds = await accountsOf(db, key);
  const usernames = await usernamesOf(db, accountIds, key.kind === "username" ? key.username : null);
  const { emails, sharedEmails } = await emailsOf(db, accountIds, key.kind === "email" ? key.email : null);
  const { rows: pictures } = await sql<{ sha256: string }>`
    select distinct shown.sha256
    from "AccountPicture" as shown
    join "ProfilePicture" as picture on picture.sha256 = shown.sha256
    where shown.id = any(${accountIds}::bigint[]) and picture.mark is null
    order by shown.sha256
  `.execute(db);
  return { accountIds, usernames, emails, sharedEmails, pictures: pictures.map(({ sha256 }) => sha256) };
}

async function accountsOf(db: Kysely<Schema>, key: PersonKey): Promise<bigint[]> {
  switch (key.kind) {
    case "id":
      return [key.id];
    case "username":
      return idsOf(
        await sql<{ id: bigint }>`
          select id from "InstagramAccountBase" where username = ${key.username}
          union
          select account_id
          from "InitialInstagramAccount"
          where username = ${key.username} and account_id is not null
            and not exists (select from "InstagramAccountBase" where username = ${key.username})
          union
          select account_id
          from "IGHistoryTable"
          where username = ${key.username}
            and not exists (select from "InstagramAccountBase" where username = ${key.username})
          order by id
        `.execute(db),
      );
    case "email": {
      const ids = idsOf(
        await sql<{ id: bigint }>`
          select id from "InstagramAccountBase" where lower(ig_email) = ${key.email} or ig_email_queued = ${key.email}
          union
          select account_id from "EmailSequenceLead" where email = ${key.email} and account_id is not null
        `.execute(db),
      );
      return ids.length === 1 ? ids : [];
    }
    default:
      return key satisfies never;
  }
}

function idsOf({ rows }: { rows: { id: bigint }[] }): bigint[] {
  return rows.map(({ id }) => id);
}

async function usernamesOf(
  db: Kysely<Schema>,
  accountIds: readonly bigint[],
  given: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ username: string }>`
    with known as (
      select username from "InstagramAccountBase" where id = any(${accountIds}::bigint[])
      union
      select username from "IGHistoryTable" where account_id = any(${accountIds}::bigint[]) and username is not null
      union
      select username from "InitialInstagramAccount" where account_id = any(${accountIds}::bigint[])
      union
      select username from "ManualMiningQueue" where account_id = any(${accountIds}::bigint[])
      union
      select alt_username from "UsersToClone" where clone_id = any(${accountIds}::bigint[]) and alt_username is not null
      union
      select value from "Suppression" where account_id = any(${accountIds}::bigint[])
      union
      select ${given}::text where ${given}::text is not null
    )
    select username
    from known
    where username = ${given}
      or not exists (
        select from "InstagramAccountBase" as other
        where other.username = known.username and other.id <> all(${accountIds}::bigint[])
      )
    order by username
  `.execute(db);
  return rows.map(({ username }) => username);
}

async function emailsOf(
  db: Kysely<Schema>,
  accountIds: readonly bigint[],
  given: string | null,
): Promise<Pick<Person, "emails" | "sharedEmails">> {
  const { rows } = await sql<{ email: string; is_shared: boolean }>`
    with known as (
      select lower(ig_email) as email from "InstagramAccountBase" where id = any(${accountIds}::bigint[])
      union
      select ig_email_queued from "InstagramAccountBase" where id = any(${accountIds}::bigint[])
      union
      select email from "EmailSequenceLead" where account_id = any(${accountIds}::bigint[])
      union
      select answered_from from "EmailSequenceLead" where account_id = any(${accountIds}::bigint[]) or email = ${given}
      union
      select ${given}::text
    )
    select email,
      email is distinct from ${given} and exists (
        select from "InstagramAccountBase" as other
        where lower(other.ig_email) = known.email and other.id <> all(${accountIds}::bigint[])
      ) as is_shared
    from known
    where email is not null
    order by email
  `.execute(db);
  const having = (isShared: boolean) =>
    rows.filter(({ is_shared }) => is_shared === isShared).map(({ email }) => email);
  return { emails: having(false), sharedEmails: having(true) };
}
