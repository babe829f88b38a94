-- A sequence can be paused: nobody is handed over through it, and its campaign is stopped at the sequencer.
alter table "EmailSequence" add column paused_at timestamptz;

-- The order to bring a campaign to what its sequence says, paused or going; at most one a sequence.
alter table "InstantlySync"
  drop constraint "InstantlySync_task_check",
  drop constraint "InstantlySync_check",
  add constraint "InstantlySync_task_check"
    check (task in ('leads', 'analytics', 'block', 'unblock', 'delete', 'campaign')),
  add constraint "InstantlySync_check" check (case
    when task in ('leads', 'analytics', 'campaign') then sequence_id is not null
    when task = 'block' then suppression_id is not null or value is not null
    when task = 'unblock' then value is not null
    else lead_reference is not null or value is not null
  end);
