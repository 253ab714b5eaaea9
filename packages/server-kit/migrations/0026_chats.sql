-- What a visitor's page calls a conversation of its own, where it chose the name itself.
alter table coach.conversations add column chat_id text check (length(chat_id) <= 128);
create unique index conversations_chat on coach.conversations (creator_id, session_id, chat_id) where chat_id is not null;
