import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { readAddress } from "../email/address.js";
import { EXIT, Failure } from "../failure.js";
import { parseUsername } from "../instagram/username.js";
import { forgottenAmong } from "../keep-out/forgotten.js";
import { displayNameKey } from "../keep-out/traces.js";
import { mailboxesIn, ownPhonesIn, phoneKey } from "../text/clues.js";
import { mailboxOf } from "../text/mailbox.js";

/** Everything that identifies rows as being about one person. */
export interface Person {
  accountIds: bigint[];
  /** Current and former ones, unless somebody else has them now. */
  usernames: string[];
  /** In every stored spelling. */
  emails: string[];
  /** Addresses that other accounts show too, such as an agency's: they are not the person's alone, and stay. */
  sharedEmails: string[];
  /** In the form of `phoneKey`. */
  phones: string[];
  /** In the form of `displayNameKey`. */
  displayNames: string[];
  /** Content hashes of pictures that only these accounts show. */
  pictures: string[];
}

/** What identifies a person in a request. */
export type PersonKey =
  | { kind: "id"; id: bigint }
  | { kind: "username"; username: string }
  | { kind: "email"; email: string };

/**
 * Parses an Instagram number, a username (also as `@name` or a profile URL) or an address. Digits alone are a number if
 * an account has it or it was erased, else a username.
 * @throws Failure (exit 2) if the text is none of them, or digits that are one account's number and another's name.
 */
