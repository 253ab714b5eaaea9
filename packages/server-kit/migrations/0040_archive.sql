-- Conversations and messages are put away, not deleted: who reads no longer sees them, and they can be brought back.
alter table coach.conversations
  -- All of them, also those that are put away or were replaced.
  add column message_count integer not null default 0,
  add column archived_at timestamptz;
alter table coach.messages
  add column archived_at timestamptz,
  -- What the creator's own programs say of it: intent, sentiment, topics, urgency.
  add column metadata jsonb check (jsonb_typeof(metadata) = 'object'),
  -- Of an answer: how it came about.
  add column details jsonb check (jsonb_typeof(details) = 'object');
create index messages_archived on coach.messages (creator_id, archived_at) where archived_at is not null;
create index conversations_archived on coach.conversations (creator_id, id) where archived_at is not null;

alter table coach.conversations no force row level security;
alter table coach.messages no force row level security;
update coach.conversations set message_count = counted.messages
  from (select creator_id, conversation_id, count(*)::integer as messages from coach.messages group by 1, 2) as counted
  where conversations.creator_id = counted.creator_id and conversations.id = counted.conversation_id;
alter table coach.conversations force row level security;
alter table coach.messages force row level security;
