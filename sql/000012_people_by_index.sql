-- A person is found by index, however large the store is: what forget, subject-report and suppressions look for.

-- The mailbox that an address leads to: joe.doe+shop@googlemail.com is joedoe@gmail.com (src/core/text/mailbox.ts says the
-- same of addresses that are not stored yet).
create function igminer_mailbox(email text) returns text language sql immutable strict parallel safe
return case
  -- What nearly all addresses are.
  when strpos(email, '+') = 0 and lower(right(email, 10)) <> '@gmail.com' and lower(right(email, 15)) <> '@googlemail.com'
  then lower(email)
  when split_part(lower(email), '@', -1) in ('gmail.com', 'googlemail.com')
  then replace(regexp_replace(regexp_replace(lower(email), '@[^@]*$', ''), '^([^+]+)[+].*$', '\1'), '.', '') || '@gmail.com'
  else regexp_replace(regexp_replace(lower(email), '@[^@]*$', ''), '^([^+]+)[+].*$', '\1')
    || '@' || split_part(lower(email), '@', -1)
end;

-- Someone's address is kept out in all its spellings.
create or replace function igminer_is_forgotten(kind text, value text) returns boolean language sql stable parallel safe as $$
  select exists (
    select from "Forgotten"
    where hash = igminer_forget_hash(kind, value)
      or kind = 'email' and hash = igminer_forget_hash('mailbox', igminer_mailbox(value))
  )
$$;

-- The words of a text, so that a text without clues (below) is found by those of a name or an address.
create function igminer_words(value text) returns text[] language sql immutable strict parallel safe
return array_remove(
  regexp_split_to_array(
    lower(normalize(translate(left(value, 20000), U&'\00AD\200B\200C\200D\2060\FEFF', ''), NFKC)), '[^[:alnum:]]+'
  ), ''
);

-- What a text names people by, each as a number (src/core/text/clues.ts): usernames, mailboxes, phone numbers. Written with
-- the text. Null: the text was stored before there were clues, or by something else than igminer; it is found by its words.
alter table "InstagramPost" add column clues integer[];
alter table "InstagramAccountBase" add column clues integer[];
alter table "IGHistoryTable" add column clues integer[];

create function igminer_words_of_account(full_name text, biography text, external_link text, bio_links jsonb)
returns text[] language sql immutable parallel safe
return igminer_words(coalesce(full_name, '') || ' ' || coalesce(biography, '') || ' ' || coalesce(external_link, '') || ' '
  || coalesce(bio_links::text, ''));

create index "InstagramPost_clues" on "InstagramPost" using gin (clues) where clues <> '{}';
create index "InstagramPost_words" on "InstagramPost" using gin (igminer_words(caption))
  where clues is null and caption is not null;
create index "InstagramAccountBase_clues" on "InstagramAccountBase" using gin (clues) where clues <> '{}';
create index "InstagramAccountBase_all_words" on "InstagramAccountBase"
  using gin (igminer_words_of_account(full_name, biography, external_link, bio_links)) where clues is null;
create index "IGHistoryTable_clues" on "IGHistoryTable" using gin (clues) where clues <> '{}' and biography is not null;
create index "IGHistoryTable_words" on "IGHistoryTable" using gin (igminer_words(biography))
  where clues is null and biography is not null;

-- Former names.
create index "IGHistoryTable_username" on "IGHistoryTable" (username) where username is not null;
create index "UsersToClone_alt_username" on "UsersToClone" (alt_username) where alt_username is not null;
create index "ManualMiningQueue_account" on "ManualMiningQueue" (account_id) where account_id is not null;
create index "Suppression_bound" on "Suppression" (account_id) where account_id is not null;

-- Addresses by their mailbox.
create index "InstagramAccountBase_mailbox" on "InstagramAccountBase" (igminer_mailbox(ig_email)) where ig_email is not null;
create index "InstagramAccountBase_mailbox_queued" on "InstagramAccountBase" (igminer_mailbox(ig_email_queued))
  where ig_email_queued is not null;
create index "EmailVerification_mailbox" on "EmailVerification" (igminer_mailbox(email));
create index "EmailVerification_domain" on "EmailVerification" (domain);
create index "EmailSignal_mailbox" on "EmailSignal" (igminer_mailbox(email));
create index "EmailSequenceLead_mailbox" on "EmailSequenceLead" (igminer_mailbox(email));
create index "EmailSequenceLead_answered_from" on "EmailSequenceLead" (igminer_mailbox(answered_from))
  where answered_from is not null;
create index "EmailMessage_sender_mailbox" on "EmailMessage" (igminer_mailbox(sender)) where sender is not null;
create index "EmailMessage_about_mailbox" on "EmailMessage" (igminer_mailbox(about)) where about is not null;
create index "Suppression_mailbox" on "Suppression" (igminer_mailbox(value)) where kind = 'email';

-- Texts of our own that may name somebody, and are few: read by key.
create index "InitialInstagramAccount_errors" on "InitialInstagramAccount" (id) where last_error is not null;
create index "RefreshSchedule_errors" on "RefreshSchedule" (id) where last_error is not null;
create index "ManualMiningQueue_errors" on "ManualMiningQueue" (id) where last_error is not null;
create index "CommentImport_errors" on "CommentImport" (id) where last_error is not null;
create index "Qualification_errors" on "Qualification" (id) where last_error is not null;
create index "UsersToClone_errors" on "UsersToClone" (id) where last_error is not null;
create index "AccountPicture_errors" on "AccountPicture" (id) where last_error is not null;
create index "EmailVerification_texts" on "EmailVerification" (id)
  where coalesce(smtp_reply, last_error) is not null;
create index "EmailSignal_texts" on "EmailSignal" (id) where detail is not null;
