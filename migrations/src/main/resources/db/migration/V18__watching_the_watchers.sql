-- Watching the watchers: when a desk last looked, what is wrong with Anling itself, and canaries.

-- When somebody at a desk last showed a sign of life before this node's screen. A node nobody has ever looked at is not
-- there: a street is watched over from the first look on.
CREATE TABLE desk_looks (
    community uuid PRIMARY KEY REFERENCES communities (id) ON DELETE CASCADE,
    looked_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- What a watch sees wrong now, per street that has to hear of it; gone when it is over. All nodes agree by this row on
-- since when, and so on which signal says it.
CREATE TABLE watch_troubles (
    watch    text        NOT NULL,
    street   uuid        NOT NULL,
    since    timestamptz NOT NULL,
    detail   text        NOT NULL,
    incident uuid,
    PRIMARY KEY (watch, street)
);

-- A synthetic device per running node. The claim is a lease, renewed by each walk; whoever starts takes over one whose node
-- is gone, so there are never more than nodes ran at once.
CREATE TABLE canaries (
    device       uuid PRIMARY KEY REFERENCES devices (id),
    node         uuid        NOT NULL UNIQUE,
    claimed_at   timestamptz NOT NULL,
    leased_until timestamptz NOT NULL,
    -- When it last walked the whole way.
    well_at      timestamptz,
    -- Where the last walk ended, if not at the end.
    trouble      text
);

-- Canaries live on a street of their own: nobody's part of the tree, so on nobody's screen and in nobody's roster.
-- Which street has to hear of what is wrong in a community; what is wrong with a canary, every street.
CREATE VIEW watch_streets WITH (security_invoker = true) AS
SELECT c.id AS community, s.id AS street, s.name
  FROM communities c
  JOIN communities s ON s.level = 'STREET' AND s.id <> '00000000-0000-7000-8000-00000000ca4a'
                    AND (s.id IN (c.id, c.parent) OR c.id = '00000000-0000-7000-8000-00000000ca4a');

-- The device of this node's canary: its own, one that is free, or a fresh one; none when there are too many.
CREATE FUNCTION claim_canary(of_node uuid, fresh_device uuid, secret_hash bytea, lease interval) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    canary_street  CONSTANT uuid := '00000000-0000-7000-8000-00000000ca4a';
    canary_doctor  CONSTANT uuid := '00000000-0000-7000-8000-00000000ca4b';
    most           CONSTANT integer := 64;
    mine           uuid;
BEGIN
    -- Two nodes that start at once take one after the other.
    PERFORM pg_advisory_xact_lock(hashtext('anling.canaries'));
    SELECT device INTO mine FROM canaries WHERE node = of_node OR leased_until < clock_timestamp()
     ORDER BY node = of_node DESC, leased_until LIMIT 1;
    IF mine IS NOT NULL THEN
        UPDATE canaries SET node = of_node, claimed_at = clock_timestamp(), leased_until = clock_timestamp() + lease,
                            well_at = NULL, trouble = NULL WHERE device = mine;
        UPDATE devices SET secret_hashes = ARRAY[secret_hash], state = 'ACTIVE' WHERE id = mine;
        -- Its walks say more, and more often, than its heartbeats.
        DELETE FROM device_supervision WHERE device = mine;
        RETURN mine;
    END IF;
    IF (SELECT count(*) FROM canaries) >= most THEN
        RETURN NULL;
    END IF;
    INSERT INTO communities (id, level, name) VALUES (canary_street, 'STREET', '自检') ON CONFLICT DO NOTHING;
    -- Nobody signs in as it: no password has this hash.
    INSERT INTO accounts (id, username, password_hash, name, role, community)
    VALUES (canary_doctor, 'anling.canary', '!', '自检', 'DOCTOR', canary_street) ON CONFLICT DO NOTHING;
    INSERT INTO responders (account, roles, on_duty) VALUES (canary_doctor, '{DOCTOR}', true) ON CONFLICT DO NOTHING;
    INSERT INTO devices (id, kind, dialect, model, community, secret_hashes)
    VALUES (fresh_device, 'PENDANT', 'native', 'canary', canary_street, ARRAY[secret_hash]);
    DELETE FROM device_supervision WHERE device = fresh_device;
    INSERT INTO canaries (device, node, claimed_at, leased_until)
    VALUES (fresh_device, of_node, clock_timestamp(), clock_timestamp() + lease);
    RETURN fresh_device;
END $$;

-- Nobody is told of a canary's drill beside its walk: what its incidents would say is settled as it is written, so that it
-- rings no gateway and lies about as no dead letter. The condition is looked at without a call for every other row.
CREATE FUNCTION settle_canary_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.state := 'OBSOLETE';
    NEW.due_at := NULL;
    NEW.settled_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER canaries_ring_nobody BEFORE INSERT ON outbox FOR EACH ROW
    WHEN (NEW.community = '00000000-0000-7000-8000-00000000ca4a') EXECUTE FUNCTION settle_canary_notice();

-- Forgets canaries' incidents after an hour, whatever became of them, and retires the devices of nodes that are gone.
CREATE FUNCTION sweep_canaries(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    old uuid[] := ARRAY(SELECT id FROM incidents WHERE community = '00000000-0000-7000-8000-00000000ca4a'
                           AND opened_at < now() - interval '1 hour' ORDER BY id LIMIT at_most FOR UPDATE SKIP LOCKED);
BEGIN
    DELETE FROM deadlines WHERE incident = ANY (old);
    DELETE FROM outbox WHERE incident = ANY (old) AND community = '00000000-0000-7000-8000-00000000ca4a';
    DELETE FROM judgements WHERE incident = ANY (old);
    DELETE FROM assignments WHERE incident = ANY (old);
    DELETE FROM offers WHERE incident = ANY (old);
    DELETE FROM incident_events WHERE incident = ANY (old);
    DELETE FROM signals WHERE incident = ANY (old);
    DELETE FROM incidents WHERE id = ANY (old);
    UPDATE devices SET state = 'RETIRED'
     WHERE state <> 'RETIRED' AND id IN (SELECT device FROM canaries WHERE leased_until < now() - interval '1 hour');
    RETURN cardinality(old);
END $$;

REVOKE ALL ON FUNCTION claim_canary(uuid, uuid, bytea, interval), settle_canary_notice(), sweep_canaries(integer)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_canary(uuid, uuid, bytea, interval), sweep_canaries(integer) TO anling_engine;
GRANT SELECT, INSERT, UPDATE ON desk_looks TO anling_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON watch_troubles TO anling_engine;
GRANT SELECT, UPDATE ON canaries TO anling_engine;
GRANT SELECT ON watch_streets, signal_keys TO anling_engine;