export async function requirePersonKey(db: Kysely<Schema>, text: string): Promise<PersonKey> {
  const given = text.trim();
  if (/^\d{1,18}$/.test(given)) {
    const known = await accountsWith(db, given);
    if (known.isNumber && known.isName)
      throw new Failure(
        EXIT.usage,
        `"${given}" is the number of one account and the username of another.`,
        `Write @${given} for the username; the number is that of @${known.usernameOfNumber}.`,
      );
    if (known.isNumber) return { kind: "id", id: BigInt(given) };
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

async function accountsWith(db: Kysely<Schema>, digits: string) {
  const { rows } = await sql<{ by_number: string | null; by_name: boolean }>`
    select
      (select username from "InstagramAccountBase" where id = ${digits}::bigint) as by_number,
      exists (select from "InstagramAccountBase" where username = ${digits} and id <> ${digits}::bigint) as by_name
  `.execute(db);
  const [{ by_number, by_name }] = rows as [(typeof rows)[number]];
  const isErased = (await forgottenAmong(db, "id", [digits])).size > 0;
  return { isNumber: by_number !== null || isErased, isName: by_name, usernameOfNumber: by_number };
}

/**
 * Finds everything that a person is known by, from one such key. An address that several accounts show identifies none
 * of them.
 * @throws Failure (exit 2) if several accounts have or had the username: only the user knows which of them is meant.
 */
export async function findPerson(db: Kysely<Schema>, key: PersonKey): Promise<Person> {
  const accountIds = await accountsOf(db, key);
  const usernames = await usernamesOf(db, accountIds, key.kind === "username" ? key.username : null);
  const own = await ownTexts(db, accountIds);
  const { emails, sharedEmails } = await emailsOf(
    db,
    accountIds,
    key.kind === "email" ? key.email : null,
    own.flatMap(({ text }) => mailboxesIn(text)),
  );
  const { rows: pictures } = await sql<{ sha256: string }>`
    select distinct shown.sha256
    from "AccountPicture" as shown
    where shown.id = any(${accountIds}::bigint[]) and shown.sha256 is not null
      and not exists (
        select from "AccountPicture" as other
        where other.sha256 = shown.sha256 and other.id <> all(${accountIds}::bigint[])
      )
    order by shown.sha256
  `.execute(db);
  return {
    accountIds,
    usernames,
    emails,
    sharedEmails,
    phones: [
      ...new Set(
        own
          .flatMap(({ phone, text }) => [phoneKey(phone ?? ""), ...ownPhonesIn(text)])
          .filter((key) => key !== null),
      ),
    ],
    displayNames: [...new Set(own.flatMap(({ full_name }) => displayNameKey(full_name ?? "") ?? []))],
    pictures: pictures.map(({ sha256 }) => sha256),
  };
}

async function accountsOf(db: Kysely<Schema>, key: PersonKey): Promise<bigint[]> {
  switch (key.kind) {
    case "id":
      return [key.id];
    case "username": {
      const ids = idsOf(
        await sql<{ id: bigint }>`
          select id from "InstagramAccountBase" where username = ${key.username}
          union
          select account_id
          from "InitialInstagramAccount"
          where username = ${key.username} and account_id is not null
          union
          select account_id from "IGHistoryTable" where username = ${key.username}
          order by id
        `.execute(db),
      );
      if (ids.length > 1) throw await severalMeant(db, key.username, ids);
      return ids;
    }
    case "email": {
      const mailbox = mailboxOf(key.email);
      const ids = idsOf(
        await sql<{ id: bigint }>`
          select id from "InstagramAccountBase" where igminer_mailbox(ig_email) = ${mailbox}
          union
          select id from "InstagramAccountBase" where igminer_mailbox(ig_email_queued) = ${mailbox}
          union
          select account_id
          from "EmailSequenceLead"
          where igminer_mailbox(email) = ${mailbox} and account_id is not null
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

/** A released username can be taken by somebody else, and then no longer identifies one person. */
async function severalMeant(db: Kysely<Schema>, username: string, ids: readonly bigint[]): Promise<Failure> {
  const { rows } = await sql<{ id: bigint; username: string; first: string; last: string }>`
    select account.id, account.username,
      to_char(least(account.first_seen, account.last_updated, (
        select min(recorded_at) from "IGHistoryTable" as history where history.account_id = account.id
      )) at time zone 'UTC', 'YYYY-MM-DD') as first,
      to_char(greatest(account.last_updated, schedule.seen_at) at time zone 'UTC', 'YYYY-MM-DD') as last
    from "InstagramAccountBase" as account
    left join "RefreshSchedule" as schedule on schedule.id = account.id
    where account.id = any(${ids}::bigint[])
    order by account.id
  `.execute(db);
  const accounts = rows.map(
    (account) =>
      `${account.id} (now @${account.username}, first seen ${account.first}, last seen ${account.last})`,
  );
  return new Failure(
    EXIT.usage,
    `Several accounts have or had the username ${username}: ${accounts.join("; ")}.`,
    "Name one by its number. Nothing was changed.",
  );
}

/** What the accounts say of themselves, currently and formerly. */
async function ownTexts(db: Kysely<Schema>, accountIds: readonly bigint[]) {
  const { rows } = await sql<{ text: string; phone: string | null; full_name: string | null }>`
    select concat_ws(E'\n', biography, external_link, bio_links::text) as text, phone, full_name
    from "InstagramAccountBase"
    where id = any(${accountIds}::bigint[])
    union all
    select distinct biography, null, null
    from "IGHistoryTable"
    where account_id = any(${accountIds}::bigint[]) and biography is not null
  `.execute(db);
  return rows;
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
      select value from "Suppression" where account_id = any(${accountIds}::bigint[]) and kind = 'account'
      union
      select ${given}::text where ${given}::text is not null
    )
    select username
    from known
    where not exists (
      select from "InstagramAccountBase" as other
      where other.username = known.username and other.id <> all(${accountIds}::bigint[])
    )
    order by username
  `.execute(db);
  return rows.map(({ username }) => username);
}

/**
 * All addresses: first by mailbox, then in every stored spelling.
 * @param mailboxesOfTexts those in the accounts' own texts.
 */
async function emailsOf(
  db: Kysely<Schema>,
  accountIds: readonly bigint[],
  given: string | null,
  mailboxesOfTexts: readonly string[],
): Promise<Pick<Person, "emails" | "sharedEmails">> {
  const mailboxes = await mailboxesOf(db, accountIds, given && mailboxOf(given), mailboxesOfTexts);
  const emails = await spellingsOf(
    db,
    mailboxes.filter(({ is_shared }) => !is_shared).map(({ mailbox }) => mailbox),
  );
  return {
    emails: given === null || emails.includes(given) ? emails : [...emails, given].sort(),
    sharedEmails: mailboxes.filter(({ is_shared }) => is_shared).map(({ mailbox }) => mailbox),
  };
}

async function mailboxesOf(
  db: Kysely<Schema>,
  accountIds: readonly bigint[],
  given: string | null,
  mailboxesOfTexts: readonly string[],
) {
  const { rows } = await sql<{ mailbox: string; is_shared: boolean }>`
    with known as (
      select igminer_mailbox(ig_email) as mailbox from "InstagramAccountBase" where id = any(${accountIds}::bigint[])
      union
      select igminer_mailbox(ig_email_queued) from "InstagramAccountBase" where id = any(${accountIds}::bigint[])
      union
      select igminer_mailbox(email) from "EmailSequenceLead" where account_id = any(${accountIds}::bigint[])
      union
      select igminer_mailbox(answered_from) from "EmailSequenceLead" where account_id = any(${accountIds}::bigint[])
      union
      select igminer_mailbox(answered_from) from "EmailSequenceLead" where igminer_mailbox(email) = ${given}
      union
      select igminer_mailbox(value) from "Suppression" where account_id = any(${accountIds}::bigint[]) and kind = 'email'
      union
      select unnest(${[...mailboxesOfTexts]}::text[])
      union
      select ${given}::text
    )
    select mailbox,
      mailbox is distinct from ${given} and exists (
        select from "InstagramAccountBase" as other
        -- Collation as the index has it: a mailbox out of a column in "C" would not be looked up.
        where igminer_mailbox(other.ig_email) = known.mailbox collate "default" and other.id <> all(${accountIds}::bigint[])
      ) as is_shared
    from known
    where mailbox is not null
    order by mailbox
  `.execute(db);
  return rows;
}

/** Every stored spelling of addresses of these mailboxes, and the mailboxes themselves. */
async function spellingsOf(db: Kysely<Schema>, mailboxes: readonly string[]): Promise<string[]> {
  const stored = (table: keyof Schema, column: string) => sql`
    select lower(${sql.ref(column)}) as email
    from ${sql.table(table)}
    where igminer_mailbox(${sql.ref(column)}) = any(${mailboxes}::text[])
  `;
  const { rows } = await sql<{ email: string }>`
    ${sql.join(
      [
        sql`select unnest(${mailboxes}::text[]) as email`,
        stored("InstagramAccountBase", "ig_email"),
        stored("InstagramAccountBase", "ig_email_queued"),
        stored("EmailVerification", "email"),
        stored("EmailSequenceLead", "email"),
        stored("EmailSequenceLead", "answered_from"),
        stored("EmailMessage", "sender"),
        stored("EmailMessage", "about"),
        stored("EmailSignal", "email"),
        sql`${stored("Suppression", "value")} and kind = 'email'`,
      ],
      sql` union `,
    )}
    order by email
  `.execute(db);
  return rows.map(({ email }) => email);
}
