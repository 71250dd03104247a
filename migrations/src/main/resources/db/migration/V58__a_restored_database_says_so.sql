-- Whoever restores need not remember the epochs: a dump read into another cluster has another system identifier, a backup
-- that was rolled forward another timeline. A copy of the files put back as they were shows neither; for that
-- ops/runbooks/restore.md has one line.
CREATE FUNCTION database_life() RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (SELECT system_identifier FROM pg_control_system()) || '/' || (SELECT timeline_id FROM pg_control_checkpoint());
EXCEPTION WHEN insufficient_privilege THEN
    -- A hosted database that does not tell: there the line of the runbook is all there is.
    RETURN 'untold';
END $$;

ALTER TABLE feed_heads ADD COLUMN life text;
UPDATE feed_heads SET life = database_life();
ALTER TABLE feed_heads ALTER COLUMN life SET DEFAULT database_life(), ALTER COLUMN life SET NOT NULL;
