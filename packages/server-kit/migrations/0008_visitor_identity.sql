-- Who visitors are, and the tokens of their browsers: a session is a visitor, a token opens it on one device.
create table coach.session_tokens (
  token_hash text primary key,
  creator_id uuid not null default coach.tenant(),
  session_id uuid not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  foreign key (creator_id, session_id) references coach.sessions (creator_id, id) on delete cascade
);
create index session_tokens_session on coach.session_tokens (creator_id, session_id);
-- Upkeep takes them out by their end.
create index session_tokens_expiry on coach.session_tokens (expires_at);

-- The owner of the table is bound by its policies too, of which none is for a migration.
alter table coach.sessions no force row level security;
insert into coach.session_tokens (token_hash, creator_id, session_id, expires_at, created_at)
  select token_hash, creator_id, id, expires_at, created_at from coach.sessions;
alter table coach.sessions
  drop column token_hash,
  drop column expires_at,
  -- As the creator's own server names its user. One session each: the same person sees the same conversations on every device.
  add column user_id text,
  add column profile jsonb not null default '{}' check (jsonb_typeof(profile) = 'object'),
  add column last_active_at timestamptz not null default now(),
  add unique (creator_id, user_id);
update coach.sessions set last_active_at = created_at;
alter table coach.sessions force row level security;

-- The secrets with which a creator's server vouches for its users, sealed.
create table coach.identity_keys (
  id uuid primary key,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  sealed text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
create index identity_keys_creator on coach.identity_keys (creator_id, created_at desc);

alter table coach.creators
  add column identity_required boolean not null default false,
  add column identity_hmac boolean not null default false;
grant update (identity_required, identity_hmac) on coach.creators to coach_app;

do $$
declare
  name text;
begin
  foreach name in array array['session_tokens', 'identity_keys'] loop
    execute format('alter table coach.%I enable row level security', name);
    execute format('alter table coach.%I force row level security', name);
    execute format(
      'create policy tenant on coach.%I to coach_app
        using (creator_id = (select nullif(current_setting(''coach.creator_id'', true), '''')::uuid))
        with check (creator_id = (select nullif(current_setting(''coach.creator_id'', true), '''')::uuid))',
      name
    );
    execute format('grant select, insert, delete on coach.%I to coach_app', name);
    execute format('grant update (expires_at) on coach.%I to coach_app', name);
    execute format(
      'create policy upkeep on coach.%I to coach_app
        using ((select current_setting(''coach.scope'', true)) = ''upkeep'' and expires_at < clock_timestamp()) with check (false)',
      name
    );
  end loop;
end
$$;

-- Whose a session is never changes.
revoke update on coach.sessions from coach_app;
grant update (profile, last_active_at) on coach.sessions to coach_app;

-- Signing in finds a token's session, and notes that it was there.
create policy sign_in on coach.session_tokens for select to coach_app using ((select current_setting('coach.scope', true)) = 'sign-in');
create policy sign_in_use on coach.sessions for update to coach_app
  using ((select current_setting('coach.scope', true)) = 'sign-in')
  with check ((select current_setting('coach.scope', true)) = 'sign-in');

-- A new encryption key seals every secret anew, whosever it is.
grant update (sealed) on coach.identity_keys to coach_app;
create policy keys_read on coach.identity_keys for select to coach_app using ((select current_setting('coach.scope', true)) = 'keys');
create policy keys_reseal on coach.identity_keys for update to coach_app
  using ((select current_setting('coach.scope', true)) = 'keys')
  with check ((select current_setting('coach.scope', true)) = 'keys');
