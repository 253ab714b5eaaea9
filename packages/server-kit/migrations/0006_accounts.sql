-- People who sign in, what they may do for which creator, and their sign-ins. Reached by the system scope `accounts`;
-- a tenant sees its own members and no more.
create table coach.accounts (
  id uuid primary key,
  email text not null unique,
  name text not null,
  password_hash text not null,
  email_verified_at timestamptz,
  -- Raised when every access token must end at once.
  token_version integer not null default 0,
  created_at timestamptz not null default now()
);

create table coach.members (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  account_id uuid not null references coach.accounts (id) on delete cascade,
  -- Copied, so that a creator sees who its members are and nothing else of an account.
  email text not null,
  name text not null,
  role text not null check (role in ('owner', 'support', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (creator_id, account_id)
);
create index members_account on coach.members (account_id, created_at);

-- One sign-in is a family of refresh tokens: theft of one ends them all.
create table coach.sign_ins (
  id uuid primary key,
  creator_id uuid not null default coach.tenant(),
  account_id uuid not null,
  device text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Who is no member any more is not signed in either.
  foreign key (creator_id, account_id) references coach.members (creator_id, account_id) on delete cascade
);
create index sign_ins_account on coach.sign_ins (account_id, last_used_at desc);
create index sign_ins_member on coach.sign_ins (creator_id, account_id);

create table coach.refresh_tokens (
  id uuid primary key,
  sign_in_id uuid not null references coach.sign_ins (id) on delete cascade,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  successor_id uuid
);
create index refresh_tokens_sign_in on coach.refresh_tokens (sign_in_id);

-- Codes sent by e-mail: each is used once.
create table coach.email_codes (
  id uuid primary key,
  account_id uuid not null references coach.accounts (id) on delete cascade,
  purpose text not null check (purpose in ('verify', 'reset')),
  expires_at timestamptz not null
);
create index email_codes_account on coach.email_codes (account_id);

do $$
declare
  name text;
begin
  foreach name in array array['accounts', 'members', 'sign_ins', 'refresh_tokens', 'email_codes'] loop
    execute format('alter table coach.%I enable row level security', name);
    execute format('alter table coach.%I force row level security', name);
    execute format('grant select, insert, update, delete on coach.%I to coach_app', name);
    execute format(
      'create policy accounts on coach.%I to coach_app
        using ((select current_setting(''coach.scope'', true)) = ''accounts'')
        with check ((select current_setting(''coach.scope'', true)) = ''accounts'')',
      name
    );
  end loop;
end
$$;

create policy tenant on coach.members to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));

-- Registering opens an account and its creator in one transaction.
create policy accounts_read on coach.creators for select to coach_app using ((select current_setting('coach.scope', true)) = 'accounts');
create policy accounts_open on coach.creators for insert to coach_app with check ((select current_setting('coach.scope', true)) = 'accounts');
