-- Who is protected, by what, where, and who can help.
--
-- Words that travel (states, kinds, roles) are text with a CHECK, not enum types: a new word is then one small
-- migration that locks nothing, and every tool reads the table without our type catalogue.
-- Ids are UUIDv7 made by Anling: PostgreSQL before 18 cannot make them, and we support 15 to 18.

CREATE TABLE communities (
    id     uuid PRIMARY KEY,
    level  text NOT NULL CHECK (level IN ('STREET', 'COMMUNITY', 'BUILDING')),
    name   text NOT NULL,
    parent uuid REFERENCES communities (id),
    lat    double precision CHECK (lat BETWEEN -90 AND 90),
    lon    double precision CHECK (lon BETWEEN -180 AND 180),
    CONSTRAINT only_a_street_has_no_parent CHECK ((level = 'STREET') = (parent IS NULL)),
    CONSTRAINT a_point_is_whole CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX communities_by_parent ON communities (parent);

-- Every street and every community is a feed node: its events have one order, numbered from 1 without gaps.
-- The epoch changes when a restore may have taken numbers back, so that no screen resumes into a different past.
CREATE TABLE feed_heads (
    community uuid PRIMARY KEY REFERENCES communities (id),
    epoch     uuid   NOT NULL DEFAULT gen_random_uuid(),
    seq       bigint NOT NULL DEFAULT 0
);

CREATE FUNCTION open_feed_node() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.level <> 'BUILDING' THEN
        INSERT INTO feed_heads (community) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER open_feed_node AFTER INSERT ON communities FOR EACH ROW EXECUTE FUNCTION open_feed_node();

CREATE TABLE residents (
    id               uuid PRIMARY KEY,
    community        uuid NOT NULL REFERENCES communities (id),
    name             text NOT NULL,
    pinyin           text NOT NULL DEFAULT '',
    sex              text CHECK (sex IN ('F', 'M')),
    birth_date       date,
    phone            text,
    living_situation text,
    lives_alone      boolean NOT NULL DEFAULT false,
    language         text,
    -- The door. Latitude and longitude only where they differ from the building's.
    building         uuid REFERENCES communities (id),
    unit             text,
    floor            integer,
    room             text,
    key_box          text,
    lat              double precision CHECK (lat BETWEEN -90 AND 90),
    lon              double precision CHECK (lon BETWEEN -180 AND 180),
    -- What triage may know. Clinical Frailty Scale 1-9, 0 when not assessed.
    frailty          integer NOT NULL DEFAULT 0 CHECK (frailty BETWEEN 0 AND 9),
    oxygen_therapy   boolean NOT NULL DEFAULT false,
    spo2_scale2      boolean NOT NULL DEFAULT false,
    away             boolean NOT NULL DEFAULT false,
    -- Clinical: granted to the api role alone, shown only in the dossier, and each look is recorded.
    conditions       text[] NOT NULL DEFAULT '{}',
    medications      text[] NOT NULL DEFAULT '{}',
    allergies        text[] NOT NULL DEFAULT '{}',
    blood_type       text,
    clinical_notes   text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    version          bigint NOT NULL DEFAULT 1,
    CONSTRAINT a_point_is_whole CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX residents_by_community ON residents (community, id);
CREATE INDEX residents_by_building ON residents (building);

CREATE TABLE contacts (
    id           uuid PRIMARY KEY,
    resident     uuid NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
    name         text NOT NULL,
    relation     text NOT NULL,
    phone        text NOT NULL,
    -- Who is called first; 1 before 2.
    call_order   integer NOT NULL DEFAULT 1,
    has_key      boolean NOT NULL DEFAULT false,
    minutes_away integer
);
CREATE INDEX contacts_by_resident ON contacts (resident, call_order);

CREATE TABLE devices (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL CHECK (kind IN ('WATCH', 'PENDANT', 'PULL_CORD', 'FALL_RADAR', 'VITALS_MONITOR',
                          'SMOKE', 'GAS', 'WATER', 'MOTION', 'KIOSK', 'GATEWAY')),
    dialect           text NOT NULL,
    state             text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'MAINTENANCE', 'RETIRED')),
    -- Maintenance ends by itself: a device forgotten in it would be silent for ever.
    maintenance_until timestamptz,
    model             text,
    -- The feed node its incidents belong to: a community, or the street when nobody knows better.
    community         uuid NOT NULL REFERENCES communities (id),
    resident          uuid REFERENCES residents (id),
    -- Where it hangs, for a device that watches a place.
    building          uuid REFERENCES communities (id),
    place_label       text,
    -- How the dialect names it (IMEI, friendly name), and the gateway it speaks through.
    address           text,
    gateway           uuid REFERENCES devices (id),
    -- HMAC-SHA-256 of each valid secret under the pepper: one, two while rotating, none behind a gateway.
    secret_hashes     bytea[] NOT NULL DEFAULT '{}' CHECK (cardinality(secret_hashes) <= 2),
    created_at        timestamptz NOT NULL DEFAULT now(),
    -- Every node keeps all devices in memory and asks for what changed since it last looked.
    changed           bigint NOT NULL DEFAULT 0
);
-- NULLS NOT DISTINCT: without a gateway an address is unique within its dialect.
CREATE UNIQUE INDEX devices_by_address ON devices (gateway, dialect, address) NULLS NOT DISTINCT
    WHERE address IS NOT NULL;
CREATE INDEX devices_by_resident ON devices (resident);
CREATE INDEX devices_by_community ON devices (community);
CREATE INDEX devices_by_change ON devices (changed);

