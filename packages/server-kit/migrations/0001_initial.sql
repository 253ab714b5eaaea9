-- Statements of the application run as this role: it owns nothing and row-level security binds it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'coach_app') then
    begin
      create role coach_app nologin nosuperuser nobypassrls;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server created it meanwhile
    end;
    execute format('grant coach_app to %I', current_user);
  elsif not pg_has_role(current_user, 'coach_app', 'member') then
    execute format('grant coach_app to %I', current_user);
  end if;
end
$$;

grant usage on schema coach to coach_app;

-- The tenant of this transaction; null when none is set, which matches no row.
create function coach.tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('coach.creator_id', true), '')::uuid $$;

create table coach.creators (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  language text not null,
  widget jsonb not null,
  knowledge_version integer not null default 0,
  created_at timestamptz not null default now()
);

create table coach.sessions (
  id uuid primary key,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  token_hash text not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (creator_id, id)
);

create table coach.api_keys (
  id uuid primary key,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  key_hash text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);
create index api_keys_creator on coach.api_keys (creator_id);

create table coach.tickets (
  ticket_hash text primary key,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  principal jsonb not null,
  expires_at timestamptz not null
);
create index tickets_creator_expiry on coach.tickets (creator_id, expires_at);

create table coach.conversations (
  id uuid not null,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  session_id uuid not null,
  title text,
  last_offset integer not null default 0,
  epoch text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (creator_id, id),
  foreign key (creator_id, session_id) references coach.sessions (creator_id, id) on delete cascade
);
create index conversations_session on coach.conversations (creator_id, session_id, id);

create table coach.messages (
  id uuid not null,
  creator_id uuid not null default coach.tenant(),
  conversation_id uuid not null,
  log_offset integer not null,
  role text not null check (role in ('user', 'assistant')),
  status text not null check (status in ('sent', 'pending', 'completed', 'failed', 'interrupted', 'stopped')),
  text text not null,
  citations jsonb not null default '[]',
  confidence double precision,
  error_code text,
  model text,
  reply_to uuid,
  client_message_id text,
  created_at timestamptz not null default now(),
  primary key (creator_id, id),
  unique (creator_id, conversation_id, log_offset),
  unique (creator_id, conversation_id, client_message_id),
  foreign key (creator_id, conversation_id) references coach.conversations (creator_id, id) on delete cascade
);

create table coach.conversation_events (
  creator_id uuid not null default coach.tenant(),
  conversation_id uuid not null,
  log_offset integer not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (creator_id, conversation_id, log_offset),
  foreign key (creator_id, conversation_id) references coach.conversations (creator_id, id) on delete cascade
);

create table coach.jobs (
  id uuid primary key,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  kind text not null check (kind in ('answer', 'ingest')),
  subject_id text not null,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'dead')),
  attempt integer not null default 0,
  run_at timestamptz not null default now(),
  owner text,
  leased_until timestamptz,
  created_at timestamptz not null default now()
);
create index jobs_due on coach.jobs (run_at) where status <> 'dead';
create index jobs_subject on coach.jobs (creator_id, subject_id);

create table coach.documents (
  id text not null,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  name text not null,
  type text not null,
  size integer not null,
  blob_key text not null,
  status text not null default 'pending' check (status in ('pending', 'processing', 'ready', 'failed', 'quarantined')),
  stage text,
  progress integer not null default 0,
  chunk_count integer not null default 0,
  page_count integer,
  language text,
  failure_code text,
  failure_message text,
  created_at timestamptz not null default now(),
  processed_at timestamptz,
  primary key (creator_id, id)
);
create index documents_newest on coach.documents (creator_id, created_at desc, id desc);

create table coach.chunks (
  id uuid not null,
  creator_id uuid not null default coach.tenant(),
  document_id text not null,
  chunk_index integer not null,
  text text not null,
  headings jsonb not null,
  page integer,
  language text not null,
  token_count integer not null,
  primary key (creator_id, id),
  unique (creator_id, document_id, chunk_index),
  foreign key (creator_id, document_id) references coach.documents (creator_id, id) on delete cascade
);

create table coach.embeddings (
  chunk_id uuid not null,
  creator_id uuid not null default coach.tenant(),
  embedder_id text not null,
  vector bytea not null,
  primary key (creator_id, embedder_id, chunk_id),
  foreign key (creator_id, chunk_id) references coach.chunks (creator_id, id) on delete cascade
);
create index embeddings_chunk on coach.embeddings (creator_id, chunk_id);

-- Every tenant table: its own tenant's rows and no others, for its owner too.
do $$
declare
  name text;
begin
  foreach name in array array[
    'sessions', 'api_keys', 'tickets', 'conversations', 'messages', 'conversation_events', 'jobs', 'documents', 'chunks', 'embeddings'
  ] loop
    execute format('alter table coach.%I enable row level security', name);
    execute format('alter table coach.%I force row level security', name);
    execute format(
      'create policy tenant on coach.%I to coach_app
        using (creator_id = (select nullif(current_setting(''coach.creator_id'', true), '''')::uuid))
        with check (creator_id = (select nullif(current_setting(''coach.creator_id'', true), '''')::uuid))',
      name
    );
    execute format('grant select, insert, update, delete on coach.%I to coach_app', name);
  end loop;
end
$$;

alter table coach.creators enable row level security;
alter table coach.creators force row level security;
grant select, insert on coach.creators to coach_app;
grant update (knowledge_version) on coach.creators to coach_app;
create policy tenant on coach.creators to coach_app
  using (id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
create policy setup on coach.creators to coach_app
  using ((select current_setting('coach.scope', true)) = 'setup')
  with check ((select current_setting('coach.scope', true)) = 'setup');

-- Signing in: find the owner of a credential, a creator by its public name, and take a ticket.
create policy sign_in on coach.creators for select to coach_app using ((select current_setting('coach.scope', true)) = 'sign-in');
create policy sign_in on coach.sessions for select to coach_app using ((select current_setting('coach.scope', true)) = 'sign-in');
create policy sign_in on coach.api_keys for select to coach_app using ((select current_setting('coach.scope', true)) = 'sign-in');
create policy sign_in_read on coach.tickets for select to coach_app using ((select current_setting('coach.scope', true)) = 'sign-in');
create policy sign_in_take on coach.tickets for delete to coach_app using ((select current_setting('coach.scope', true)) = 'sign-in');

-- The job runner claims and settles jobs of any tenant; it never adds one.
create policy jobs_read on coach.jobs for select to coach_app using ((select current_setting('coach.scope', true)) = 'jobs');
create policy jobs_change on coach.jobs for update to coach_app using ((select current_setting('coach.scope', true)) = 'jobs');
create policy jobs_done on coach.jobs for delete to coach_app using ((select current_setting('coach.scope', true)) = 'jobs');
