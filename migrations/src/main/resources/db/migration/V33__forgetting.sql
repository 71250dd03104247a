-- Residents who asked to be forgotten, and how long what devices said is kept.

-- Forgets who somebody was (PIPL art. 47, GDPR art. 17) and keeps what happened: incidents and their times for statistics,
-- the record of who looked. Runs as the owner, because nobody who serves deletes readings or rewrites the past; who may ask
-- for it is decided by whoever calls: the row must be visible to them. Nothing may be open.
CREATE FUNCTION erase_resident(of_resident uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    nobody CONSTANT text := '已删除';
    theirs uuid[] := ARRAY(SELECT id FROM incidents WHERE subject_kind = 'RESIDENT' AND subject = of_resident);
    kin    uuid[] := ARRAY(SELECT id FROM accounts WHERE resident = of_resident);
BEGIN
    -- The subject first, like everybody who opens an incident: a press waits, and then finds nobody's name.
    PERFORM FROM subjects WHERE id = of_resident AND kind = 'RESIDENT' FOR UPDATE;
    IF EXISTS (SELECT FROM incidents WHERE subject_kind = 'RESIDENT' AND subject = of_resident AND state = 'OPEN') THEN
        RAISE EXCEPTION 'an incident is open' USING ERRCODE = 'object_in_use';
    END IF;
    UPDATE residents
       SET name = nobody, pinyin = '', pinyin_keys = '', sex = NULL, birth_date = NULL, phone = NULL, phone_hash = NULL,
           phone_tail = NULL, living_situation = NULL, lives_alone = false, language = NULL, building = NULL, unit = NULL,
           floor = NULL, room = NULL, key_box = NULL, lat = NULL, lon = NULL, frailty = 0, oxygen_therapy = false,
           spo2_scale2 = false, away = false, away_kind = NULL, away_until = NULL, away_note = NULL, conditions = NULL,
           medications = NULL, allergies = NULL, blood_type = NULL, clinical_notes = NULL, external_id = NULL,
           erased_at = clock_timestamp(), updated_at = clock_timestamp(), version = version + 1
     WHERE id = of_resident;
    DELETE FROM contacts WHERE resident = of_resident;
    -- Family signs in no more; the account stays as the name of nobody behind what it did.
    DELETE FROM notification_channels WHERE account = ANY (kin);
    DELETE FROM refresh_tokens WHERE account = ANY (kin);
    UPDATE accounts SET disabled = true, name = nobody, username = 'erased-' || id, password_hash = 'x',
                        token_generation = token_generation + 1, version = version + 1
     WHERE id = ANY (kin);
    -- Its devices protect nobody now.
    UPDATE devices SET resident = NULL WHERE resident = of_resident;
    DELETE FROM observations WHERE resident = of_resident;
    UPDATE signals SET payload = NULL, lat = NULL, lon = NULL, accuracy_meters = NULL, fix_at = NULL
     WHERE incident = ANY (theirs);
    UPDATE incidents SET label = nobody, place_building = NULL, place_label = NULL, place_lat = NULL, place_lon = NULL,
                         place_floor = NULL
     WHERE id = ANY (theirs);
    -- Numbers, times and who helped stay, so that no feed has a gap; names, places and words go.
    UPDATE incident_events
       SET detail = (detail::jsonb - ARRAY['text', 'note', 'reason', 'followUp', 'subject'])::json,
           view = (view::jsonb || jsonb_build_object('place', NULL,
                       'subject', coalesce(view::jsonb -> 'subject', '{}') || jsonb_build_object('label', nobody),
                       'resident', coalesce(view::jsonb -> 'resident', '{}') || jsonb_build_object('name', nobody)))::json
     WHERE incident = ANY (theirs);
    UPDATE upkeep_log SET reason = '' WHERE resident = of_resident;
    UPDATE consents SET note = '' WHERE resident = of_resident;
    UPDATE shift_handovers h
       SET incidents = (SELECT json_agg(CASE WHEN i ->> 'id' = ANY (theirs::text[])
                                             THEN (i::jsonb || jsonb_build_object('label', nobody))::json ELSE i END)
                          FROM json_array_elements(h.incidents) i)
     WHERE EXISTS (SELECT FROM json_array_elements(h.incidents) i WHERE i ->> 'id' = ANY (theirs::text[]));
    DELETE FROM idempotency_keys
     WHERE location LIKE '%' || of_resident || '%' OR route LIKE '%' || of_resident || '%';
END $$;
REVOKE ALL ON FUNCTION erase_resident(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_resident(uuid) TO anling_api;

-- What devices said is kept for so long: whole partitions go, so nothing is searched and nothing bloats. Whoever inserts
-- must not wait for it: without the lock at once it is tried again in an hour.
CREATE FUNCTION drop_old_partitions(signals_kept interval, observations_kept interval) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '100ms' SET timezone = 'UTC' AS $$
DECLARE
    gone integer := 0;
    old  record;
BEGIN
    FOR old IN
        SELECT c.relname AS name
          FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_class p ON p.oid = h.inhparent
         WHERE p.relnamespace = current_schema()::regnamespace
           AND ((p.relname = 'signals' AND c.relname ~ '^signals_\d{4}_\d{2}$'
                 AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' < now() - signals_kept)
             OR (p.relname = 'observations' AND c.relname ~ '^observations_\d{4}_\d{2}_\d{2}$'
                 AND to_date(right(c.relname, 10), 'YYYY_MM_DD') + interval '1 day' < now() - observations_kept))
         ORDER BY c.relname LIMIT 31
    LOOP
        BEGIN
            EXECUTE format('DROP TABLE %I', old.name);
            gone := gone + 1;
        EXCEPTION WHEN lock_not_available THEN
            RETURN gone;
        END;
    END LOOP;
    DELETE FROM observations_default WHERE received_at < now() - observations_kept;
    DELETE FROM signals_default WHERE received_at < now() - signals_kept;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION drop_old_partitions(interval, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_old_partitions(interval, interval) TO anling_engine;
