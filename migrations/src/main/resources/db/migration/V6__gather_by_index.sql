-- gather_for_intake again, cheaper where it is called most. Known subjects are no longer offered to INSERT, which did the
-- work of an insertion only to find it superfluous; and each key is looked up by its index: matched as a list against a
-- list, 512 keys made 262,144 comparisons.
CREATE OR REPLACE FUNCTION gather_for_intake(of_kinds text[], of_ids uuid[], key_devices uuid[], key_texts text[],
                                             believed_millis bigint[],
                                             OUT at timestamptz, OUT open json, OUT known json)
    LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
    found_incidents uuid[];
BEGIN
    IF (SELECT count(*) FROM subjects s WHERE s.id = ANY (of_ids) AND s.kind = ANY (of_kinds)) < cardinality(of_ids) THEN
        -- All that are new first, then the locks on all: two batches that share new and old subjects in any mixture wait for
        -- each other in one direction.
        INSERT INTO subjects (kind, id)
        SELECT s.kind, s.id FROM unnest(of_kinds, of_ids) s (kind, id) ORDER BY s.id, s.kind
        ON CONFLICT DO NOTHING;
    END IF;

    PERFORM FROM subjects s WHERE s.id = ANY (of_ids) AND s.kind = ANY (of_kinds) ORDER BY s.id, s.kind FOR UPDATE;

    -- Incidents are changed elsewhere under their own lock alone; in a fixed order, like everything.
    found_incidents := ARRAY(SELECT i.id FROM incidents i
                              WHERE i.subject = ANY (of_ids) AND i.subject_kind = ANY (of_kinds) AND i.state = 'OPEN'
                              ORDER BY i.id FOR UPDATE);

    IF found_incidents = '{}' THEN
        open := '[]';
    ELSE
        SELECT coalesce(json_agg(a.body), '[]') INTO open FROM incident_aggregates a WHERE a.id = ANY (found_incidents);
    END IF;

    at := clock_timestamp();
    SELECT coalesce(json_agg(json_build_object('place', q.place, 'signal', k.signal)), '[]') INTO known
      FROM unnest(key_devices, key_texts, believed_millis) WITH ORDINALITY q (device, text, millis, place)
     CROSS JOIN LATERAL (SELECT s.signal, s.at FROM signal_keys s WHERE s.device = q.device AND s.key = q.text OFFSET 0) k
     WHERE k.at > gather_for_intake.at - make_interval(secs => q.millis / 1000.0);
END $$;
