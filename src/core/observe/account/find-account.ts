import { type Kysely, sql } from "kysely";
import type { Schema } from "../../db/schema.js";
import { EXIT, Failure } from "../../failure.js";
import { parseUsername } from "../../instagram/username.js";
import { forgottenAmong } from "../../keep-out/forgotten.js";

/** The account that a name or a number stands for. */
export interface FoundAccount {
  id: bigint;
  username: string;
  /** The requested name is a former one; the account has another name now. */
  isFormerName: boolean;
}

interface Holder {
  id: bigint;
  username: string;
  seen_at: Date;
}

/**
 * Finds a mined account by `@name`, name, profile URL or Instagram's number. If several had the name when last seen,
 * the most recently seen one counts. A name that nobody has now finds the account that had it.
 * @throws Failure (exit 2) if no account is found, or the user must choose between several.
 */
export async function findAccount(db: Kysely<Schema>, text: string): Promise<FoundAccount> {
  const given = text.trim();
  const username = parseUsername(given);
  if (/^\d{1,18}$/.test(given)) {
    const byNumber = await holders(db, sql`account.id = ${given}::bigint`);
    if (byNumber[0] !== undefined) return { ...asFound(byNumber[0]), isFormerName: false };
  }
  if (username === null)
    throw new Failure(
      EXIT.usage,
      `"${text}" is not a username or the number of a known account.`,
      "Write it as jane, @jane or 12345678.",
    );
  const present = await holders(db, sql`account.username = ${username}`);
  const [newest, next] = present;
  if (newest !== undefined) {
    if (next !== undefined && next.seen_at.getTime() === newest.seen_at.getTime())
      throw severalMeant(username, present);
    return { ...asFound(newest), isFormerName: false };
  }
  const former = await holders(
    db,
    sql`account.id in (select account_id from "IGHistoryTable" where username = ${username})`,
  );
  const [one, other] = former;
  if (other !== undefined) throw severalMeant(username, former);
  if (one !== undefined) return { ...asFound(one), isFormerName: true };
  throw await notMined(db, username);
}

/** The matching accounts, most recently seen first. */
async function holders(db: Kysely<Schema>, which: ReturnType<typeof sql>): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select account.id, account.username,
      greatest(account.last_updated, coalesce(schedule.seen_at, account.last_updated)) as seen_at
    from "InstagramAccountBase" as account
    left join "RefreshSchedule" as schedule on schedule.id = account.id
    where ${which}
    order by seen_at desc, account.id
  `.execute(db);
  return rows;
}

function asFound({ id, username }: Holder) {
  return { id, username };
}

function severalMeant(username: string, accounts: readonly Holder[]): Failure {
  const each = accounts.map(
    (account) =>
      `${account.id} (now @${account.username}, last seen ${account.seen_at.toISOString().slice(0, 10)})`,
  );
  return new Failure(
    EXIT.usage,
    `Several accounts have or had the username ${username}: ${each.join("; ")}.`,
    "Name one by its number.",
  );
}

async function notMined(db: Kysely<Schema>, username: string): Promise<Failure> {
  if ((await forgottenAmong(db, "username", [username])).size > 0)
    return new Failure(
      EXIT.usage,
      `@${username} is kept out (igminer forget).`,
      "Nothing is stored about erased people, and nothing is accepted again.",
    );
  const { rows } = await sql<{ outcome: string | null }>`
    select outcome from "InitialInstagramAccount" where username = ${username}
  `.execute(db);
  const [name] = rows;
  if (name === undefined)
    return new Failure(
      EXIT.usage,
      `@${username} is not stored.`,
      `Mine it: igminer queue add ${username}, then igminer mine-manual`,
    );
  return new Failure(
    EXIT.usage,
    `@${username} is known by its username only${name.outcome === null ? "" : ` (mining ended as ${name.outcome})`}.`,
    `Mine it: igminer queue add ${username}, then igminer mine-manual`,
  );
}
