-- Devices are registered, handed out, given new secrets and retired over REST.

ALTER TABLE devices
    -- Of what people say of it (ETag, If-Match); what it says itself does not count.
    ADD COLUMN version          bigint NOT NULL DEFAULT 1,
    ADD COLUMN note             text,
    -- While a secret is being replaced: secret_hashes holds the new one, then the old one, which is good until then.
    ADD COLUMN old_secret_until timestamptz,
    ADD COLUMN retired_at       timestamptz,
    -- Retired for good: whoever shows its credentials is refused. Retired and not closed is still heard in need.
    ADD COLUMN entry_closed     boolean NOT NULL DEFAULT false,
    -- Who changed it last, for the history below.
    ADD COLUMN edited_by        uuid,
    ADD COLUMN edited_name      text;

-- Whose it was, and where it hung, from when to when. Names are looked up: a resident who is erased leaves none here.
CREATE TABLE device_assignments (
    device      uuid        NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    since       timestamptz NOT NULL,
    until       timestamptz,
    resident    uuid REFERENCES residents (id) ON DELETE SET NULL,
    building    uuid,
    place_label text,
    by          uuid,
    by_name     text,
    PRIMARY KEY (device, since)
);
CREATE UNIQUE INDEX one_assignment_at_a_time ON device_assignments (device) WHERE until IS NULL;
CREATE INDEX device_assignments_by_resident ON device_assignments (resident);
INSERT INTO device_assignments (device, since, resident, building, place_label)
SELECT id, created_at, resident, building, place_label FROM devices
 WHERE state <> 'RETIRED' AND (resident IS NOT NULL OR building IS NOT NULL OR place_label IS NOT NULL);

-- By trigger: whoever writes the registry, a screen, an import or the demo, leaves a history.
CREATE FUNCTION note_assignment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.resident, OLD.building, OLD.place_label, OLD.state = 'RETIRED')
                         IS NOT DISTINCT FROM (NEW.resident, NEW.building, NEW.place_label, NEW.state = 'RETIRED') THEN
        RETURN NULL;
    END IF;
    UPDATE device_assignments SET until = clock_timestamp() WHERE device = NEW.id AND until IS NULL;
    IF NEW.state <> 'RETIRED' AND (NEW.resident IS NOT NULL OR NEW.building IS NOT NULL OR NEW.place_label IS NOT NULL) THEN
        INSERT INTO device_assignments (device, since, resident, building, place_label, by, by_name)
        VALUES (NEW.id, clock_timestamp(), NEW.resident, NEW.building, NEW.place_label, NEW.edited_by, NEW.edited_name);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_assignment AFTER INSERT OR UPDATE OF resident, building, place_label, state ON devices
    FOR EACH ROW EXECUTE FUNCTION note_assignment();
REVOKE ALL ON FUNCTION note_assignment() FROM PUBLIC;

-- What a device was asked to do and what it answered. The words themselves wait in device_downlinks.
CREATE TABLE device_commands (
    id          uuid PRIMARY KEY,
    device      uuid        NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    command     text        NOT NULL,
    args        json        NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at  timestamptz NOT NULL,
    by          uuid        NOT NULL,
    by_name     text        NOT NULL,
    answered_at timestamptz,
    ok          boolean
);
CREATE INDEX device_commands_by_device ON device_commands (device, id);

-- The last hundred of a device are kept: enough to see what was tried.
CREATE FUNCTION forget_old_commands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM device_commands WHERE device = NEW.device
       AND id <= (SELECT id FROM device_commands WHERE device = NEW.device ORDER BY id DESC OFFSET 100 LIMIT 1);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_old_commands AFTER INSERT ON device_commands
    FOR EACH ROW EXECUTE FUNCTION forget_old_commands();
REVOKE ALL ON FUNCTION forget_old_commands() FROM PUBLIC;

GRANT SELECT, INSERT ON device_commands TO anling_api;
GRANT SELECT (id, device, answered_at), UPDATE (answered_at, ok) ON device_commands TO anling_intake;
GRANT SELECT ON device_assignments TO anling_api;
