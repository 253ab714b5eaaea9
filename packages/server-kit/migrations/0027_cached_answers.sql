-- What models wrote, by a hash of all that they were asked, for a while: the same request of the same creator is answered with it.
create table coach.cached_answers (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  key text not null,
  text text not null,
  model text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  primary key (creator_id, key)
);
create index cached_answers_youngest on coach.cached_answers (creator_id, created_at desc);
create index cached_answers_expiry on coach.cached_answers (expires_at);
alter table coach.cached_answers enable row level security;
alter table coach.cached_answers force row level security;
grant select, insert, update, delete on coach.cached_answers to coach_app;
create policy tenant on coach.cached_answers to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
create policy upkeep on coach.cached_answers to coach_app
  using ((select current_setting('coach.scope', true)) = 'upkeep' and expires_at < clock_timestamp())
  with check (false);

-- Whether an answer is one that was written before.
alter table coach.messages add column cached boolean not null default false;
