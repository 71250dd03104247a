-- Who is asked next is data: a community's own plans, who of the family has an account, and whose shift it is.

-- The first sketch of V3 was never written to: it could not say what a plan is for, nor what it was before.
DROP TABLE response_plans;

-- One plan per community, need and priority; a street's plan holds for its communities that have none. Without any, the
-- plan that comes with Anling holds.
CREATE TABLE response_plans (
    id          uuid PRIMARY KEY,
    community   uuid NOT NULL REFERENCES communities (id),
    need        text NOT NULL CHECK (need IN ('FIRE_OR_GAS', 'MEDICAL', 'PHYSICAL_HELP', 'WANDERING', 'WELFARE', 'TECHNICAL')),
    priority    text NOT NULL CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
    name        text NOT NULL,
    -- Counts edits from 1: the ETag.
    version     integer NOT NULL DEFAULT 1,
    -- Switched off, the plan above or the one that comes with Anling holds again.
    active      boolean NOT NULL DEFAULT true,
    -- Steps, delays, targets. Checked at the door; whoever reads it checks again, because a ladder must not stop.
    plan        json NOT NULL,
    edited_by   uuid NOT NULL,
    edited_name text NOT NULL,
    edited_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT one_plan_per_need_and_priority UNIQUE (community, need, priority)
);

-- What each plan ever was, and by whom.
CREATE TABLE response_plan_versions (
    plan_id     uuid NOT NULL REFERENCES response_plans (id),
    version     integer NOT NULL,
    name        text NOT NULL,
    active      boolean NOT NULL,
    plan        json NOT NULL,
    edited_by   uuid NOT NULL,
    edited_name text NOT NULL,
    edited_at   timestamptz NOT NULL,
    PRIMARY KEY (plan_id, version)
);

-- By trigger, so that no way of editing forgets it. Runs as the owner: nobody else writes history.
CREATE FUNCTION keep_plan_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO response_plan_versions (plan_id, version, name, active, plan, edited_by, edited_name, edited_at)
    VALUES (NEW.id, NEW.version, NEW.name, NEW.active, NEW.plan, NEW.edited_by, NEW.edited_name, NEW.edited_at);
    RETURN NULL;
END $$;
CREATE TRIGGER keep_plan_version AFTER INSERT OR UPDATE ON response_plans
    FOR EACH ROW EXECUTE FUNCTION keep_plan_version();
REVOKE ALL ON FUNCTION keep_plan_version() FROM PUBLIC;

-- Which contact signs in: family is asked in the order of the contacts.
ALTER TABLE contacts ADD COLUMN account uuid REFERENCES accounts (id) ON DELETE SET NULL;
CREATE INDEX contacts_by_account ON contacts (account) WHERE account IS NOT NULL;

-- Whose shift it is. Staff are asked during their shifts alone; their own switch says whether they are away just now.
CREATE TABLE shifts (
    id         uuid PRIMARY KEY,
    account    uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    CONSTRAINT a_shift_ends CHECK (starts_at < ends_at AND ends_at <= starts_at + interval '24 hours')
);
CREATE INDEX shifts_by_account ON shifts (account, ends_at);

-- Stairs count: to the sixth floor without a lift one climbs a minute.
ALTER TABLE incidents ADD COLUMN place_floor integer;
DROP TRIGGER touch_devices_of_resident ON residents;
CREATE TRIGGER touch_devices_of_resident
    AFTER UPDATE OF name, community, building, unit, floor, room, lat, lon, frailty, oxygen_therapy, spo2_scale2, away
    ON residents FOR EACH ROW EXECUTE FUNCTION touch_devices_of_resident();

-- Who rests: when somebody last came back from a door.
CREATE INDEX assignments_cleared_by_responder ON assignments (responder, ended_at) WHERE state = 'CLEARED';

GRANT SELECT ON response_plans, shifts TO anling_engine;
GRANT SELECT, INSERT ON response_plans TO anling_api;
GRANT UPDATE (name, version, active, plan, edited_by, edited_name, edited_at) ON response_plans TO anling_api;
GRANT SELECT ON response_plan_versions TO anling_api;
GRANT SELECT, INSERT, DELETE ON shifts TO anling_api;
