-- Chunks of a document that is being read, until it is ready: of a large one, neither the server nor a transaction holds all of them
-- at once. Nothing is found here.
create table coach.kept_chunks (
  creator_id uuid not null default coach.tenant(),
  document_id text not null,
  -- Which run of the job read it.
  reading uuid not null,
  chunk_index integer not null,
  id uuid not null,
  text text not null,
  headings jsonb not null,
  page integer,
  language text not null,
  token_count integer not null,
  vector bytea,
  text_hash text,
  primary key (creator_id, document_id, reading, chunk_index),
  foreign key (creator_id, document_id) references coach.documents (creator_id, id) on delete cascade
);

alter table coach.kept_chunks enable row level security;
alter table coach.kept_chunks force row level security;
create policy tenant on coach.kept_chunks to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
grant select, insert, update, delete on coach.kept_chunks to coach_app;
