import { type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { tracePattern, wordPattern } from "../keep-out/traces.js";
import type { Person } from "./person.js";

/** One place where something is stored on people, and how what is on one person is found and erased. */
export interface PersonalTable {
  table: keyof Schema;
  /** What a row is called, for the one who reads what was erased. */
  what: string;
  /** The rows about a person (SQL over `stored`). */
  isTheirs(person: Person): RawBuilder<boolean>;
  /** What an erasure sets, where the row is somebody else's and only names the person; left out: the row is deleted. */
  blank?(person: Person): RawBuilder<unknown>;
}

const ids = ({ accountIds }: Person) => sql`any(${accountIds}::bigint[])`;
const names = ({ usernames }: Person) => sql`any(${usernames}::text[])`;
const emails = (person: Person) => sql`any(${person.emails}::text[])`;
const pictures = (person: Person) => sql`any(${person.pictures}::text[])`;

/** All words that mean the person in our own records. */
const words = ({ usernames, emails: addresses, accountIds }: Person) =>
  wordPattern([...usernames, ...addresses, ...accountIds.map(String)]) ?? "(?!)";
const traces = ({ usernames, emails: addresses }: Person) => tracePattern(usernames, addresses) ?? "(?!)";

const theirNames = (person: Person) => sql`any(array(
  select id from "InitialInstagramAccount" where username = ${names(person)} or account_id = ${ids(person)}
))`;
const theirPosts = (person: Person) => sql`any(array(
  select id from "InstagramPost" where account_id = ${ids(person)}
))`;
const theirLeads = (person: Person) => sql`any(array(
  select id from "EmailSequenceLead" where account_id = ${ids(person)} or email = ${emails(person)}
))`;
const theirSuppressions = (person: Person) => sql`any(array(
  select id
  from "Suppression"
  where account_id = ${ids(person)}
    or kind = 'account' and value = ${names(person)}
    or kind = 'email' and value = ${emails(person)}
))`;

const byAccount = (column: string) => (person: Person) =>
  sql<boolean>`${sql.ref(`stored.${column}`)} = ${ids(person)}`;

/** A text in which others may name the person. */
function naming(
  table: keyof Schema,
  what: string,
  column: string,
  kind: "text" | "jsonb" = "text",
): PersonalTable {
  const stored = sql.ref(`stored.${column}`);
  return {
    table,
    what,
    isTheirs: (person) => sql`${stored}::text ~* ${traces(person)}`,
    blank: (person) =>
      sql`${sql.ref(column)} = regexp_replace(${stored}::text, ${traces(person)}, '\\1…', 'gi')::${sql.raw(kind)}`,
  };
}

/**
 * Every place where something is stored on people: `forget` erases by this list, `subject-report` reports by it, and a
 * test holds it against the database. Ordered so that a row goes before what it is found by.
 */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
  {
    table: "PostCommenters",
    what: "comments",
    isTheirs: (person) =>
      sql`stored.initial_id = ${theirNames(person)} or stored.post_id = ${theirPosts(person)}`,
  },
  {
    table: "CommentImport",
    what: "comment imports",
    isTheirs: (person) => sql`stored.id = ${theirPosts(person)}`,
  },
  {
    table: "RelatedAccounts",
    what: "related accounts",
    isTheirs: (person) =>
      sql`stored.account_id = ${ids(person)} or stored.initial_id = ${theirNames(person)}`,
  },
  { table: "InstagramPost", what: "posts", isTheirs: byAccount("account_id") },
  { table: "IGHistoryTable", what: "history", isTheirs: byAccount("account_id") },
  { table: "CaptionLanguages", what: "caption languages", isTheirs: byAccount("account_id") },
  { table: "CaptionCountDue", what: "captions to count", isTheirs: byAccount("account_id") },
  { table: "Qualification", what: "qualifications", isTheirs: byAccount("id") },
  { table: "RefreshSchedule", what: "schedule", isTheirs: byAccount("id") },
  {
    table: "DismissedClone",
    what: "dismissed look-alikes",
    isTheirs: (person) => sql`stored.account_id = ${ids(person)} or stored.clone_id = ${ids(person)}`,
  },
  {
    table: "UsersToClone",
    what: "watches and look-alikes",
    isTheirs: (person) =>
      sql`stored.account_id = ${ids(person)} or stored.clone_id = ${ids(person)}
        or stored.watched_username = ${names(person)} or stored.alt_username = ${names(person)}`,
  },
  {
    table: "UsersToClone",
    what: "names to be tried",
    isTheirs: (person) => sql`stored.next_usernames && ${person.usernames}::text[]`,
    blank: (person) => sql`(next_usernames, next_rules) = (
      select coalesce(array_agg(name order by place), '{}'), coalesce(array_agg(rule order by place), '{}')
      from unnest(stored.next_usernames, stored.next_rules) with ordinality as next(name, rule, place)
      where name <> all(${person.usernames}::text[])
    )`,
  },
  { table: "AccountPicture", what: "pictures shown", isTheirs: byAccount("id") },
  {
    table: "AccountPicture",
    what: "pictures shown by others",
    isTheirs: (person) => sql`stored.sha256 = ${pictures(person)}`,
    blank: () => sql`sha256 = null`,
  },
  {
    table: "ProfilePicture",
    what: "pictures",
    isTheirs: (person) => sql`stored.sha256 = ${pictures(person)}`,
  },
  {
    table: "ManualMiningQueue",
    what: "manual requests",
    isTheirs: (person) => sql`stored.username = ${names(person)} or stored.account_id = ${ids(person)}`,
  },
  {
    table: "EmailMessage",
    what: "messages",
    isTheirs: (person) =>
      sql`stored.lead_id = ${theirLeads(person)} or stored.sender = ${emails(person)} or stored.about = ${emails(person)}
        or stored.evidence::text ~* ${traces(person)} or stored.subject ~* ${traces(person)}`,
  },
  {
    table: "EmailSequenceLead",
    what: "leads",
    isTheirs: (person) => sql`stored.account_id = ${ids(person)} or stored.email = ${emails(person)}`,
  },
  {
    table: "EmailSequenceLead",
    what: "leads answered for",
    isTheirs: (person) => sql`stored.answered_from = ${emails(person)}`,
    blank: () => sql`answered_from = null`,
  },
  naming("EmailOutbox", "answers of Instantly", "answer", "jsonb"),
  naming("EmailOutbox", "errors of hand-overs", "last_error"),
  {
    table: "InstantlySync",
    what: "block list entries under way",
    isTheirs: (person) => sql`stored.suppression_id = ${theirSuppressions(person)}`,
  },
  {
    table: "Suppression",
    what: "suppressions",
    isTheirs: (person) => sql`stored.id = ${theirSuppressions(person)}`,
  },
  naming("Suppression", "suppressions that name them", "reason"),
  {
    table: "EmailSignal",
    what: "e-mail signals",
    isTheirs: (person) => sql`stored.email = ${emails(person)}`,
  },
  naming("EmailSignal", "e-mail signals that name them", "detail"),
  {
    table: "EmailDomain",
    what: "mail domains",
    // The domain of nobody else's address.
    isTheirs: (person) => sql`
      stored.domain = any(array(select split_part(own.email, '@', -1) from unnest(${person.emails}::text[]) as own(email)))
      and not exists (
        select from "EmailVerification" as other
        where other.domain = stored.domain and other.email <> all(${person.emails}::text[])
      )
    `,
  },
  {
    table: "EmailVerification",
    what: "verifications",
    isTheirs: (person) => sql`stored.email = ${emails(person)}`,
  },
  naming("EmailVerification", "replies of mail hosts", "smtp_reply"),
  naming("EmailVerification", "errors of verifications", "last_error"),
  naming("EmailVerification", "reasons of verifications", "decision_reason"),
  {
    table: "InitialInstagramAccount",
    what: "names in the frontier",
    isTheirs: (person) => sql`stored.username = ${names(person)} or stored.account_id = ${ids(person)}`,
  },
  { table: "InstagramAccountBase", what: "accounts", isTheirs: byAccount("id") },
  {
    table: "InstagramAccountBase",
    what: "accounts that show the address",
    isTheirs: (person) =>
      sql`lower(stored.ig_email) = ${emails(person)} or stored.ig_email_queued = ${emails(person)}`,
    blank: () => sql`ig_email = null, ig_email_source = null, ig_email_queued = null, ig_email_status = null,
      ig_email_status_reason = null, ig_email_status_at = null, ig_email_is_shared = null`,
  },
  naming("InstagramAccountBase", "biographies of others", "biography"),
  naming("InstagramAccountBase", "display names of others", "full_name"),
  naming("InstagramAccountBase", "links of others", "bio_links", "jsonb"),
  naming("InstagramAccountBase", "links of others", "external_link"),
  naming("IGHistoryTable", "former biographies of others", "biography"),
  {
    table: "InstagramPost",
    what: "posts of others that name them",
    isTheirs: (person) =>
      sql`stored.caption ~* ${traces(person)} or stored.mentions && ${person.usernames}::text[]`,
    blank: (person) => sql`
      caption = regexp_replace(stored.caption, ${traces(person)}, '\\1…', 'gi'),
      mentions = array(
        select name from unnest(stored.mentions) with ordinality as mentioned(name, place)
        where name <> all(${person.usernames}::text[]) order by place
      )
    `,
  },
  ...(
    [
      "InitialInstagramAccount",
      "RefreshSchedule",
      "ManualMiningQueue",
      "CommentImport",
      "Qualification",
      "UsersToClone",
      "AccountPicture",
      "InstantlySync",
    ] as const
  ).map(
    (queue): PersonalTable => ({
      table: queue,
      what: "errors that name them",
      isTheirs: (person) => sql`stored.last_error ~* ${words(person)}`,
      blank: (person) => sql`last_error = regexp_replace(stored.last_error, ${words(person)}, '…', 'gi')`,
    }),
  ),
  {
    table: "ErrorLog",
    what: "errors",
    isTheirs: (person) =>
      sql`concat_ws(' ', stored.subject, stored.message, stored.stack, stored.context::text) ~* ${words(person)}`,
  },
  {
    table: "Alert",
    what: "alerts",
    isTheirs: (person) =>
      sql`concat_ws(' ', stored.subject, stored.message, stored.last_error) ~* ${words(person)}`,
  },
  {
    table: "Run",
    what: "runs that name them",
    isTheirs: (person) => sql`concat_ws(' ', stored.options::text, stored.stop_reason) ~* ${words(person)}`,
    blank: (person) => sql`
      options = regexp_replace(stored.options::text, '"[^"]*?' || ${words(person)} || '[^"]*"(?!\\s*:)', '"…"', 'gi')::jsonb,
      stop_reason = regexp_replace(stored.stop_reason, ${words(person)}, '…', 'gi')
    `,
  },
];

/** Tables that hold nothing on people, so that a new table must be put into one of the two lists. */
export const IMPERSONAL_TABLES: readonly (keyof Schema)[] = [
  "Metrics",
  "MetricsHourly",
  "MetricsTotal",
  "WatchState",
  "SourceState",
  "MailHostLease",
  "CloneTask",
  "CloneRuleYield",
  "EmailSequence",
  "ForgetSalt",
  "Forgotten",
  "Mailbox",
  "ViewRefresh",
  "ViewSourceChange",
];
