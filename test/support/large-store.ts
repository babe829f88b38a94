import pg from "pg";

/**
 * Statements that fill a migrated store as it is after months of mining: nearly everything is done, and some rows of
 * each queue are due. Derived columns are set as igminer sets them. `n` is the number of accounts; the other tables
 * have their usual proportions.
 */
const FILLING = [
  // Accounts: one in four shows an address; languages, countries and kinds are mixed.
  `insert into "InstagramAccountBase" (
     id, username, full_name, biography, category, ig_email, ig_email_queued, ig_email_status, followers_count,
     following_count, posts_count, is_private, country, country_source, country_confidence, ai_bio_lang, gender, gender_conf,
     account_kind, topics, qualified_at, qualified_by, de_caption_count, country_rules, email_rules, clues, profile_pic_url,
     first_seen, last_updated
   )
   select n, 'somebody' || n, 'Somebody ' || n, 'makes things in place ' || n, 'Maker',
     case when n % 4 = 0 then 'p' || n || '@shop' || n % 5000 || '.example' end,
     case when n % 4 = 0 then 'p' || n || '@shop' || n % 5000 || '.example' end,
     case when n % 4 = 0 then (array['good', 'risky', 'bad', 'unknown'])[1 + n / 4 % 4] end,
     n % 5000, n % 900, n % 300, false, (array['DE', 'AT', 'FR', 'US', null])[1 + n % 5], 'bio', 80,
     (array['DE', 'EN', 'FR'])[1 + n % 3], (array['female', 'male'])[1 + n % 2], 4, 'person', '{craft}', now(), 'local',
     n % 20, case when n % 300 = 0 then 0 else 9 end, case when n % 300 = 0 then 0 else 9 end, '{}',
     'https://pictures.example/' || n || '.jpg',
     now() - n % 200 * interval '1 day', now() - n % 200 * interval '1 hour'
   from generate_series(1, $n) as n`,
  `insert into "AccountDetails" (id, fbid, observed_at) select n, n, now() from generate_series(1, $n, 2) as n`,
  // The frontier: mined names, and twice as many waiting ones, most of them with few links.
  `insert into "InitialInstagramAccount" (username, source, account_id, outcome, linked_count)
   select 'somebody' || n, 'RELATED', n, 'ok', n % 7 from generate_series(1, $n) as n`,
  `insert into "InitialInstagramAccount" (username, source, linked_count, outcome, attempts, next_attempt_at, last_error)
   select 'waiting' || n, 'RELATED', ($n / (n + 10))::int % 1000 + n % 3,
     case when n % 1000 = 1 then 'retry' when n % 1000 = 2 then 'failed' when n % 50 = 3 then 'not_found' end,
     case when n % 1000 = 2 then 5 else 0 end,
     case when n % 1000 = 1 then now() - interval '1 minute' end, case when n % 1000 = 2 then 'it fell' end
   from generate_series(1, 2 * $n) as n`,
  `insert into "RelatedAccounts" (account_id, initial_id, position)
   select n, 1 + (n * 7 + m * 1009) % (3 * $n), m from generate_series(1, $n) as n, generate_series(1, 3) as m`,
  // Posts: three per account; the last few have no language yet, some have unread comments.
  `insert into "InstagramPost" (
     id, account_id, shortcode, taken_at, media_type, caption, hashtags, comment_count, caption_lang, comments_searched, clues
   )
   select n * 10 + m, n, 'S' || n * 10 + m, now() - (n % 400 + m) * interval '1 day', 'image',
     'ein Tag am Meer, Nummer ' || n || ' und was danach kam', case when n % 10 = 0 then array['meer'] else '{}' end, n % 9,
     case when n % 300 = 0 then null else 'de' end, n % 50 <> 0, '{}'
   from generate_series(1, $n) as n, generate_series(1, 3) as m`,
  `insert into "PostCommenters" (post_id, initial_id)
   select n * 10 + 1, n from generate_series(1, $n) as n`,
  `insert into "IGHistoryTable" (account_id, username, followers_count, recorded_at, clues)
   select n, case when m = 1 then 'former' || n end, n % 5000, now() - m * interval '20 days', '{}'
   from generate_series(1, $n) as n, generate_series(1, 2) as m`,
  `insert into "CaptionLanguages" (account_id, lang, captions)
   select n, lang, 1 + n % 20 from generate_series(1, $n) as n, unnest(array['de', 'en']) as lang`,
  `insert into "CaptionCountDue" (account_id) select n from generate_series(150, $n, 300) as n`,
  `insert into "RefreshSchedule" (id, seen_at, pace)
   select n, now() - n % 200 * interval '1 hour' - case when n % 300 = 7 then interval '90 days' else interval '0' end, n % 5 - 2
   from generate_series(1, $n) as n`,
  `insert into "Qualification" (id, texts_hash, is_local, outcome)
   select n, 'x', true, case when n % 300 = 11 then null else 'ok' end from generate_series(1, $n) as n`,
  `insert into "AccountPicture" (id, next_attempt_at, outcome, fetched_at)
   select n, case when n % 300 = 13 then null else now() + interval '20 days' end, case when n % 300 = 13 then null else 'ok' end,
     case when n % 300 = 13 then null else now() end
   from generate_series(1, $n) as n where n % 3 = 1 or n % 300 = 13`,
  `insert into "UsersToClone" (account_id, alt_username, is_watch, alt_name_unique, next_attempt_at, outcome, clone_id, verdict, score)
   select n, case when n % 20 = 0 then 'the_somebody' || n end, n % 20 <> 0, n % 20 = 0,
     case when n % 60 = 1 then null else now() + interval '10 days' end, 'ok',
     case when n % 20 = 0 then n + 1 end, case when n % 20 = 0 then 'clone' end, case when n % 20 = 0 then 0.9 end
   from generate_series(1, $n - 1) as n where n % 4 = 0 or n % 60 = 1`,
  // Addresses, their results, and the leads handed over.
  `insert into "EmailDomain" (domain, finding, mx, checked_at, expires_at, catch_all, catch_all_checked_at)
   select 'shop' || n || '.example', 'hosts', '[{"name":"mx.example","preference":10}]', now(), now() + interval '1 day', false, now()
   from generate_series(0, 4999) as n`,
  `insert into "EmailVerification" (
     email, domain, status, reason, outcome, verified_at, checked_at, decision, decision_reason, decided_at, needs_decision,
     next_attempt_at, shown_by
   )
   select 'p' || n || '@shop' || n % 5000 || '.example', 'shop' || n % 5000 || '.example',
     case when n % 300 = 0 then null else 'deliverable' end, 'accepted', case when n % 300 = 0 then null else 'ok' end, now(), now(),
     'good', 'deliverable', now(), n % 300 = 4, now() + interval '60 days', 1
   from generate_series(4, $n, 4) as n`,
  `insert into "EmailSignal" (email, kind, source, reference)
   select 'p' || n || '@shop' || n % 5000 || '.example', 'delivered', 'instantly', n::text from generate_series(1, $n, 4) as n`,
  `insert into "Suppression" (kind, value, reason, source, account_id)
   select 'email', 'gone' || n || '@shop' || n || '.example', 'asked', 'import', case when n % 2 = 0 then n end
   from generate_series(1, $n / 5) as n`,
  `insert into "EmailSequence" (name, campaign_id, daily_cap) values ('S', $campaign, 50), ('T', 'campaign-2', 50)`,
  `insert into "EmailOutbox" (sequence_id, sent_at, answered_at, leads, outcome)
   select 1, now(), now(), 50, 'ok' from generate_series(1, $n / 500) as n`,
  `insert into "EmailSequenceLead" (sequence_id, account_id, email, state, outbox_id, handed_over_at, instantly_lead_id, state_at)
   select 1 + n / 4 % 2, case when n <= $n then n end, 'p' || n || '@shop' || n % 5000 || '.example',
     case when n % 400 = 0 then 'queued' else 'active' end,
     case when n % 400 = 0 then null else 1 + n % ($n / 500) end, case when n % 400 = 0 then null else now() end,
     case when n % 400 = 0 then null else 'lead-' || n end, now()
   from generate_series(8, 4 * $n, 8) as n`,
  `insert into "EmailMessage" (mailbox, gmail_id, thread_id, lead_id, class, sender, received_at, labelled_at)
   select 'me', 'm' || n, 't' || n, n, 'auto_reply', 'p' || n || '@shop' || n % 5000 || '.example', now() - n % 90 * interval '1 day', now()
   from generate_series(1, $n / 20) as n`,
  `insert into "InstantlySync" (task, sequence_id) values ('leads', 1), ('analytics', 1), ('leads', 2), ('analytics', 2)`,
  `insert into "Mailbox" (mailbox) values ('me')`,
  // Records left by runs.
  `insert into "Run" (command, host, pid, version, status, started_at, heartbeat_at, finished_at, claimed, ok, exit_code)
   select (array['mine-new', 'refresh', 'status', 'verify-emails', 'qualify'])[1 + n % 5], 'here', n, '1', 'done',
     now() - n * interval '5 minutes', now() - n * interval '5 minutes', now() - n * interval '5 minutes', 50, 50, 0
   from generate_series(1, $n / 5) as n`,
  `insert into "ErrorLog" (run_id, command, subject, kind, message, at)
   select n, 'mine-new', 'waiting' || n, 'transient', 'it timed out', now() - n * interval '3 minutes'
   from generate_series(1, $n / 5) as n`,
  `insert into "Metrics" (name, value, tags, at)
   select (array['items', 'requests', 'item_seconds'])[1 + n % 3], 1, '{"command": "mine-new", "outcome": "ok"}', now() - n * interval '20 seconds'
   from generate_series(1, $n) as n`,
  `insert into "Spend" (day, source, endpoint, command, purpose, requests, units)
   select current_date - n, 'hiker', 'profile', 'mine-new', 'new', 100, 100 from generate_series(0, 300) as n`,
];

/** Number of accounts in `fillLargeStore`; other tables have as many rows or more. */
const LARGE_STORE_ACCOUNTS = 40_000;

/**
 * Fills a migrated store. Needs a superuser's URL, because triggers and foreign keys are disabled meanwhile.
 * @param campaign of sequence S.
 */
export async function fillLargeStore(
  url: string,
  { accounts = LARGE_STORE_ACCOUNTS, campaign = "campaign" }: { accounts?: number; campaign?: string } = {},
): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("set session_replication_role = replica; set synchronous_commit = off");
    for (const statement of FILLING)
      await client.query(
        statement.replaceAll("$n", String(accounts)).replaceAll("$campaign", pg.escapeLiteral(campaign)),
      );
    await client.query("reset session_replication_role");
    for (const view of [
      "AccountsByDay",
      "AccountsByCountry",
      "AccountsByLanguage",
      "CaptionsByLanguage",
      "AccountsByEngagement",
    ])
      await client.query(`refresh materialized view "${view}"`);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