-- A sequence orders by when a number was taken, not by commit, and a reader that goes by "greater than the last one"
-- would miss a slow writer's row. The lock makes both orders one; registry edits are rare and short.
CREATE SEQUENCE registry_changes;
CREATE FUNCTION number_device_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('anling.registry_changes'));
    NEW.changed := nextval('registry_changes');
    RETURN NEW;
END $$;
CREATE TRIGGER number_device_change BEFORE INSERT OR UPDATE ON devices
    FOR EACH ROW EXECUTE FUNCTION number_device_change();

-- A node's copy of a device holds the resident's name, profile and door, so those count as changes of the device.
CREATE FUNCTION touch_devices_of_resident() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE devices SET changed = 0 WHERE resident = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER touch_devices_of_resident
    AFTER UPDATE OF name, community, building, unit, room, lat, lon, frailty, oxygen_therapy, spo2_scale2, away
    ON residents FOR EACH ROW EXECUTE FUNCTION touch_devices_of_resident();

CREATE FUNCTION touch_devices_of_building() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE devices d SET changed = 0
     WHERE d.building = NEW.id OR d.resident IN (SELECT r.id FROM residents r WHERE r.building = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER touch_devices_of_building AFTER UPDATE OF name, lat, lon ON communities
    FOR EACH ROW EXECUTE FUNCTION touch_devices_of_building();

-- Everybody who signs in. A person on an incident is an account's id and name.
CREATE TABLE accounts (
    id               uuid PRIMARY KEY,
    username         text NOT NULL UNIQUE,
    password_hash    text NOT NULL,
    name             text NOT NULL,
    role             text NOT NULL CHECK (role IN ('ADMIN', 'COORDINATOR', 'DOCTOR', 'VOLUNTEER', 'STAFF', 'FAMILY')),
    -- The node of the tree whose subtree this person works for.
    community        uuid NOT NULL REFERENCES communities (id),
    -- Whose family, for FAMILY.
    resident         uuid REFERENCES residents (id),
    disabled         boolean NOT NULL DEFAULT false,
    -- Raising it makes every token given out so far invalid.
    token_generation integer NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL DEFAULT now(),
    version          bigint NOT NULL DEFAULT 1,
    CONSTRAINT family_is_of_somebody CHECK ((role = 'FAMILY') = (resident IS NOT NULL))
);
CREATE INDEX accounts_by_community ON accounts (community);
CREATE INDEX accounts_by_resident ON accounts (resident) WHERE resident IS NOT NULL;

-- Accounts that can be asked to act.
CREATE TABLE responders (
    account            uuid PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- What they can fill at all.
    roles              text[] NOT NULL CHECK (roles <@ ARRAY['DOCTOR', 'FIRST_HAND', 'BRINGER', 'COORDINATOR', 'FAMILY']),
    on_duty            boolean NOT NULL DEFAULT false,
    duty_changed_at    timestamptz,
    skills             text[] NOT NULL DEFAULT '{}',
    -- Where they start from when no fresh position is known.
    home_lat           double precision CHECK (home_lat BETWEEN -90 AND 90),
    home_lon           double precision CHECK (home_lon BETWEEN -180 AND 180),
    -- How many unanswered offers may ring on their phone at once.
    max_pending_offers integer NOT NULL DEFAULT 3 CHECK (max_pending_offers > 0),
    CONSTRAINT a_home_is_whole CHECK ((home_lat IS NULL) = (home_lon IS NULL))
);

-- Latest values only, and worth losing in a crash of the database: a watch says them again within minutes. Unlogged,
-- because thousands a second must not compete with an SOS for the disk.
CREATE UNLOGGED TABLE device_latest (
    device          uuid PRIMARY KEY,
    last_seen_at    timestamptz,
    online          boolean NOT NULL,
    battery_percent integer,
    worn            boolean,
    charging        boolean,
    -- When it last said anything, its Will included.
    status_at       timestamptz NOT NULL,
    lat             double precision,
    lon             double precision,
    accuracy_meters double precision,
    fix_at          timestamptz
) WITH (fillfactor = 70);

CREATE UNLOGGED TABLE responder_positions (
    responder       uuid PRIMARY KEY,
    lat             double precision NOT NULL,
    lon             double precision NOT NULL,
    accuracy_meters double precision,
    fix_at          timestamptz NOT NULL
) WITH (fillfactor = 70);

-- Where to go first, in words for the door.
CREATE VIEW resident_doors WITH (security_invoker = true) AS
SELECT r.id, r.name, r.community, r.building, concat_ws(' ', b.name, r.unit, r.room) AS label,
       coalesce(r.lat, b.lat) AS lat, coalesce(r.lon, b.lon) AS lon
  FROM residents r LEFT JOIN communities b ON b.id = r.building;

-- Devices as people see them. Worn and plugged-in things speak every few minutes; buttons, cords and detectors check in
-- once a day, and calling those late after an hour would teach everybody to look away.
CREATE VIEW devices_now WITH (security_invoker = true) AS
SELECT d.id, d.kind, d.model, d.community, d.resident, l.battery_percent, l.last_seen_at,
       CASE WHEN l.status_at IS NULL THEN 'NEVER_SEEN'
            WHEN NOT l.online THEN 'OFFLINE'
            WHEN l.last_seen_at < now() - CASE WHEN d.kind IN ('WATCH', 'VITALS_MONITOR', 'FALL_RADAR', 'KIOSK', 'GATEWAY')
                                               THEN interval '1 hour' ELSE interval '26 hours' END THEN 'LATE'
            ELSE 'ONLINE' END AS liveness,
       l.lat, l.lon, l.accuracy_meters, l.fix_at
  FROM devices d LEFT JOIN device_latest l ON l.device = d.id
 WHERE d.state <> 'RETIRED';
