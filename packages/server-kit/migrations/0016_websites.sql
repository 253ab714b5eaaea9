-- Places on the web whose pages are a creator's material.
create table coach.websites (
  id uuid primary key,
  creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
  address text not null,
  kind text not null check (kind in ('page', 'sitemap')),
  status text not null default 'pending' check (status in ('pending', 'reading', 'ready', 'failed')),
  -- Null: it is read once and when asked.
  refresh_hours integer check (refresh_hours >= 1),
  failure_code text,
  failure_message text,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  unique (creator_id, address),
  unique (creator_id, id)
);
create table coach.web_pages (
  creator_id uuid not null default coach.tenant(),
  website_id uuid not null,
  address text not null,
  -- A document that is named here and not there was removed by hand: the page is left out.
  document_id text,
  etag text,
  last_modified text,
  -- Its turn in the reading that goes on.
  waiting boolean not null default true,
  tries integer not null default 0,
  failure_code text,
  failure_message text,
  read_at timestamptz,
  primary key (creator_id, website_id, address),
  foreign key (creator_id, website_id) references coach.websites (creator_id, id) on delete cascade
);
create index web_pages_document on coach.web_pages (creator_id, document_id) where document_id is not null;

alter table coach.websites enable row level security;
alter table coach.websites force row level security;
alter table coach.web_pages enable row level security;
alter table coach.web_pages force row level security;
grant select, insert, update, delete on coach.websites, coach.web_pages to coach_app;
create policy tenant on coach.websites to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
create policy tenant on coach.web_pages to coach_app
  using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
  with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));

-- The address a document was read from.
alter table coach.documents add column source text;
-- Which kinds of work there are, the code alone says: one place to add one.
alter table coach.jobs drop constraint jobs_kind_check;
