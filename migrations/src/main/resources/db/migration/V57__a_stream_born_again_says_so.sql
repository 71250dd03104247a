-- Once a node's epoch changed, a number without an epoch may be one of either past: only a client that names the epoch of
-- its number resumes there. Whoever restores sets a new epoch; that it is not the first is remembered for them.
ALTER TABLE feed_heads ADD COLUMN reborn boolean NOT NULL DEFAULT false;

CREATE FUNCTION feed_node_is_reborn() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW.reborn := true;
    RETURN NEW;
END $$;
CREATE TRIGGER feed_node_is_reborn BEFORE UPDATE OF epoch ON feed_heads
    FOR EACH ROW WHEN (NEW.epoch IS DISTINCT FROM OLD.epoch) EXECUTE FUNCTION feed_node_is_reborn();
