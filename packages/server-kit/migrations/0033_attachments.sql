-- Files that people send each other. One is its uploader's until it goes with a message; its bytes are listed in `unclaimed_files` until
-- then. A message says by itself what came with it.
alter table coach.messages add column attachments jsonb check (jsonb_typeof(attachments) = 'array');

create table coach.attachments (
  creator_id uuid not null default coach.tenant(),
  id uuid not null,
  conversation_id uuid not null,
  -- `visitor`, `member:<account>` or `key:<id>`.
  uploaded_by text not null,
  message_id uuid,
  name text not null,
  type text not null,
  size integer not null check (size > 0),
  blob_key text not null,
  -- Malware was found in it: nobody gets it.
  quarantined boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (creator_id, id),
  foreign key (creator_id, conversation_id) references coach.conversations (creator_id, id) on delete cascade,
  foreign key (creator_id, message_id) references coach.messages (creator_id, id) on delete cascade,
  check (not (quarantined and message_id is not null))
);
create index attachments_of_message on coach.attachments (creator_id, message_id) where message_id is not null;
create index attachments_of_conversation on coach.attachments (creator_id, conversation_id);
create index attachments_unsent on coach.attachments (created_at) where message_id is null;
alter table coach.attachments enable row level security;
alter table coach.attachments force row level security;
grant select, insert, update, delete on coach.attachments to coach_app;
create policy tenant on coach.attachments to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
-- What was never sent is gone after a day; its file went an hour after it came.
create policy upkeep on coach.attachments to coach_app
  using ((select current_setting('coach.scope', true)) = 'upkeep' and message_id is null and created_at < now() - interval '1 day') with check (false);

-- However a row goes, its file is nobody's from then on and removed by the upkeep.
create function coach.leave_attachment() returns trigger language plpgsql as $$
begin
  insert into coach.unclaimed_files (creator_id, blob_key)
    select id, old.blob_key from coach.creators where id = old.creator_id and old.message_id is not null on conflict do nothing;
  return old;
end
$$;
create trigger leave_file after delete on coach.attachments for each row execute function coach.leave_attachment();
