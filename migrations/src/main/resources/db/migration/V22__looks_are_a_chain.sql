-- The record of looks cannot be changed unseen (ops/adr/0013). Each row is chained to the one before by its hash, day by
-- day; whoever writes a look does not wait for it: an engine seals what has come, every few seconds, in the order of
-- sealing. './anling audit verify' reads it all again.

ALTER TABLE access_log
    -- Opened past the own scope: seen by whoever reviews it.
    ADD COLUMN break_glass boolean NOT NULL DEFAULT false;
CREATE INDEX access_log_by_community ON access_log (community, id);
CREATE INDEX access_log_broken ON access_log (community, id) WHERE break_glass;

-- What waits to be sealed. A row taken away here stays unsealed, which the verification finds.
CREATE TABLE access_unsealed (log bigint PRIMARY KEY);

CREATE TABLE access_chain (
    -- The day of sealing, UTC: a look that commits after midnight belongs to the next day, and no day is ever reopened.
    day       date        NOT NULL,
    place     integer     NOT NULL,
    log       bigint      NOT NULL UNIQUE,
    -- SHA-256 of the one before (of the day before for the first) and the row's text.
    hash      bytea       NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (day, place)
);

-- Kept for ever, also when the day's rows have had their three years: the next day begins where it ended.
CREATE TABLE access_days (
    day          date PRIMARY KEY,
    started_from bytea   NOT NULL,
    rows         integer NOT NULL,
    head         bytea   NOT NULL,
    forgotten_at timestamptz
);

-- The row letter by letter, each value with its length before it, so that no two rows read alike. The verification makes
-- the same text by itself and believes no function of a database it doubts.
CREATE FUNCTION access_log_text(l access_log) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(coalesce(length(v) || ':' || v, '-') || ';', '' ORDER BY n)
      FROM unnest(ARRAY[l.id::text, (extract(epoch FROM l.at) * 1000000)::bigint::text, l.account::text, l.account_name, l.role,
                        l.action, l.resident::text, l.incident::text, l.community::text, l.detail::text,
                        l.break_glass::text]) WITH ORDINALITY AS u (v, n)
$$;

-- Seals what waits; bounded. One node at a time: whoever finds another at it leaves it to that one.
CREATE FUNCTION seal_access_log(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    today  date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
    last   access_days;
    newest bytea;
    spot   integer;
    sealed integer := 0;
    look   access_log;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('anling.access_chain')) THEN
        RETURN 0;
    END IF;
    SELECT * INTO last FROM access_days ORDER BY day DESC LIMIT 1;
    newest := coalesce(last.head, '\x');
    -- A clock set back does not reopen a day: its rows go on in the last one.
    today := greatest(today, last.day);
    spot := CASE WHEN last.day = today THEN last.rows ELSE 0 END;
    FOR look IN SELECT l.* FROM access_unsealed u JOIN access_log l ON l.id = u.log ORDER BY l.id LIMIT at_most LOOP
        IF spot = 0 THEN
            INSERT INTO access_days (day, started_from, rows, head) VALUES (today, newest, 0, newest);
        END IF;
        spot := spot + 1;
        sealed := sealed + 1;
        newest := sha256(newest || convert_to(access_log_text(look), 'UTF8'));
        INSERT INTO access_chain (day, place, log, hash) VALUES (today, spot, look.id, newest);
        DELETE FROM access_unsealed WHERE log = look.id;
    END LOOP;
    IF sealed > 0 THEN
        UPDATE access_days SET rows = spot, head = newest WHERE day = today;
    END IF;
    RETURN sealed;
END $$;

CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO access_unsealed (log) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER await_seal AFTER INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION await_seal();
INSERT INTO access_unsealed (log) SELECT id FROM access_log;

-- Not by mistake either, whoever is at the keyboard. What has had its time goes through sweep_access_log alone.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('anling.forgetting', true) = TG_TABLE_NAME AND TG_OP = 'DELETE' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only AFTER UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Three years, as whole days and bounded; the day itself stays, with its first and last hash.
CREATE FUNCTION sweep_access_log(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    old  date;
    gone bigint[];
BEGIN
    SELECT day INTO old FROM access_days d
     WHERE day < (now() AT TIME ZONE 'UTC')::date - interval '3 years'
       AND EXISTS (SELECT FROM access_chain c WHERE c.day = d.day) ORDER BY day LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF old IS NULL THEN
        RETURN 0;
    END IF;
    UPDATE access_days SET forgotten_at = coalesce(forgotten_at, clock_timestamp()) WHERE day = old;
    WITH taken AS (
        DELETE FROM access_chain WHERE (day, place) IN (
            SELECT day, place FROM access_chain WHERE day = old ORDER BY place LIMIT at_most) RETURNING log)
    SELECT array_agg(log) INTO gone FROM taken;
    PERFORM set_config('anling.forgetting', 'access_log', true);
    DELETE FROM access_log WHERE id = ANY (gone);
    PERFORM set_config('anling.forgetting', '', true);
    RETURN cardinality(gone);
END $$;

-- Whoever looked past their scope is asked why by somebody else.
CREATE TABLE access_reviews (
    log         bigint PRIMARY KEY REFERENCES access_log (id) ON DELETE CASCADE,
    reviewed_by uuid        NOT NULL,
    reviewed_name text      NOT NULL,
    reviewed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    note        text        NOT NULL DEFAULT ''
);
GRANT SELECT, INSERT ON access_reviews TO anling_api;

-- Opens one resident of the street to a coordinator for the transaction that asks, because of an open incident of theirs that
-- is no drill. Past the policies: it looks for somebody they hide. The look itself is recorded by whoever calls it.
CREATE FUNCTION break_glass(of_resident uuid, because_of uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM incidents i JOIN communities ic ON ic.id = i.community, residents r JOIN communities rc ON rc.id = r.community
         WHERE i.id = because_of AND i.state = 'OPEN' AND NOT i.drill
           AND (i.community = ANY (in_scope('nodes')) OR i.place_building = ANY (in_scope('nodes')))
           AND r.id = of_resident AND coalesce(rc.parent, rc.id) = coalesce(ic.parent, ic.id)
           AND EXISTS (SELECT FROM accounts a WHERE a.id = acting_account() AND a.role = 'COORDINATOR' AND NOT a.disabled))
    THEN
        RETURN false;
    END IF;
    PERFORM set_config('anling.subjects', (in_scope('subjects') || of_resident)::text, true);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION break_glass(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION break_glass(uuid, uuid) TO anling_api;

REVOKE ALL ON FUNCTION access_log_text(access_log), seal_access_log(integer), await_seal(), refuse_change(),
    sweep_access_log(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_access_log(integer), sweep_access_log(integer) TO anling_engine;

SELECT guard('access_unsealed'), guard('access_chain'), guard('access_days'), guard('access_reviews');

-- Read by administrators of the part of the tree, by the family of whom it is about, and by oneself.
DROP POLICY mine ON access_log;
CREATE POLICY theirs ON access_log TO anling_api
    USING (account = (SELECT acting_account()) OR community = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR resident = ANY ((SELECT in_scope('subjects'))::uuid[]))
    WITH CHECK (account = (SELECT acting_account()));
CREATE POLICY theirs ON access_reviews TO anling_api USING (EXISTS (SELECT FROM access_log l WHERE l.id = log))
    WITH CHECK (reviewed_by = (SELECT acting_account())
                AND EXISTS (SELECT FROM access_log l WHERE l.id = log AND l.account <> reviewed_by
                                                       AND l.community = ANY ((SELECT in_scope('nodes'))::uuid[])));
