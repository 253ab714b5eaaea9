-- The websites that may use a creator's coach, as the creator wrote them. Empty: not decided, so in production none does.
alter table coach.creators add column allowed_domains jsonb not null default '[]' check (jsonb_typeof(allowed_domains) = 'array');
-- A creator's own row, by the policy `tenant`; scope `sign-in` reads everybody's list by its own.
grant update (allowed_domains) on coach.creators to coach_app;
