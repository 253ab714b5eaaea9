-- With what a question was sent: what little is kept of it, for a while.
alter table coach.messages add column client jsonb check (jsonb_typeof(client) = 'object');
create index messages_client on coach.messages (creator_id, created_at) where client is not null;
