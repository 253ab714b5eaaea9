-- The keys that sign tokens, sealed. Only work of the system scope `keys` reaches them; no tenant does.
create table coach.signing_keys (
  id text primary key,
  -- Instances that rotate at once agree on one key: the first of a generation stays.
  generation integer not null unique check (generation > 0),
  algorithm text not null check (algorithm in ('RS256', 'ES256')),
  sealed_private_key text not null,
  signs_from timestamptz not null,
  signs_until timestamptz not null,
  verifies_until timestamptz not null,
  created_at timestamptz not null default now(),
  check (signs_from < signs_until and signs_until <= verifies_until)
);

alter table coach.signing_keys enable row level security;
alter table coach.signing_keys force row level security;
grant select, insert, delete on coach.signing_keys to coach_app;
grant update (sealed_private_key) on coach.signing_keys to coach_app;
create policy keys on coach.signing_keys to coach_app
  using ((select current_setting('coach.scope', true)) = 'keys')
  with check ((select current_setting('coach.scope', true)) = 'keys');
