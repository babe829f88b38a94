import { sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { mailboxOf } from "../text/mailbox.js";
import type { Person } from "./person.js";
import type { OwnRows } from "./personal-rows.js";

const ids = ({ accountIds }: Person) => sql`any(${accountIds}::bigint[])`;
const names = ({ usernames }: Person) => sql`any(${usernames}::text[])`;
const emails = (person: Person) => sql`any(${person.emails}::text[])`;
const pictures = (person: Person) => sql`any(${person.pictures}::text[])`;

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

function byAccount(table: keyof Schema, what: string, column: "account_id" | "id"): OwnRows {
  return {
    kind: "own",
    table,
    what,
    isTheirs: (person) => sql<boolean>`${sql.ref(`stored.${column}`)} = ${ids(person)}`,
  };
}

/** They are deleted first, with the order to delete what the service keeps of them. */
export const MODEL_QUESTIONS = byAccount("ModelQuestion", "questions to the model", "account_id");

/** Rows about the person themselves; there may be many. */
export const OWN_ROWS: readonly OwnRows[] = [
  {
    kind: "own",
    table: "PostCommenters",
    what: "comments",
    isTheirs: (person) =>
      sql`stored.initial_id = ${theirNames(person)} or stored.post_id = ${theirPosts(person)}`,
  },
  {
    kind: "own",
    table: "CommentImport",
    what: "comment imports",
    isTheirs: (person) => sql`stored.id = ${theirPosts(person)}`,
  },
  {
    kind: "own",
    table: "RelatedAccounts",
    what: "related accounts",
    isTheirs: (person) =>
      sql`stored.account_id = ${ids(person)} or stored.initial_id = ${theirNames(person)}`,
  },
  {
    kind: "own",
    table: "FrontierTold",
    what: "what was told of a name",
    isTheirs: (person) => sql`stored.initial_id = ${theirNames(person)} or stored.led_by = ${names(person)}`,
  },
  {
    kind: "own",
    table: "DiscoveryQuestion",
    what: "questions about the account",
    isTheirs: (person) => sql`stored.led_by = ${names(person)}`,
  },
  {
    kind: "own",
    table: "FrontierScore",
    what: "scores",
    isTheirs: (person) => sql`stored.initial_id = ${theirNames(person)}`,
  },
  byAccount("AudienceLesson", "judgements", "account_id"),
  byAccount("AudienceDue", "accounts to judge", "account_id"),
  {
    kind: "own",
    table: "PostDetails",
    what: "details of posts",
    isTheirs: (person) => sql`stored.id = ${theirPosts(person)}`,
  },
  byAccount("AccountDetails", "details of the account", "id"),
  byAccount("InstagramPost", "posts", "account_id"),
  byAccount("CaptionLanguages", "caption languages", "account_id"),
  byAccount("CaptionCountDue", "captions to count", "account_id"),
  byAccount("CreatorMetrics", "creator metrics", "id"),
  byAccount("CreatorMetricsDue", "metrics to measure", "account_id"),
  byAccount("Qualification", "qualifications", "id"),
  MODEL_QUESTIONS,
  byAccount("RefreshSchedule", "schedule", "id"),
  {
    kind: "own",
    table: "DismissedClone",
    what: "dismissed look-alikes",
    isTheirs: (person) => sql`stored.account_id = ${ids(person)} or stored.clone_id = ${ids(person)}`,
  },
  {
    kind: "own",
    table: "EmailMessage",
    what: "messages",
    isTheirs: (person) => sql`stored.lead_id = ${theirLeads(person)}
      or igminer_mailbox(stored.sender) = any(${person.emails.map(mailboxOf)}::text[])
      or igminer_mailbox(stored.about) = any(${person.emails.map(mailboxOf)}::text[])`,
  },
  {
    kind: "own",
    table: "EmailSignal",
    what: "e-mail signals",
    isTheirs: (person) => sql`igminer_mailbox(stored.email) = any(${person.emails.map(mailboxOf)}::text[])`,
  },
  {
    kind: "own",
    table: "EmailDomain",
    what: "mail domains",
    // A domain on which nobody else has an address.
    isTheirs: (person) => sql`
      stored.domain = any(array(select split_part(own.email, '@', -1) from unnest(${person.emails}::text[]) as own(email)))
      and not exists (
        select from "EmailVerification" as other
        where other.domain = stored.domain and other.email <> all(${person.emails}::text[])
      )
    `,
  },
  {
    kind: "own",
    table: "EmailVerification",
    what: "verifications",
    isTheirs: (person) => sql`igminer_mailbox(stored.email) = any(${person.emails.map(mailboxOf)}::text[])`,
  },
];

/**
 * Rows by which a person is found: they are deleted last and together, so that an interrupted erasure can be finished
 * by running it again.
 */
export const IDENTITY: readonly OwnRows[] = [
  byAccount("AccountPicture", "pictures shown", "id"),
  {
    kind: "own",
    table: "ProfilePicture",
    what: "pictures",
    isTheirs: (person) => sql`stored.sha256 = ${pictures(person)} and not exists (
      select from "AccountPicture" as shown where shown.sha256 = stored.sha256
    )`,
  },
  {
    kind: "own",
    table: "UsersToClone",
    what: "watches and look-alikes",
    isTheirs: (person) =>
      sql`stored.account_id = ${ids(person)} or stored.clone_id = ${ids(person)}
        or stored.account_id is null and stored.watched_username = ${names(person)}
        or stored.alt_username = ${names(person)}`,
  },
  {
    kind: "own",
    table: "ManualMiningQueue",
    what: "manual requests",
    isTheirs: (person) => sql`stored.username = ${names(person)} or stored.account_id = ${ids(person)}`,
  },
  {
    kind: "own",
    table: "EmailSequenceLead",
    what: "leads",
    isTheirs: (person) => sql`stored.account_id = ${ids(person)}
      or igminer_mailbox(stored.email) = any(${person.emails.map(mailboxOf)}::text[])`,
  },
  {
    kind: "own",
    table: "InstantlySync",
    what: "block list entries under way",
    isTheirs: (person) => sql`stored.suppression_id = ${theirSuppressions(person)}`,
  },
  {
    kind: "own",
    table: "Suppression",
    what: "suppressions",
    isTheirs: (person) => sql`stored.id = ${theirSuppressions(person)}`,
  },
  byAccount("IGHistoryTable", "history", "account_id"),
  {
    kind: "own",
    table: "InitialInstagramAccount",
    what: "names in the frontier",
    isTheirs: (person) => sql`stored.username = ${names(person)} or stored.account_id = ${ids(person)}`,
  },
  byAccount("InstagramAccountBase", "accounts", "id"),
];
