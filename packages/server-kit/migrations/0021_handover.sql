-- Who answers the creator's visitors and when its coach asks for a person; what is not said follows the kit's defaults.
alter table coach.creators add column handover jsonb not null default '{}' check (jsonb_typeof(handover) = 'object');
grant update (handover) on coach.creators to coach_app;

-- `coach.send_messages` reads kind and state: where no coach answers, a message is stored alone.
alter table coach.conversations
  add column kind text not null default 'ai' check (kind in ('ai', 'direct', 'assisted')),
  add column state text not null default 'coach' check (state in ('coach', 'requested', 'person')),
  add column handover_reason text check (handover_reason in ('visitor', 'keyword', 'confidence', 'crisis', 'member', 'direct')),
  add column requested_at timestamptz,
  -- `member:<account>` or `key:<id>`, and how visitors see that person called.
  add column held_by text,
  add column person text,
  add column accepted_at timestamptz,
  add constraint conversations_handover check (
    (state = 'coach') = (handover_reason is null)
    and (state = 'coach') = (requested_at is null)
    and (state = 'person') = (held_by is not null and accepted_at is not null)
    and (kind <> 'direct' or state <> 'coach')
  );
-- The inbox, which is small beside all that was ever said.
create index conversations_waiting on coach.conversations (creator_id, state, id desc) where state <> 'coach';

-- What a person wrote in the coach's place, and how that person was called then.
alter table coach.messages drop constraint messages_role_check;
alter table coach.messages add constraint messages_role_check check (role in ('user', 'assistant', 'member'));
alter table coach.messages add column author text;
