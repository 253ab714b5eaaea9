-- Where words stand in the passages of a large creator, so that it is searched without loading what it has.
-- One row holds what a word has in 2,048 places: a row for each word and passage would be five times the size.
create table coach.lexical_indexes (
  creator_id uuid primary key default coach.tenant() references coach.creators (id) on delete cascade,
  -- Which reading of words its rows come from; rows of an older one are made anew.
  analysis integer not null,
  next_place integer not null default 0,
  passage_count integer not null default 0,
  word_count bigint not null default 0,
  -- Whether every passage is in it.
  ready boolean not null default false
);

create table coach.postings (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  term text collate "C" not null,
  block integer not null,
  passages integer not null,
  -- Three bytes for each passage: its place in the block and what the word weighs there.
  entries bytea not null,
  primary key (creator_id, term, block)
) with (fillfactor = 70);
-- They do not compress, and are appended to.
alter table coach.postings alter column entries set storage external;

-- The passage's place in its creator's postings; null: it is not in them.
alter table coach.chunks add column place integer;
create unique index chunks_place on coach.chunks (creator_id, place) where place is not null;

do $$
declare
  name text;
begin
  foreach name in array array['lexical_indexes', 'postings'] loop
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

-- `index`: put the passages into the postings that are not there yet.
alter table coach.jobs drop constraint jobs_kind_check, add constraint jobs_kind_check check (kind in ('answer', 'ingest', 'vectors', 'index'));
