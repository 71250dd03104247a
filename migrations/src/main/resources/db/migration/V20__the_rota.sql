-- The rota is written by people over REST: each planned shift knows who edited it last, and its version is its ETag.
ALTER TABLE shifts ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE shifts ADD COLUMN edited_by uuid;
ALTER TABLE shifts ADD COLUMN edited_name text NOT NULL DEFAULT '';
ALTER TABLE shifts ADD COLUMN edited_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE INDEX shifts_by_start ON shifts (starts_at, id);
GRANT UPDATE (starts_at, ends_at, version, edited_by, edited_name, edited_at) ON shifts TO anling_api;

-- Whose shift it is now. Half a day after somebody's last planned shift their rota has run out, and their own switch
-- decides again: a rota that nobody wrote on must not leave a house without anybody to ask.
CREATE FUNCTION shift_of(of_account uuid, of_role text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM shifts h WHERE h.account = of_account AND h.ends_at > now() AND h.starts_at <= now())
            THEN 'ON_SHIFT'
        WHEN EXISTS (SELECT FROM shifts h WHERE h.account = of_account AND h.ends_at > now() - interval '12 hours')
            THEN 'OFF_SHIFT'
        WHEN of_role = 'STAFF' THEN 'ON_SHIFT'
        ELSE 'NO_STAFF' END
$$;
REVOKE ALL ON FUNCTION shift_of(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shift_of(uuid, text) TO anling_engine, anling_api;
