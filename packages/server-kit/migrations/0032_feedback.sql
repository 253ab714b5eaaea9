-- What the visitor of a conversation thinks of an answer, one row an answer. It goes with its conversation.
create table coach.feedback (
  creator_id uuid not null default coach.tenant(),
  message_id uuid not null,
  rating text not null check (rating in ('up', 'down')),
  reason text,
  given_at timestamptz not null default now(),
  primary key (creator_id, message_id),
  foreign key (creator_id, message_id) references coach.messages (creator_id, id) on delete cascade
);
create index feedback_given on coach.feedback (creator_id, given_at);
alter table coach.feedback enable row level security;
alter table coach.feedback force row level security;
grant select, insert, update, delete on coach.feedback to coach_app;
create policy tenant on coach.feedback to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
