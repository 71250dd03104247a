-- Devices are looked after: how often each should be heard, what was raised about it, work on it, test presses; and
-- residents who are not at home.

ALTER TABLE devices
    -- How often it should be heard, where that differs from its model's.
    ADD COLUMN heartbeat_seconds integer CHECK (heartbeat_seconds > 0),
    ADD COLUMN maintenance_reason text,
    -- A test press was announced and is awaited until then; a copy for the nodes' registries, the truth is device_tests.
    ADD COLUMN test_until timestamptz;

ALTER TABLE residents
    ADD COLUMN away_kind  text CHECK (away_kind IN ('AWAY', 'HOSPITAL')),
    -- An absence ends by itself.
    ADD COLUMN away_until timestamptz,
    ADD COLUMN away_note  text;
GRANT SELECT (away_kind, away_until) ON residents TO anling_intake, anling_engine, anling_feed;

DROP TRIGGER touch_devices_of_resident ON residents;
CREATE TRIGGER touch_devices_of_resident
    AFTER UPDATE OF name, community, building, unit, room, lat, lon, frailty, oxygen_therapy, spo2_scale2, away, away_kind,
                    away_until
    ON residents FOR EACH ROW EXECUTE FUNCTION touch_devices_of_resident();

-- Away said without a time, by whoever edits the register: what was said before with a time is over.
CREATE FUNCTION forget_old_absence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.away_until IS NOT DISTINCT FROM OLD.away_until THEN
        NEW.away_kind := NULL;
        NEW.away_until := NULL;
        NEW.away_note := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forget_old_absence BEFORE UPDATE OF away ON residents FOR EACH ROW
    WHEN (NEW.away IS DISTINCT FROM OLD.away) EXECUTE FUNCTION forget_old_absence();
REVOKE ALL ON FUNCTION forget_old_absence() FROM PUBLIC;

-- One row per device in use. Not in device_latest, which a crash empties: a city must not fall silent because its database
-- did. A heartbeat writes nothing here; a look is due when the next one should have been heard.
CREATE TABLE device_supervision (
    device       uuid PRIMARY KEY REFERENCES devices (id) ON DELETE CASCADE,
    due_at       timestamptz NOT NULL,
    leased_until timestamptz,
    -- Raised, and not passed yet.
    faults       text[] NOT NULL DEFAULT '{}',
    seen_at      timestamptz,
    unworn_since timestamptz,
    tested_at    timestamptz,
    liveness     text NOT NULL DEFAULT 'NEVER_SEEN',
    -- Where the last fault was raised.
    incident     uuid
) WITH (fillfactor = 70);
CREATE INDEX device_supervision_by_due ON device_supervision (due_at);
CREATE INDEX device_supervision_by_incident ON device_supervision (incident) WHERE faults <> '{}';
INSERT INTO device_supervision (device, due_at) SELECT id, now() FROM devices WHERE state <> 'RETIRED';

CREATE FUNCTION supervise_device() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.state = 'RETIRED' THEN
        DELETE FROM device_supervision WHERE device = NEW.id;
    ELSE
        INSERT INTO device_supervision (device, due_at) VALUES (NEW.id, now())
        ON CONFLICT (device) DO UPDATE SET due_at = EXCLUDED.due_at;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER supervise_device AFTER INSERT OR UPDATE OF state, model, heartbeat_seconds, maintenance_until ON devices
    FOR EACH ROW EXECUTE FUNCTION supervise_device();

-- Since when somebody has been listening without a gap: silence before that was ours.
CREATE TABLE supervision_ears (
    one           boolean PRIMARY KEY DEFAULT true CHECK (one),
    hearing_since timestamptz NOT NULL DEFAULT now(),
    heard_at      timestamptz NOT NULL DEFAULT now()
);
INSERT INTO supervision_ears DEFAULT VALUES;

-- Announced test presses. One press ends the window: the next is an emergency again.
CREATE TABLE device_tests (
    id           uuid PRIMARY KEY,
    device       uuid NOT NULL,
    announced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    until        timestamptz NOT NULL,
    by           uuid NOT NULL,
    by_name      text NOT NULL,
    passed_at    timestamptz,
    -- What names the press that passed it: the same one redelivered passes it again.
    key          text
);
CREATE INDEX device_tests_by_device ON device_tests (device, until);

-- Who changed what is expected of a device or a resident. Append-only.
CREATE TABLE upkeep_log (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    act      text NOT NULL,
    device   uuid,
    resident uuid,
    until    timestamptz,
    reason   text NOT NULL DEFAULT '',
    by       uuid NOT NULL,
    by_name  text NOT NULL
);
CREATE INDEX upkeep_log_by_device ON upkeep_log (device, id);
CREATE INDEX upkeep_log_by_resident ON upkeep_log (resident, id);

-- A press in an announced window is a test, exactly once, whichever node it came to. Runs as the owner: whoever hears
-- presses may change no registry.
CREATE FUNCTION pass_device_test(of_device uuid, of_key text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    passed uuid;
BEGIN
    UPDATE device_tests t SET passed_at = coalesce(t.passed_at, clock_timestamp()), key = of_key
     WHERE t.id = (SELECT w.id FROM device_tests w
                    WHERE w.device = of_device AND w.until > clock_timestamp() AND (w.passed_at IS NULL OR w.key = of_key)
                    ORDER BY w.announced_at DESC LIMIT 1 FOR UPDATE)
       AND (t.passed_at IS NULL OR t.key = of_key)
    RETURNING t.id INTO passed;
    IF passed IS NULL THEN
        RETURN false;
    END IF;
    UPDATE device_supervision SET tested_at = clock_timestamp(), due_at = clock_timestamp() WHERE device = of_device;
    UPDATE devices SET test_until = NULL WHERE id = of_device;
    RETURN true;
END $$;

-- A drill has walked the whole way: that proves more than a test.
CREATE FUNCTION note_device_test(of_device uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    UPDATE device_supervision SET tested_at = clock_timestamp(), due_at = clock_timestamp() WHERE device = of_device;
$$;

REVOKE ALL ON FUNCTION supervise_device(), pass_device_test(uuid, text), note_device_test(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pass_device_test(uuid, text), note_device_test(uuid) TO anling_intake;
GRANT SELECT, UPDATE ON device_supervision, supervision_ears TO anling_engine;
GRANT SELECT ON device_supervision TO anling_feed, anling_api;
GRANT SELECT, INSERT ON device_tests, upkeep_log TO anling_api;

-- How often a device should be heard is the program's to know, model by model; here stands what it judges by.
DROP VIEW devices_now;
CREATE VIEW devices_now WITH (security_invoker = true) AS
SELECT d.id, d.kind, d.model, d.community, d.resident, d.heartbeat_seconds,
       CASE WHEN d.state = 'MAINTENANCE' THEN d.maintenance_until END AS maintenance_until,
       l.battery_percent, l.last_seen_at, coalesce(l.online, true) AS online, s.tested_at, now() AS looked_at,
       l.lat, l.lon, l.accuracy_meters, l.fix_at
  FROM devices d
  LEFT JOIN device_latest l ON l.device = d.id
  LEFT JOIN device_supervision s ON s.device = d.id
 WHERE d.state <> 'RETIRED';
GRANT SELECT ON devices_now TO anling_engine, anling_feed, anling_api;
