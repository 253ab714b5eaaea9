-- The headers of the call that left a job behind (`x-request-id`, W3C Trace Context), so that what is done later is known to belong to it.
alter table coach.jobs add column carrier jsonb;
