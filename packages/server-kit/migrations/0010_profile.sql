-- What a creator says of itself, and the image that stands for it.
alter table coach.creators
  add column company_name text,
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  -- Names the image among the stored files.
  add column logo_id uuid,
  -- Null: nothing was changed since it was created.
  add column updated_at timestamptz;
-- A creator's own row, by the policy `tenant`.
grant update (name, language, company_name, settings, logo_id, updated_at) on coach.creators to coach_app;
