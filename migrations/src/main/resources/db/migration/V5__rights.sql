-- The least each login role needs. Run-time roles own nothing and change no schema; append-only tables take no update.
DO $$
DECLARE
    missing text := (SELECT string_agg(r, ', ') FROM unnest(ARRAY['anling_intake', 'anling_engine', 'anling_feed', 'anling_api']) r
                      WHERE r NOT IN (SELECT rolname FROM pg_roles));
BEGIN
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'roles missing: %. Create them first: db/bootstrap/roles.sql', missing;
    END IF;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${flyway:defaultSchema} FROM PUBLIC;
GRANT USAGE ON SCHEMA ${flyway:defaultSchema} TO anling_intake, anling_engine, anling_feed, anling_api;
GRANT EXECUTE ON FUNCTION create_partitions(integer, integer), sweep(integer) TO anling_engine;

-- Everybody may know the tree and what devices exist; whom a device protects only by name, door and profile.
GRANT SELECT ON communities TO anling_intake, anling_engine, anling_feed, anling_api;
GRANT SELECT ON devices TO anling_intake, anling_engine, anling_feed, anling_api;
GRANT SELECT (id, community, name, building, unit, floor, room, lat, lon, frailty, oxygen_therapy, spo2_scale2, away)
    ON residents TO anling_intake, anling_engine, anling_feed;

GRANT SELECT ON resident_doors TO anling_intake, anling_engine, anling_feed, anling_api;
GRANT SELECT ON devices_now, responders_now TO anling_engine, anling_feed, anling_api;

-- intake: the emergency lane and telemetry, sessions of devices.
GRANT SELECT, INSERT, UPDATE ON signal_keys, subjects TO anling_intake;
GRANT INSERT ON signals, signal_quarantine, observations TO anling_intake;
GRANT SELECT, INSERT, UPDATE ON device_latest TO anling_intake;
GRANT SELECT, INSERT, UPDATE, DELETE ON mqtt_sessions, device_downlinks TO anling_intake;

-- Whoever decides about incidents: a signal, a deadline, a human.
GRANT SELECT, INSERT, UPDATE ON incidents, offers, assignments TO anling_intake, anling_engine, anling_api;
GRANT SELECT ON incident_aggregates TO anling_intake, anling_engine, anling_feed, anling_api;
GRANT EXECUTE ON FUNCTION gather_for_intake(text[], uuid[], uuid[], text[], bigint[]) TO anling_intake;
GRANT EXECUTE ON FUNCTION write_changes(json, json, json, json, json, json, json, json, json, json, json, json, json, integer)
    TO anling_intake, anling_engine, anling_api;
GRANT SELECT, INSERT ON judgements, incident_events TO anling_intake, anling_engine, anling_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON deadlines TO anling_intake, anling_engine, anling_api;
GRANT SELECT, INSERT, DELETE ON device_downlinks TO anling_engine, anling_api;

-- engine: gathers who can be asked.
GRANT SELECT ON responders, responder_positions, device_latest, response_plans, contacts, signals TO anling_engine;
GRANT SELECT (id, name, role, community, resident, disabled) ON accounts TO anling_engine, anling_feed;

-- feed: numbers events and reads what screens show.
GRANT SELECT ON incident_events, incidents, offers, assignments, deadlines, responders, responder_positions, device_latest
    TO anling_feed;
GRANT UPDATE (seq) ON incident_events TO anling_feed;
GRANT SELECT, INSERT, UPDATE ON feed_heads TO anling_feed;
GRANT EXECUTE ON FUNCTION number_events(uuid, integer) TO anling_feed;

-- api: people at screens. Health data is readable here alone, beside a log that takes only inserts.
GRANT SELECT, INSERT, UPDATE ON residents, contacts, devices, accounts, responders, communities, response_plans TO anling_api;
GRANT DELETE ON contacts TO anling_api;
GRANT SELECT, INSERT, UPDATE ON responder_positions TO anling_api;
GRANT SELECT ON observations, signals, device_latest, feed_heads TO anling_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens, idempotency_keys TO anling_api;
GRANT SELECT, INSERT ON access_log TO anling_api;
