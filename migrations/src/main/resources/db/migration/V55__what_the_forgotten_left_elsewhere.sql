-- What an erasure (V33) left behind: signals without an incident, what was said to and written about devices while they were
-- theirs, and their kin's names in what happened.

-- Whoever presses opens or joins an incident, so the emergency's way writes nothing here.
CREATE INDEX signals_without_incident ON signals (subject) WHERE incident IS NULL;

-- The same with the name of nobody wherever one of these is named: {"id": …, "name": …}, however deep.
CREATE FUNCTION nameless(said jsonb, whose text[], nobody text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN CASE jsonb_typeof(said)
        WHEN 'object' THEN
            (SELECT coalesce(jsonb_object_agg(key, nameless(value, whose, nobody)), '{}') FROM jsonb_each(said))
            || CASE WHEN said ? 'name' AND said ->> 'id' = ANY (whose) THEN jsonb_build_object('name', nobody) ELSE '{}' END
        WHEN 'array' THEN
            (SELECT coalesce(jsonb_agg(nameless(value, whose, nobody) ORDER BY place), '[]')
               FROM jsonb_array_elements(said) WITH ORDINALITY AS each (value, place))
        ELSE said
    END;
END $$;
REVOKE ALL ON FUNCTION nameless(jsonb, text[], text) FROM PUBLIC;

-- Within erase_resident, like the calls (V40): when it begins, so that devices and accounts are still theirs.
CREATE FUNCTION forget_traces_of_erased() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    nobody CONSTANT text := '已删除';
    theirs uuid[] := ARRAY(SELECT id FROM incidents WHERE subject_kind = 'RESIDENT' AND subject = NEW.id);
    kin    uuid[] := ARRAY(SELECT id FROM accounts WHERE resident = NEW.id);
BEGIN
    UPDATE signals SET payload = NULL, lat = NULL, lon = NULL, accuracy_meters = NULL, fix_at = NULL
     WHERE incident IS NULL AND subject = NEW.id AND subject_kind = 'RESIDENT';

    DELETE FROM device_downlinks w USING devices d WHERE d.resident = NEW.id AND w.device = d.id;
    UPDATE device_commands c SET args = '' FROM device_assignments a
     WHERE a.resident = NEW.id AND c.device = a.device AND c.at >= a.since AND (a.until IS NULL OR c.at <= a.until);
    UPDATE upkeep_log u SET reason = '' FROM device_assignments a
     WHERE a.resident = NEW.id AND u.device = a.device AND u.at >= a.since AND (a.until IS NULL OR u.at <= a.until);
    -- Those nobody has had after them.
    UPDATE devices SET resident = NULL, place_label = NULL, note = NULL, maintenance_reason = NULL, version = version + 1
     WHERE id IN (SELECT a.device FROM device_assignments a
                   WHERE a.resident = NEW.id
                     AND NOT EXISTS (SELECT FROM device_assignments l WHERE l.device = a.device AND l.since > a.since));
    UPDATE device_assignments SET building = NULL, place_label = NULL WHERE resident = NEW.id;

    IF kin <> '{}' THEN
        UPDATE incident_events
           SET by = nameless(by::jsonb, kin::text[], nobody)::json, detail = nameless(detail::jsonb, kin::text[], nobody)::json,
               view = nameless(view::jsonb, kin::text[], nobody)::json
         WHERE incident = ANY (theirs);
        UPDATE incidents SET acknowledged_name = nobody WHERE id = ANY (theirs) AND acknowledged_by = ANY (kin);
        UPDATE incidents SET stood_down_name = nobody WHERE id = ANY (theirs) AND stood_down_by = ANY (kin);
        UPDATE offers SET responder_name = nobody WHERE incident = ANY (theirs) AND responder = ANY (kin);
        UPDATE assignments SET responder_name = nobody WHERE incident = ANY (theirs) AND responder = ANY (kin);
        UPDATE judgements SET person_name = nobody WHERE incident = ANY (theirs) AND person = ANY (kin);
        UPDATE outbox o SET person = nobody FROM accounts a
         WHERE o.incident = ANY (theirs) AND a.id = ANY (kin) AND o.person = a.name;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION forget_traces_of_erased() FROM PUBLIC;
CREATE TRIGGER forget_traces_of_erased AFTER UPDATE OF erased_at ON residents FOR EACH ROW
    WHEN (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL) EXECUTE FUNCTION forget_traces_of_erased();
