import { type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { clueNumber } from "../text/clues.js";
import { mailboxOf } from "../text/mailbox.js";
import type { Person } from "./person.js";
import type { PersonalTable, RecordTexts } from "./personal-rows.js";
import { recordPattern } from "./record-pattern.js";

/** Everything that means the person in our own records. */
const words = (person: Person) => recordPattern(person, { isJson: false });

/**
 * The beginning of a string value in JSON as PostgreSQL writes it, before a word in that value. The text between two
 * strings (`": false, "`) is between quotes but is no value: a person may be called "false", or have the number of a
 * batch.
 */
const STRING_BEGINS = String.raw`(?<=: |\[|, )"(?![,:\]}])(?:[^"\\]|\\.)*?`;
const STRING_ENDS = String.raw`(?:[^"\\]|\\.)*"(?!\s*:)`;

/** The words to look for in JSON: without numbers, which may be counters and must not be replaced by a text. */
const textWords = (person: Person) => recordPattern(person, { isJson: true });

const numbers = ({ usernames, emails: addresses, phones }: Person) => [
  ...usernames.map((username) => clueNumber("username", username)),
  ...addresses.map((email) => clueNumber("mailbox", mailboxOf(email))),
  ...phones.map((phone) => clueNumber("phone", phone)),
];

/** Finds rows by the index over clues, and by the index over words for texts without clues. */
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

/** A column of a record, searched for the plain words that mean the person. */
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

/** Texts about people that others or machines wrote. */
export const NAMED_BY_OTHERS: readonly PersonalTable[] = [
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
