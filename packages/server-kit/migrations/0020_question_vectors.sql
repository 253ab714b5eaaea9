-- A question's vector that its client made, of little-endian 32-bit floats, and whose; both null for most. `coach.send_messages` writes them.
alter table coach.messages add column question_vector bytea, add column vector_embedder text;
