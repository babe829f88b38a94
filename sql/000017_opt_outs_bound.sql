-- Opt-outs that were taken before their accounts were known: bound to the account's number, as far as it is known by now.
update "Suppression" as suppression
set account_id = account.id
from (
  select distinct on (username) username, id from "InstagramAccountBase" order by username, last_updated desc
) as account
where suppression.kind = 'account' and suppression.account_id is null and account.username = suppression.value;

-- What these accounts show by now is suppressed too, and to be told to Instantly's block list.
with added as (
  insert into "Suppression" (kind, value, reason, source)
  select distinct on (lower(account.ig_email)) 'email', lower(account.ig_email),
    suppression.reason || ' (account ' || account.username || ')', suppression.source
  from "Suppression" as suppression
  join "InstagramAccountBase" as account on account.id = suppression.account_id
  where suppression.kind = 'account' and account.ig_email is not null
  order by lower(account.ig_email)
  on conflict (kind, value) do nothing
  returning id
)
insert into "InstantlySync" (task, suppression_id)
select 'block', id from added;
