-- What was done for a creator, append-only: the application may neither change nor remove an entry.
create table coach.audit_entries (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  position integer not null check (position > 0),
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  details jsonb not null,
  hash text not null,
  primary key (creator_id, position)
);
alter table coach.audit_entries enable row level security;
alter table coach.audit_entries force row level security;
grant select, insert on coach.audit_entries to coach_app;
create policy tenant on coach.audit_entries to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
create policy accounts on coach.audit_entries to coach_app
  using ((select current_setting('coach.scope', true)) = 'accounts')
  with check ((select current_setting('coach.scope', true)) = 'accounts');

-- Keys say what they may do, and when they were last used (to the minute).
alter table coach.api_keys
  add column scopes jsonb not null default '["knowledge:read", "knowledge:write", "conversations:read", "conversations:write"]',
  add column last_used_at timestamptz;
create policy sign_in_use on coach.api_keys for update to coach_app
  using ((select current_setting('coach.scope', true)) = 'sign-in')
  with check ((select current_setting('coach.scope', true)) = 'sign-in');

-- Invitations on their way, by the id of the code in the mail.
create table coach.invitations (
  id uuid primary key,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  email text not null,
  role text not null check (role in ('owner', 'support', 'viewer')),
  expires_at timestamptz not null,
  unique (creator_id, email)
);
alter table coach.invitations enable row level security;
alter table coach.invitations force row level security;
grant select, insert, update, delete on coach.invitations to coach_app;
create policy tenant on coach.invitations to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
create policy accounts on coach.invitations to coach_app
  using ((select current_setting('coach.scope', true)) = 'accounts')
  with check ((select current_setting('coach.scope', true)) = 'accounts');

-- Upkeep of the system removes what has expired, and can see nothing else.
do $$
declare
  name text;
begin
  foreach name in array array['tickets', 'refresh_tokens', 'email_codes', 'invitations'] loop
    execute format(
      'create policy upkeep on coach.%I to coach_app
        using ((select current_setting(''coach.scope'', true)) = ''upkeep'' and expires_at < clock_timestamp()) with check (false)',
      name
    );
  end loop;
end
$$;
create policy upkeep on coach.sign_ins to coach_app
  using (
    (select current_setting('coach.scope', true)) = 'upkeep'
      and (ended_at < clock_timestamp() - interval '30 days' or last_used_at < clock_timestamp() - interval '60 days')
  )
  with check (false);
