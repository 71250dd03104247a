-- What a resident lets the family see beyond that all is well. Each word is a row and the newest one counts: a consent has
-- to be proven later (Personal Information Protection Law, art. 14 and 15), also one that was withdrawn. No row is a no.
CREATE TABLE consents (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    resident uuid        NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
    kind     text        NOT NULL CHECK (kind IN ('FAMILY_WHEREABOUTS', 'FAMILY_READINGS')),
    granted  boolean     NOT NULL,
    -- How the resident said so: in words to whom, on which paper.
    note     text        NOT NULL DEFAULT '',
    by       uuid        NOT NULL,
    by_name  text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX consents_by_resident ON consents (resident, kind, id);

GRANT SELECT, INSERT ON consents TO anling_api;
