-- What each call of a language model took. It stays when its conversation goes: it names no person, and the month must add up.
create table coach.model_calls (
  id uuid not null,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  conversation_id uuid not null,
  message_id uuid not null,
  -- What it was for.
  purpose text not null check (purpose in ('answer', 'rewrite', 'summary')),
  model text not null,
  prompt_tokens integer not null check (prompt_tokens >= 0),
  completion_tokens integer not null check (completion_tokens >= 0),
  -- The model did not say: counted by rule of thumb.
  estimated boolean not null,
  -- Millionths of a US dollar; null: the model has no price.
  micro_usd bigint check (micro_usd >= 0),
  first_token_ms integer,
  total_ms integer not null,
  created_at timestamptz not null default now(),
  primary key (creator_id, id)
);
create index model_calls_when on coach.model_calls (creator_id, created_at);
create index model_calls_conversation on coach.model_calls (creator_id, conversation_id, created_at);

-- How the creator's coach speaks.
alter table coach.creators add column persona jsonb not null default '{}' check (jsonb_typeof(persona) = 'object');
grant update (persona) on coach.creators to coach_app;

-- What older turns of a conversation were about, for the model.
create table coach.conversation_summaries (
  creator_id uuid not null default coach.tenant(),
  conversation_id uuid not null,
  text text not null,
  -- The last message that is in it.
  up_to_offset integer not null,
  model text not null,
  created_at timestamptz not null default now(),
  primary key (creator_id, conversation_id),
  foreign key (creator_id, conversation_id) references coach.conversations (creator_id, id) on delete cascade
);

-- Another answer to the same question, or another wording of it: the old ones stay and are no longer shown.
alter table coach.messages
  add column superseded_by uuid,
  -- The ids of those whose place it took.
  add column supersedes jsonb check (jsonb_typeof(supersedes) = 'array');

do $$
declare
  name text;
begin
  foreach name in array array['model_calls', 'conversation_summaries'] loop
    execute format('alter table coach.%I enable row level security', name);
    execute format('alter table coach.%I force row level security', name);
    execute format(
      'create policy tenant on coach.%I to coach_app
        using (creator_id = (select nullif(current_setting(''coach.creator_id'', true), '''')::uuid))
        with check (creator_id = (select nullif(current_setting(''coach.creator_id'', true), '''')::uuid))',
      name
    );
    execute format('grant select, insert, update, delete on coach.%I to coach_app', name);
  end loop;
end
$$;
