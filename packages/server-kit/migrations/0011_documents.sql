-- What reading a document yields beside its chunks, and the version that a document replaces.
alter table coach.documents
  -- The document whose place this one takes once it is ready; that one answers until then.
  add column replaces text,
  add column preview text not null default '',
  add column outline jsonb not null default '[]' check (jsonb_typeof(outline) = 'array'),
  add column character_count integer,
  add column started_at timestamptz,
  add column processing_ms integer;
create index documents_replacing on coach.documents (creator_id, replaces) where replaces is not null;

-- Files that no document names: each is listed from before it is written until a document takes it, and again once none does.
-- Whoever is killed in between, the file is found here and removed.
create table coach.unclaimed_files (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  blob_key text not null,
  since timestamptz not null default now(),
  primary key (creator_id, blob_key)
);
create index unclaimed_files_oldest on coach.unclaimed_files (since);
alter table coach.unclaimed_files enable row level security;
alter table coach.unclaimed_files force row level security;
grant select, insert, delete on coach.unclaimed_files to coach_app;
create policy tenant on coach.unclaimed_files to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
create policy upkeep on coach.unclaimed_files to coach_app
  using ((select current_setting('coach.scope', true)) = 'upkeep') with check (false);
