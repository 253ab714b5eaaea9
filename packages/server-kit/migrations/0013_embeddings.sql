-- Of the text that was embedded, so that the same text is not embedded again by the same model.
alter table coach.embeddings add column text_hash text;
create index embeddings_text on coach.embeddings (creator_id, embedder_id, text_hash);

-- The embedder that has a vector for every passage of the creator; null when that must be looked into.
alter table coach.creators add column embedder_id text;
grant update (embedder_id) on coach.creators to coach_app;

alter table coach.jobs drop constraint jobs_kind_check;
alter table coach.jobs add constraint jobs_kind_check check (kind in ('answer', 'ingest', 'vectors'));
