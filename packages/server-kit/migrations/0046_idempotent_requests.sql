-- What was asked for under an `Idempotency-Key`, by hashes of the key and of the request, and how it was answered. An answer may hold what
-- is shown once, such as a new key: it is sealed.
create table coach.idempotent_requests (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  caller text not null,
  key_hash text not null,
  request_hash text not null,
  -- Null while it is worked on, and for good if its instance died.
  sealed_answer text,
  expires_at timestamptz not null,
  primary key (creator_id, caller, key_hash)
);
create index idempotent_requests_expiry on coach.idempotent_requests (expires_at);
alter table coach.idempotent_requests enable row level security;
alter table coach.idempotent_requests force row level security;
grant select, insert, update, delete on coach.idempotent_requests to coach_app;
create policy tenant on coach.idempotent_requests to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
create policy upkeep on coach.idempotent_requests to coach_app
  using ((select current_setting('coach.scope', true)) = 'upkeep' and expires_at < clock_timestamp())
  with check (false);
