-- The database's clock may be set back while ladders climb. A deadline knows when it was set: what was set later than it is
-- now is set anew, as far away as it was then (PgDeadlineStore). Until then no ladder stands still for longer than it has
-- stood already.

ALTER TABLE deadlines ADD COLUMN set_at timestamptz NOT NULL DEFAULT clock_timestamp();

CREATE FUNCTION stamp_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Decided by a clock that has gone back since: 40001 is looked at again.
    IF clock_timestamp() < transaction_timestamp() THEN
        RAISE EXCEPTION 'the clock went back' USING ERRCODE = 'serialization_failure';
    END IF;
    NEW.set_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER deadline_is_set BEFORE INSERT OR UPDATE OF due_at ON deadlines
    FOR EACH ROW EXECUTE FUNCTION stamp_deadline();
