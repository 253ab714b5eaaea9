-- The platform's own people: they suspend creators and accounts, and act for a creator for a while, which its log shows.
alter table coach.creators add column suspended_at timestamptz;
grant update (suspended_at) on coach.creators to coach_app;
create policy accounts_standing on coach.creators for update to coach_app
  using ((select current_setting('coach.scope', true)) = 'accounts')
  with check ((select current_setting('coach.scope', true)) = 'accounts');

alter table coach.accounts
  add column is_admin boolean not null default false,
  add column suspended_at timestamptz;

create table coach.impersonations (
  id uuid primary key,
  creator_id uuid not null references coach.creators (id) on delete cascade,
  account_id uuid not null references coach.accounts (id) on delete cascade,
  reason text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index impersonations_account on coach.impersonations (account_id);
create index impersonations_creator on coach.impersonations (creator_id);
alter table coach.impersonations enable row level security;
alter table coach.impersonations force row level security;
grant select, insert, update, delete on coach.impersonations to coach_app;
create policy accounts on coach.impersonations to coach_app
  using ((select current_setting('coach.scope', true)) = 'accounts')
  with check ((select current_setting('coach.scope', true)) = 'accounts');
create policy upkeep on coach.impersonations to coach_app
  using ((select current_setting('coach.scope', true)) = 'upkeep' and expires_at < clock_timestamp()) with check (false);
