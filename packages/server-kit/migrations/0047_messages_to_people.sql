-- As in 0044, and what is for people alone (`to_people`) is not stored where a coach would answer: the outcome is `coach`.
create or replace function coach.send_messages(groups json)
returns table (place integer, outcome text, log_offset integer, at text, earlier uuid)
language plpgsql
-- Plans are kept: always by key, however small the tables were when first planned.
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  tenant_group record;
  tenant uuid;
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
  -- As the contract says.
  most_messages constant integer := 10000;
  window_start timestamptz := moment - interval '2 seconds';
  moment_text text := to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
begin
  perform set_config('role', 'coach_app', true), set_config('coach.scope', '', true);
  for tenant_group in select * from json_to_recordset(groups) as each_group (creator_id uuid, sends json) order by creator_id loop
    tenant := tenant_group.creator_id;
    perform set_config('coach.creator_id', tenant::text, true);
    -- In the order of the keys, so that two batches never wait for each other; repeats wait here for the first.
    perform from coach.conversations as held
      where held.creator_id = tenant and held.id = any (array(select conversation_id from json_to_recordset(tenant_group.sends) as asked (conversation_id uuid)))
      order by held.id for no key update;

    return query
    with asked as materialized (
      select * from json_to_recordset(tenant_group.sends) as asked (
        position integer, conversation_id uuid, sent_by text, client_message_id text, text text, title text,
        session_id uuid, token_hash text, key_id uuid, question_id uuid, answer_id uuid, job_id uuid, carrier jsonb, vector text, embedder_id text, context jsonb, client jsonb, to_people boolean
      )
    ), admitted as materialized (
      select asked.*, target.last_offset, target.message_count, target.is_held,
        case
          when creator.suspended_at is not null then 'suspended'
          when asked.token_hash is not null and token.session_id is null then 'signed-out'
          when asked.key_id is not null and not exists (select from coach.api_keys where id = asked.key_id) then 'signed-out'
          when creator.identity_required and asked.session_id is not null
            and not exists (select from coach.sessions where creator_id = tenant and id = asked.session_id and user_id is not null) then 'unidentified'
          when target.id is null or target.session_id <> asked.session_id then 'absent'
          when asked.to_people and not target.is_held then 'coach'
        end as refusal
      from asked
      cross join (select suspended_at, identity_required from coach.creators where id = tenant) as creator
      left join lateral (
        select id, session_id, last_offset, message_count, (kind = 'direct' or state = 'person') as is_held
        from coach.conversations where creator_id = tenant and id = asked.conversation_id and archived_at is null limit 1
      ) as target on true
      left join lateral (
        select session_id from coach.session_tokens
        where token_hash = asked.token_hash and session_id = asked.session_id and expires_at > clock_timestamp() limit 1
      ) as token on true
    ), judged as materialized (
      select admitted.*, known.id as known_id, known.text as known_text,
        row_number() over same as turn, first_value(admitted.text) over same as first_text, first_value(admitted.question_id) over same as first_id
      from admitted
      left join lateral (
        (select id, text from coach.messages
          where creator_id = tenant and conversation_id = admitted.conversation_id and sent_by = admitted.sent_by
            and client_message_id = admitted.client_message_id limit 1)
        union all
        -- Without an id, the same words again within two seconds are a repeat. Only what is newest in the log can be as young.
        (select recent.id, recent.text from (
            select id, text, sent_by, created_at, client_message_id from coach.messages
            where admitted.client_message_id is null and creator_id = tenant and conversation_id = admitted.conversation_id
              and log_offset > admitted.last_offset - 200
          ) as recent
          where recent.sent_by = admitted.sent_by and recent.client_message_id is null and recent.text = admitted.text and recent.created_at > window_start
          limit 1)
      ) as known on true
      where refusal is null
      window same as (
        partition by admitted.conversation_id, admitted.sent_by, coalesce(admitted.client_message_id, 'text ' || md5(admitted.text)) order by admitted.position
      )
    ), numbered as materialized (
      select judged.*, known_id is null and turn = 1 as is_new,
        (last_offset + case when is_held then 0 else -1 end
          + case when is_held then 1 else 2 end * count(*) filter (where known_id is null and turn = 1) over (partition by conversation_id order by position)
        )::integer as question_offset
      from judged
    ), placed as materialized (
      -- What would pass the most that a conversation holds.
      select numbered.*, is_new and message_count + (question_offset - last_offset) + case when is_held then 0 else 1 end > most_messages as is_full from numbered
    ), fresh as materialized (
      select * from placed where is_new and not is_full
    ), moved as (
      update coach.conversations as target
      set last_offset = target.last_offset + added.messages, message_count = target.message_count + added.messages, updated_at = moment, title = coalesce(target.title, added.title)
      from (select conversation_id, sum(case when is_held then 1 else 2 end)::integer as messages, (array_agg(title order by position))[1] as title from fresh group by 1) as added
      where target.creator_id = tenant and target.id = added.conversation_id
    ), rows_added as (
      insert into coach.messages (creator_id, id, conversation_id, log_offset, role, status, text, client_message_id, sent_by, reply_to, created_at, question_vector, vector_embedder, context, client)
      select tenant, question_id, conversation_id, question_offset, 'user', 'sent', text, client_message_id, sent_by, null, moment,
        decode(vector, 'base64'), embedder_id, context, client from fresh
      union all
      select tenant, answer_id, conversation_id, question_offset + 1, 'assistant', 'pending', '', null, null, question_id, moment, null, null, null, null from fresh where not is_held
    ), events_added as (
      insert into coach.conversation_events (creator_id, conversation_id, log_offset, payload)
      select tenant, conversation_id, question_offset, jsonb_strip_nulls(jsonb_build_object('type', 'message.created', 'message', jsonb_build_object(
        'id', question_id, 'conversationId', conversation_id, 'offset', question_offset, 'role', 'user', 'status', 'sent', 'text', text,
        'citations', '[]'::jsonb, 'clientMessageId', client_message_id, 'context', context, 'createdAt', moment_text))) from fresh
      union all
      select tenant, conversation_id, question_offset + 1, jsonb_build_object('type', 'message.created', 'message', jsonb_build_object(
        'id', answer_id, 'conversationId', conversation_id, 'offset', question_offset + 1, 'role', 'assistant', 'status', 'pending', 'text', '',
        'citations', '[]'::jsonb, 'replyTo', question_id, 'createdAt', moment_text)) from fresh where not is_held
    ), jobs_added as (
      insert into coach.jobs (creator_id, id, kind, subject_id, carrier) select tenant, job_id, 'answer', answer_id, carrier from fresh where not is_held
    )
    select position,
      case
        when known_id is null and bool_or(is_full) over (partition by conversation_id, first_id) then 'full'
        when is_new and is_held then 'held'
        when is_new then 'sent'
        when coalesce(known_text, first_text) = text then 'duplicate'
        else 'conflict'
      end,
      question_offset, moment_text, coalesce(known_id, first_id)
    from placed
    union all
    select position, refusal, null, null, null from admitted where refusal is not null;
  end loop;
end
$$;
