-- What a visitor answered before the first conversation, in the words that were shown: with the visitor, and with each conversation it began.
alter table coach.sessions add column form jsonb;
grant update (form) on coach.sessions to coach_app;
alter table coach.conversations add column form jsonb;
