-- What the page said of where the visitor was when a question was asked: data, by name.
alter table coach.messages add column context jsonb;
