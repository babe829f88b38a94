-- What the statements of commands look for among many rows and had no index for (test/db/plans.test.ts).

-- Whatever stands under an account, by the account: an erasure, and the foreign key when an account goes.
create index "UsersToClone_account" on "UsersToClone" (account_id);
-- Whether a closed sequence has leads that are still bound to it.
create index "EmailSequenceLead_bound" on "EmailSequenceLead" (sequence_id) where released_at is null;
-- The addresses that the suppression of an account has brought with it, when it is taken back.
create index "Suppression_reason" on "Suppression" (reason collate "C") where kind = 'email';
