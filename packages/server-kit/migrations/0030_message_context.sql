-- What the page said of where the visitor was when a question was asked: data, by name.
alter table coach.messages add column context jsonb;

-- As `coach.send_messages`, for batches in which a send has a `context`: it is kept with the question and told with it.
create function coach.send_messages_with_context(groups json)
returns table (place integer, outcome text, log_offset integer, at text, earlier uuid)
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  tenant_group record;
  tenant uuid;
begin
  return query select * from coach.send_messages(groups);
  for tenant_group in select * from json_to_recordset(groups) as each_group (creator_id uuid, sends json) order by creator_id loop
    tenant := tenant_group.creator_id;
    perform set_config('coach.creator_id', tenant::text, true);
    -- A question's id is new: only what was stored just now has it.
    with said as (
      update coach.messages as question set context = sent.context
      from json_to_recordset(tenant_group.sends) as sent (question_id uuid, context jsonb)
      where sent.context is not null and question.creator_id = tenant and question.id = sent.question_id
      returning question.conversation_id, question.log_offset, question.context
    )
    update coach.conversation_events as event set payload = jsonb_set(event.payload, '{message,context}', said.context)
    from said
    where event.creator_id = tenant and event.conversation_id = said.conversation_id and event.log_offset = said.log_offset;
  end loop;
end
$$;
