-- Where a conversation came from; so far from pages. The default is for instances of the version before, while both run.
alter table coach.conversations add column channel text not null default 'web' check (length(channel) between 1 and 50);
create index conversations_channel on coach.conversations (creator_id, channel, id);
