-- How far each participant of a conversation has come: `visitor`, `member:<account>` or `key:<id>`. One small row each, none a message.
create table coach.participants (
  creator_id uuid not null default coach.tenant(),
  conversation_id uuid not null,
  participant_id text not null,
  delivered_offset integer not null default 0 check (delivered_offset >= read_offset),
  read_offset integer not null default 0 check (read_offset >= 0),
  last_seen_at timestamptz,
  primary key (creator_id, conversation_id, participant_id),
  foreign key (creator_id, conversation_id) references coach.conversations (creator_id, id) on delete cascade
) with (fillfactor = 70);

alter table coach.participants enable row level security;
alter table coach.participants force row level security;
create policy tenant on coach.participants to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
grant select, insert, update, delete on coach.participants to coach_app;
