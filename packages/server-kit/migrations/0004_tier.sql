-- What a creator's plan allows: the hourly limit and the monthly quotas go by it.
alter table coach.creators add column tier text not null default 'free' check (tier in ('free', 'premium', 'enterprise'));
grant update (tier) on coach.creators to coach_app;
