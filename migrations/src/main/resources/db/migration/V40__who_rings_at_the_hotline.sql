-- Calls as a telephone system announces them (POST /calls): who may be calling pops up at the desk of their community, in
-- the feed's own order; a number nobody knows, at the street's.

-- A call at each community where it rings. Kept for 30 days: who was called back is on an incident by then.
CREATE TABLE calls (
    id         uuid        NOT NULL,
    community  uuid        NOT NULL REFERENCES communities (id),
    -- The telephone system's name in the configuration, and its own name for this message: the same one is the same call.
    exchange   text        NOT NULL,
    webhook_id text        NOT NULL,
    rang_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Numbers as they were said: JSON, sealed (ops/adr/0014).
    said       text        NOT NULL CONSTRAINT calls_sealed CHECK (said LIKE 's1.%'),
    -- Who may be calling: the number is theirs or one of their contacts'.
    residents  uuid[]      NOT NULL DEFAULT '{}',
    PRIMARY KEY (id, community),
    CONSTRAINT one_call_per_message UNIQUE (exchange, webhook_id, community)
);
CREATE INDEX calls_by_time ON calls (rang_at);
SELECT guard('calls');
-- By whoever keeps the community, or the building one of them lives in.
CREATE POLICY theirs ON calls FOR SELECT TO anling_api
    USING (community = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR (SELECT in_scope('nodes'))::uuid[] <> '{}' AND EXISTS (SELECT FROM residents r WHERE r.id = ANY (calls.residents)));
GRANT SELECT ON calls TO anling_api;
GRANT SELECT, INSERT ON calls TO anling_engine;
-- By hash alone, never the number.
GRANT SELECT (phone_hash, erased_at) ON residents TO anling_engine;

-- What happens in a community is about an incident, or a call that is none yet: one stream, one order.
ALTER TABLE incident_events
    ALTER COLUMN incident DROP NOT NULL,
    ADD COLUMN call uuid,
    ADD CONSTRAINT an_event_is_about_one_thing CHECK ((incident IS NULL) <> (call IS NULL)) NOT VALID;
CREATE INDEX incident_events_by_call ON incident_events (call) WHERE call IS NOT NULL;

-- The number of the event stays, so that no feed has a gap; the names in it go with the call.
CREATE FUNCTION forget_calls(of_calls uuid[]) RETURNS void LANGUAGE sql AS $$
    UPDATE incident_events SET view = (view::jsonb || '{"residents": []}')::json WHERE call = ANY (of_calls);
    DELETE FROM calls WHERE id = ANY (of_calls);
$$;

CREATE FUNCTION sweep_calls(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    old uuid[] := ARRAY(SELECT id FROM calls WHERE rang_at < now() - interval '30 days' ORDER BY rang_at LIMIT at_most);
BEGIN
    PERFORM forget_calls(old);
    RETURN cardinality(old);
END $$;

-- Who is forgotten (erase_resident) never called.
CREATE FUNCTION forget_calls_of_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM forget_calls(ARRAY(SELECT id FROM calls WHERE NEW.id = ANY (residents)));
    RETURN NULL;
END $$;
CREATE TRIGGER forget_calls_of_erased AFTER UPDATE OF erased_at ON residents FOR EACH ROW
    WHEN (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL) EXECUTE FUNCTION forget_calls_of_erased();

REVOKE ALL ON FUNCTION forget_calls(uuid[]), sweep_calls(integer), forget_calls_of_erased() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sweep_calls(integer) TO anling_engine;
