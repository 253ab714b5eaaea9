-- The pieces a document was asked to be cut into, in tokens; null: those of the server.
alter table coach.documents
  add column chunk_tokens integer check (chunk_tokens between 50 and 2000),
  add column overlap_tokens integer check (overlap_tokens >= 0),
  add constraint documents_chunk_sizes check ((chunk_tokens is null) = (overlap_tokens is null) and (chunk_tokens is null or overlap_tokens * 2 < chunk_tokens));
