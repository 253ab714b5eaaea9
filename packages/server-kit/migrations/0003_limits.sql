-- Calls counted for all instances, for the system scope `limits`. A crash of the server may forget them: unlogged.
create unlogged table coach.rate_limits (
  -- A hash: neither addresses nor account names are kept here.
  key text primary key,
  tokens double precision not null,
  -- Milliseconds since 1970, like blocked_until.
  filled_at double precision not null,
  current_count double precision not null default 0,
  previous_count double precision not null default 0,
  strikes integer not null default 0,
  blocked_until double precision not null default 0,
  -- No index on it: one would turn every count into a second write.
  expires_at timestamptz not null
) with (fillfactor = 50);

alter table coach.rate_limits enable row level security;
alter table coach.rate_limits force row level security;
grant select, insert, update, delete on coach.rate_limits to coach_app;
create policy limits on coach.rate_limits to coach_app
  using ((select current_setting('coach.scope', true)) = 'limits')
  with check ((select current_setting('coach.scope', true)) = 'limits');

-- Checks all rules and charges them if each has room, in one step. A rule: position, key, call_limit, window_ms, burst, first_block and
-- longest_block (milliseconds; 0: never blocks). Answers with each meter in the order of the rules, as of now and before the charge.
create function coach.take_limits(rules jsonb, cost double precision, given_now double precision)
returns table (
  allowed boolean, tokens double precision, filled_at double precision, current_count double precision, previous_count double precision,
  strikes integer, blocked_until double precision
)
language plpgsql as $$
#variable_conflict use_column
declare
  now_ms double precision := coalesce(given_now, extract(epoch from clock_timestamp()) * 1000);
  wanted integer := jsonb_array_length(rules);
  held integer := -1;
begin
  -- Always in the order of the keys, so that two calls never wait for each other. Again, if an expired one went between the two statements.
  while held < wanted loop
    insert into coach.rate_limits (key, tokens, filled_at, expires_at)
      select rule.key, rule.burst, now_ms, clock_timestamp() + rule.window_ms * interval '1 millisecond'
      from jsonb_to_recordset(rules) as rule (key text, burst double precision, window_ms double precision)
      order by rule.key
      on conflict do nothing;
    select count(*) into held from (
      select from coach.rate_limits where key in (select rule.key from jsonb_to_recordset(rules) as rule (key text)) order by key for update
    ) as locked;
  end loop;

  if given_now is null then
    now_ms := extract(epoch from clock_timestamp()) * 1000;
  end if;
  return query
  with asked as (
    select * from jsonb_to_recordset(rules) as rule (
      position integer, key text, call_limit double precision, window_ms double precision, burst double precision, first_block double precision,
      longest_block double precision
    )
  ), advanced as (
    select asked.*, moment.at, stored.blocked_until,
      least(asked.burst, stored.tokens + (moment.at - stored.filled_at) * asked.call_limit / asked.window_ms) as tokens,
      case moment.windows when 0 then stored.current_count else 0 end as current_count,
      case moment.windows when 0 then stored.previous_count when 1 then stored.current_count else 0 end as previous_count,
      case when moment.at >= stored.blocked_until + asked.longest_block then 0 else stored.strikes end as strikes
    from asked
    join coach.rate_limits as stored on stored.key = asked.key
    cross join lateral (
      select later.at, floor(later.at / asked.window_ms) - floor(stored.filled_at / asked.window_ms) as windows
      from (select greatest(now_ms, stored.filled_at) as at) as later
    ) as moment
  ), judged as (
    select advanced.*,
      blocked_until > at as blocked,
      blocked_until <= at
        and tokens + 0.0000005 >= cost
        and current_count + previous_count * (1 - (at - floor(at / window_ms) * window_ms) / window_ms) + cost <= call_limit + 0.0000005 as fits
    from advanced
  ), decided as (
    select judged.*, bool_and(fits) over () as allowed, not fits and not blocked and first_block > 0 as struck from judged
  ), settled as materialized (
    select position, key, window_ms, longest_block, allowed, struck, tokens, at, current_count, previous_count,
      case when struck then strikes + 1 else strikes end as strikes,
      case when struck then at + least(longest_block, first_block * power(2, least(strikes, 50))) else blocked_until end as blocked_until
    from decided
  ), written as (
    update coach.rate_limits as stored set
      tokens = settled.tokens - case when settled.allowed then cost else 0 end,
      filled_at = settled.at,
      current_count = settled.current_count + case when settled.allowed then cost else 0 end,
      previous_count = settled.previous_count,
      strikes = settled.strikes,
      blocked_until = settled.blocked_until,
      expires_at = clock_timestamp()
        + greatest(2 * settled.window_ms, settled.blocked_until - settled.at + settled.longest_block) * interval '1 millisecond'
    from settled
    where stored.key = settled.key and (settled.allowed or settled.struck)
  )
  select allowed, tokens, at, current_count, previous_count, strikes, blocked_until from settled order by position;
end
$$;

-- What a creator used of a month's quota, reserved or settled.
create table coach.usage (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  -- Like 2030-01, in UTC.
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  kind text not null,
  used bigint not null check (used >= 0),
  -- The quota whose 80 % were announced, and the reservation that crossed them.
  warned_limit bigint,
  warned_by text,
  primary key (creator_id, month, kind)
);

create table coach.usage_reservations (
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  kind text not null,
  id text not null,
  month text not null,
  amount bigint not null check (amount >= 0),
  created_at timestamptz not null default now(),
  primary key (creator_id, kind, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['usage', 'usage_reservations'] loop
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
