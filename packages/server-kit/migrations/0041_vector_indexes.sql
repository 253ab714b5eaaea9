-- Which large creators are searched through a vector index, and which index that is. The copies it stands on and the index itself are
-- made beside the migrations, where the extension pgvector can be had: nothing here needs it.
create table coach.vector_indexes (
  creator_id uuid primary key default coach.tenant() references coach.creators (id) on delete cascade,
  embedder_id text not null,
  dimensions integer not null,
  index_name text not null
);

-- Rises with every vector that is stored, so that a copy made of an older one is known; null: stored before there were any.
create sequence coach.embedding_revisions;
grant usage on sequence coach.embedding_revisions to coach_app;
alter table coach.embeddings add column revision bigint;
alter table coach.embeddings alter column revision set default nextval('coach.embedding_revisions');

alter table coach.vector_indexes enable row level security;
alter table coach.vector_indexes force row level security;
create policy tenant on coach.vector_indexes to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
grant select, insert, update, delete on coach.vector_indexes to coach_app;

-- Who is to have an index, and whether it is there.
create policy setup on coach.vector_indexes for select to coach_app using ((select current_setting('coach.scope', true)) = 'setup');
create policy setup on coach.lexical_indexes for select to coach_app using ((select current_setting('coach.scope', true)) = 'setup');
