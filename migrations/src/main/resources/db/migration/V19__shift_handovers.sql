-- Who gave the desk to whom, and what it looked like then. Written once; taking it over is the only change.
CREATE TABLE shift_handovers (
    id            uuid PRIMARY KEY,
    -- The desk: the node the giver answers for.
    community     uuid        NOT NULL REFERENCES communities (id),
    given_by      uuid        NOT NULL REFERENCES accounts (id),
    given_by_name text        NOT NULL,
    given_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    note          text        NOT NULL,
    -- Open incidents and people on duty as they were, by name: what was said then is not what is true later.
    incidents     json        NOT NULL,
    on_duty       json        NOT NULL,
    taken_by      uuid REFERENCES accounts (id),
    taken_by_name text,
    taken_at      timestamptz,
    CONSTRAINT taken_by_somebody_else CHECK (taken_by <> given_by),
    CONSTRAINT taken_as_a_whole CHECK (num_nonnulls(taken_by, taken_by_name, taken_at) IN (0, 3))
);
CREATE INDEX shift_handovers_by_desk ON shift_handovers (community, id);
GRANT SELECT, INSERT ON shift_handovers TO anling_api;
GRANT UPDATE (taken_by, taken_by_name, taken_at) ON shift_handovers TO anling_api;

-- As before, and for the rounds that find more hands (step -3): those are chosen from a roster as a plan's are.
CREATE OR REPLACE FUNCTION recheck_offered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM FROM responders r WHERE r.account IN (SELECT f.responder FROM fresh f) ORDER BY r.account FOR NO KEY UPDATE;
    -- A statement of its own: it sees what was committed while the one above waited.
    IF EXISTS (SELECT FROM fresh f JOIN responders r ON r.account = f.responder
                      LEFT JOIN responders_now n ON n.id = f.responder
                WHERE f.state = 'PENDING' AND (f.step >= 0 OR f.step = -3) AND f.role <> 'FAMILY'
                  AND (n.on_duty IS NOT TRUE OR n.busy AND f.role <> 'COORDINATOR')) THEN
        RAISE EXCEPTION 'offered to somebody who is no longer free' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END $$;
