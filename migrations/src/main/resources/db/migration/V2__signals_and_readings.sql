-- What devices said.
--
-- Tables on the emergency's way carry no foreign keys and few checks: a press must never be refused because some other
-- row is missing or a word is new.

-- What makes two signals the same one. Not partitioned: a unique key of a partitioned table must hold the time, and then
-- it is not the key we mean. Swept after a day.
CREATE TABLE signal_keys (
    device uuid        NOT NULL,
    key    text        NOT NULL,
    signal uuid        NOT NULL,
    at     timestamptz NOT NULL,
    PRIMARY KEY (device, key)
);
CREATE INDEX signal_keys_by_age ON signal_keys (at);

-- No primary key: ids are UUIDv7 of our own, and each index costs every press.
CREATE TABLE signals (
    id              uuid        NOT NULL,
    received_at     timestamptz NOT NULL,
    device          uuid        NOT NULL,
    kind            text        NOT NULL,
    incident        uuid,
    subject_kind    text        NOT NULL,
    subject         uuid        NOT NULL,
    community       uuid        NOT NULL,
    -- The person who took the call; absent when the device itself spoke.
    taken_by        uuid,
    node_at         timestamptz NOT NULL,
    device_at       timestamptz,
    lat             double precision,
    lon             double precision,
    accuracy_meters double precision,
    fix_at          timestamptz,
    battery_percent integer,
    drill           boolean     NOT NULL,
    presses         integer     NOT NULL,
    flags           text        NOT NULL,
    -- The bytes as they came, so that a better codec can read them again one day.
    dialect         text,
    codec_version   integer,
    topic           text,
    payload         bytea
) PARTITION BY RANGE (received_at);
CREATE INDEX signals_by_device ON signals (device, received_at);
CREATE INDEX signals_by_incident ON signals (incident);
CREATE TABLE signals_default PARTITION OF signals DEFAULT;

-- For a signal no transaction would take. No constraint, no text, no json: whatever came fits.
CREATE TABLE signal_quarantine (
    at      timestamptz DEFAULT clock_timestamp(),
    device  uuid,
    signal  uuid,
    kind    bytea,
    topic   bytea,
    payload bytea,
    why     bytea
);

-- One row per set of readings, absent values absent. The unit is in dictionary and contract: beats/min, mmHg, %, degrees
-- Celsius, breaths/min, mmol/L.
CREATE TABLE observations (
    received_at      timestamptz NOT NULL,
    at               timestamptz NOT NULL,
    device           uuid        NOT NULL,
    resident         uuid,
    community        uuid        NOT NULL,
    backfilled       boolean     NOT NULL,
    heart_rate       double precision,
    systolic         double precision,
    diastolic        double precision,
    spo2             double precision,
    temperature      double precision,
    respiration_rate double precision,
    on_oxygen        boolean,
    glucose          double precision,
    consciousness    text
) PARTITION BY RANGE (received_at);
CREATE INDEX observations_by_resident ON observations (resident, at);
CREATE TABLE observations_default PARTITION OF observations DEFAULT;

-- Makes the partitions of the coming time: months of signals, days of observations. Called by the migration, at every
-- start and hourly. If nobody calls it, rows land in the default partition and nothing fails.
CREATE FUNCTION create_partitions(months_ahead integer DEFAULT 3, days_ahead integer DEFAULT 7)
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
    made integer := 0;
    want record;
BEGIN
    -- Two nodes starting at once would collide on a name.
    PERFORM pg_advisory_xact_lock(hashtext('anling.create_partitions'));
    FOR want IN
        SELECT 'signals' AS parent, to_char(s, '"signals_"YYYY_MM') AS name, s AS low, s + interval '1 month' AS high
          FROM generate_series(date_trunc('month', now()), date_trunc('month', now()) + make_interval(months => months_ahead),
                               interval '1 month') s
        UNION ALL
        SELECT 'observations', to_char(s, '"observations_"YYYY_MM_DD'), s, s + interval '1 day'
          FROM generate_series(date_trunc('day', now()), date_trunc('day', now()) + make_interval(days => days_ahead),
                               interval '1 day') s
    LOOP
        CONTINUE WHEN to_regclass(want.name) IS NOT NULL;
        BEGIN
            -- Attaching an own table locks the parent far less than CREATE ... PARTITION OF does.
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', want.name, want.parent);
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                           want.parent, want.name, want.low, want.high);
            made := made + 1;
        EXCEPTION WHEN check_violation THEN
            -- The default partition already holds rows of that time: they stay there, found by every query.
            RAISE WARNING 'partition % not made: the default partition holds rows of its time', want.name;
        END;
    END LOOP;
    RETURN made;
END $$;
SELECT create_partitions();
