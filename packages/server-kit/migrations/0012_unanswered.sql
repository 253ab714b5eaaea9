-- Questions that the material does not cover, so that its creator knows what to write next. They go with their conversation.
create table coach.unanswered_questions (
  creator_id uuid not null default coach.tenant(),
  message_id uuid not null,
  asked_at timestamptz not null default now(),
  primary key (creator_id, message_id),
  foreign key (creator_id, message_id) references coach.messages (creator_id, id) on delete cascade
);
create index unanswered_questions_newest on coach.unanswered_questions (creator_id, asked_at desc);
alter table coach.unanswered_questions enable row level security;
alter table coach.unanswered_questions force row level security;
grant select, insert, delete on coach.unanswered_questions to coach_app;
create policy tenant on coach.unanswered_questions to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
