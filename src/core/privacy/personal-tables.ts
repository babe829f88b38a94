import { type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { wordPattern } from "../keep-out/traces.js";
import { clueNumber } from "../text/clues.js";
import { mailboxOf } from "../text/mailbox.js";
import type { Person } from "./person.js";

interface Place {
  table: keyof Schema;
  /** What a row is called, for the one who reads what was erased. */
  what: string;
}

/** Rows about the person: they are deleted. Found by index. */
export interface OwnRows extends Place {
  kind: "own";
  /** SQL over `stored`. */
  isTheirs(person: Person): RawBuilder<boolean>;
}

/** Rows of somebody else that point to the person: found by index, and changed in SQL. */
export interface Pointers extends Place {
  kind: "pointer";
  isTheirs(person: Person): RawBuilder<boolean>;
  /** What is set. */
  blank(person: Person): RawBuilder<unknown>;
}

/**
 * Texts that people wrote, in rows of somebody else: found by their clues, or by their words where they were stored
 * without; read and rewritten here, with igminer's own readers (`withoutTraces`).
 */
export interface HumanTexts extends Place {
  kind: "texts";
  columns: readonly ("full_name" | "biography" | "external_link" | "bio_links" | "caption")[];
  /** Rows that may name the person (SQL over `stored`, a condition for each index). */
  candidates(person: Person): RawBuilder<boolean>[];
}

/**
 * Texts of machines and of our own, where the plain word means the person: read by key in pages, since no index knows
 * what stands in them.
 */
export interface RecordTexts extends Place {
  kind: "records";
  /** Which rows have such a text at all: by a partial index where the table is large. */
  hasText?: RawBuilder<boolean>;
  isTheirs(person: Person): RawBuilder<boolean>;
  /** Left out: the row is deleted. */
  blank?(person: Person): RawBuilder<unknown>;
}

export type PersonalTable = OwnRows | Pointers | HumanTexts | RecordTexts;

const ids = ({ accountIds }: Person) => sql`any(${accountIds}::bigint[])`;
const names = ({ usernames }: Person) => sql`any(${usernames}::text[])`;
const emails = (person: Person) => sql`any(${person.emails}::text[])`;
const pictures = (person: Person) => sql`any(${person.pictures}::text[])`;

/** All words that mean the person in our own records. */
const words = ({ usernames, emails: addresses, accountIds }: Person) =>
  wordPattern([...usernames, ...addresses, ...accountIds.map(String)]) ?? "(?!)";

/**
 * A value of JSON as PostgreSQL writes it, around a word in it. What stands between two strings (`": false, "`) is none, though it
 * is between quotes too: a person may be called "false", or have the number of a batch.
 */
const STRING_BEGINS = String.raw`(?<=: |\[|, )"(?![,:\]}])(?:[^"\\]|\\.)*?`;
const STRING_ENDS = String.raw`(?:[^"\\]|\\.)*"(?!\s*:)`;

/** Of JSON: a number there may be a counter, and is not what a text may be replaced by. */
const textWords = ({ usernames, emails: addresses }: Person) =>
  wordPattern([...usernames, ...addresses]) ?? "(?!)";

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

const numbers = ({ usernames, emails: addresses, phones }: Person) => [
  ...usernames.map((username) => clueNumber("username", username)),
  ...addresses.map((email) => clueNumber("mailbox", mailboxOf(email))),
  ...phones.map((phone) => clueNumber("phone", phone)),
];

/** By the index over clues, and by the one over the words of texts that have none. */
function candidates(
  wordsOf: RawBuilder<unknown>,
  isIndexed: RawBuilder<boolean>,
  owner: "id" | "account_id",
) {
  return (person: Person): RawBuilder<boolean>[] => {
    const others = sql<boolean>`${sql.ref(`stored.${owner}`)} <> all(${person.accountIds}::bigint[])`;
    const named = [...person.usernames, ...person.emails].map(
      (name) => sql<boolean>`${wordsOf} @> igminer_words(${name})`,
    );
    return [
      sql`stored.clues <> '{}' and ${isIndexed} and stored.clues && ${numbers(person)}::int[] and ${others}`,
      ...named.map(
        (isNamed) => sql<boolean>`stored.clues is null and ${isIndexed} and ${isNamed} and ${others}`,
      ),
    ];
  };
}

/** A column of a record, by the plain words that mean the person. */
function record(
  table: keyof Schema,
  what: string,
  column: string,
  { type = "text", hasText }: { type?: "text" | "jsonb"; hasText?: RawBuilder<boolean> } = {},
): RecordTexts {
  const stored = sql.ref(`stored.${column}`);
  const meaning = type === "jsonb" ? textWords : words;
  return {
    kind: "records",
    table,
    what,
    ...(hasText && { hasText }),
    isTheirs: (person) => sql`${stored}::text ~* ${meaning(person)}`,
    blank: (person) =>
      sql`${sql.ref(column)} = regexp_replace(${stored}::text, ${meaning(person)}, '…', 'gi')::${sql.raw(type)}`,
  };
}

/** Where others wrote about people, or machines did. */
const NAMED_BY_OTHERS: readonly PersonalTable[] = [
  {
    kind: "texts",
    table: "InstagramPost",
    what: "posts of others that name them",
    columns: ["caption"],
    candidates: candidates(sql`igminer_words(stored.caption)`, sql`stored.caption is not null`, "account_id"),
  },
  {
    kind: "texts",
    table: "InstagramAccountBase",
    what: "biographies, names and links of others",
    columns: ["full_name", "biography", "external_link", "bio_links"],
    candidates: candidates(
      sql`igminer_words_of_account(stored.full_name, stored.biography, stored.external_link, stored.bio_links)`,
      sql`true`,
      "id",
    ),
  },
  {
    kind: "texts",
    table: "IGHistoryTable",
    what: "former biographies of others",
    columns: ["biography"],
    candidates: candidates(
      sql`igminer_words(stored.biography)`,
      sql`stored.biography is not null`,
      "account_id",
    ),
  },
  {
    kind: "pointer",
    table: "InstagramAccountBase",
    what: "accounts of others that show the address",
    isTheirs: (person) => sql`stored.id <> all(${person.accountIds}::bigint[]) and (
      igminer_mailbox(stored.ig_email) = any(${person.emails.map(mailboxOf)}::text[])
      or igminer_mailbox(stored.ig_email_queued) = any(${person.emails.map(mailboxOf)}::text[])
    )`,
    blank:
      () => sql`ig_email = null, ig_email_source = null, ig_email_confidence = null, ig_email_queued = null, ig_email_status = null,
      ig_email_status_reason = null, ig_email_status_at = null, ig_email_is_shared = null`,
  },
  {
    kind: "pointer",
    table: "InstagramAccountBase",
    what: "accounts of others that show the address beside another",
    isTheirs: (person) => sql`stored.id <> all(${person.accountIds}::bigint[])
      and stored.ig_emails_other && ${person.emails}::text[]`,
    blank: (person) => sql`ig_emails_other = (
      select nullif(array_agg(email order by place), '{}')
      from unnest(stored.ig_emails_other) with ordinality as other(email, place)
      where email <> all(${person.emails}::text[])
    )`,
  },
  {
    kind: "records",
    table: "UsersToClone",
    what: "names to be tried",
    isTheirs: (person) => sql`stored.next_usernames && ${person.usernames}::text[]`,
    blank: (person) => sql`(next_usernames, next_rules) = (
      select coalesce(array_agg(name order by place), '{}'), coalesce(array_agg(rule order by place), '{}')
      from unnest(stored.next_usernames, stored.next_rules) with ordinality as next(name, rule, place)
      where name <> all(${person.usernames}::text[])
    )`,
  },
  {
    kind: "pointer",
    table: "PostDetails",
    what: "posts of others that tag them",
    isTheirs: (
      person,
    ) => sql`(coalesce(stored.coauthors, '{}'::text[]) || coalesce(stored.tagged_users, '{}'::text[]))
      && ${person.usernames}::text[]`,
    blank: (person) => sql`
      coauthors = (select array_agg(name) from unnest(stored.coauthors) as name where name <> all(${person.usernames}::text[])),
      tagged_users = (select array_agg(name) from unnest(stored.tagged_users) as name where name <> all(${person.usernames}::text[])),
      alt_text = null
    `,
  },
  record("PostDetails", "picture descriptions that name them", "alt_text", {
    hasText: sql`stored.alt_text is not null`,
  }),
  {
    kind: "pointer",
    table: "EmailSequenceLead",
    what: "leads answered for",
    isTheirs: (person) =>
      sql`igminer_mailbox(stored.answered_from) = any(${person.emails.map(mailboxOf)}::text[])`,
    blank: () => sql`answered_from = null`,
  },
  record("EmailOutbox", "answers of Instantly", "answer", { type: "jsonb" }),
  record("EmailOutbox", "errors of hand-overs", "last_error"),
  record("Suppression", "suppressions that name them", "reason"),
  record("EmailSignal", "e-mail signals that name them", "detail", {
    hasText: sql`stored.detail is not null`,
  }),
  ...(["smtp_reply", "last_error"] as const).map((column) =>
    record("EmailVerification", "replies of mail hosts that name them", column, {
      hasText: sql`coalesce(stored.smtp_reply, stored.last_error) is not null`,
    }),
  ),
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
  ).map((queue) =>
    record(queue, "errors that name them", "last_error", { hasText: sql`stored.last_error is not null` }),
  ),
  {
    kind: "records",
    table: "ErrorLog",
    what: "errors",
    isTheirs: (person) =>
      sql`concat_ws(' ', stored.subject, stored.message, stored.stack, stored.context::text) ~* ${words(person)}`,
  },
  {
    kind: "records",
    table: "Alert",
    what: "alerts",
    isTheirs: (person) =>
      sql`concat_ws(' ', stored.subject, stored.message, stored.last_error) ~* ${words(person)}`,
  },
  {
    kind: "records",
    table: "Run",
    what: "runs that name them",
    isTheirs: (person) => sql`concat_ws(' ', stored.options::text, stored.stop_reason) ~* ${words(person)}`,
    blank: (person) => sql`
      options = regexp_replace(
        stored.options::text,
        ${STRING_BEGINS}::text || ${words(person)}::text || ${STRING_ENDS}::text,
        '"…"', 'gi'
      )::jsonb,
      stop_reason = regexp_replace(stored.stop_reason, ${words(person)}, '…', 'gi')
    `,
  },
  {
    kind: "records",
    table: "EmailMessage",
    what: "messages that name them",
    isTheirs: (person) => sql`concat_ws(' ', stored.subject, stored.evidence::text) ~* ${words(person)}`,
  },
];

