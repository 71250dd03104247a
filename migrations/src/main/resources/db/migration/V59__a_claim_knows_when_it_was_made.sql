-- The database's clock may be set back while somebody holds a claim, and who holds it may die. Like a deadline since V30, a
-- claim and a pause know by what clock they were set: what was set later than it is now counts no longer, however short the
-- step back was (PgDeadlineStore, PgOutboxStore). Until now a claim was believed as long as it was not longer than any is.

ALTER TABLE deadlines ADD COLUMN leased_at timestamptz;

ALTER TABLE outbox ADD COLUMN leased_at timestamptz;
-- When due_at was set, by the clock that set it.
ALTER TABLE outbox ADD COLUMN set_at timestamptz NOT NULL DEFAULT clock_timestamp();
