-- When a creator's coach answers; what is not said follows the kit's defaults, also when those change.
alter table coach.creators add column answering jsonb not null default '{}';
grant update (answering) on coach.creators to coach_app;