/** What is stored on the person themselves, and may be much. */
const OWN_ROWS: readonly OwnRows[] = [
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
  byAccount("ModelQuestion", "questions to the model", "account_id"),
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
    kind: "own",
    table: "EmailVerification",
    what: "verifications",
    isTheirs: (person) => sql`igminer_mailbox(stored.email) = any(${person.emails.map(mailboxOf)}::text[])`,
  },
];

/**
 * What a person is found by: it goes last and at once, so that an erasure that was interrupted is finished by asking for
 * it again.
 */
const IDENTITY: readonly OwnRows[] = [
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

/**
 * Every place where something is stored on people: `forget` erases by this list, `subject-report` reports by it, and a
 * test holds it against the database. Ordered so that a row goes before what it is found by.
 */
export const PERSONAL_TABLES = {
  namedByOthers: NAMED_BY_OTHERS,
  ownRows: OWN_ROWS,
  identity: IDENTITY,
};

/** Tables that hold nothing on people, so that a new table must be put into one of the lists. */
export const IMPERSONAL_TABLES: readonly (keyof Schema)[] = [
  "Metrics",
  "MetricsHourly",
  "MetricsTotal",
  "WatchState",
  "SourceState",
  "SourcePrice",
  "Spend",
  "SpendReserved",
  "AbsenceRecord",
  "MailHostLease",
  "CloneTask",
  "CloneRuleYield",
  "CommitMark",
  "ModelBatch",
  "EmailSequence",
  "Audiences",
  // Sums and weights of hashed words over all accounts judged.
  "AudienceSearch",
  "AudienceYield",
  "DiscoveryMilestone",
  "SchedulePause",
  // By the sequencer's own number of a lead that igminer never had; orders of erasures, which go when they are done.
  "StrangerWord",
  "MailboxUnlabel",
  "ForgetSalt",
  "Forgotten",
  "Mailbox",
  "RetentionWalk",
  "ViewRefresh",
  "ViewSourceChange",
];
