-- Standing down tells everyone: families, streets and gateways that a step of the ladder has told hear that it is over.

-- As FAMILY:0192…, STREET:…, OUTSIDE:emergency. NULL is nobody: a node that does not know the column yet writes none.
ALTER TABLE incidents ADD COLUMN ladder_told text[];

-- As in V36, with the column above.
CREATE OR REPLACE FUNCTION write_changes(
        fresh_keys json, fresh_signals json, fresh_incidents json, changed_incidents json, changed_offers json, fresh_offers json,
        changed_assignments json, fresh_assignments json, fresh_events json, fresh_judgements json, moved_deadlines json,
        gone_deadlines json, fresh_words json, most_words integer)
    RETURNS void LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
    IF fresh_keys IS NOT NULL THEN
        -- Keys that are no longer believed, or that only count when redelivered, are taken over. One that is still believed
        -- was landed by somebody else since we looked (a node with an older registry locks another subject): the NULL
        -- breaks the row's NOT NULL, and the whole batch looks again.
        INSERT INTO signal_keys AS k (device, key, signal, at)
        SELECT r.device, r.key, r.signal, r.at
          FROM json_to_recordset(fresh_keys) AS r (device uuid, key text, signal uuid, at timestamptz)
        ON CONFLICT (device, key) DO UPDATE SET signal = EXCLUDED.signal,
            at = CASE WHEN k.signal = EXCLUDED.signal OR EXISTS (
                           SELECT FROM json_to_recordset(fresh_keys)
                                    AS r (device uuid, key text, believed_since timestamptz, take_over boolean)
                            WHERE r.device = k.device AND r.key = k.key AND (r.take_over OR k.at <= r.believed_since))
                      THEN EXCLUDED.at END;
    END IF;
    IF fresh_signals IS NOT NULL THEN
        INSERT INTO signals SELECT r.* FROM json_populate_recordset(NULL::signals, fresh_signals) r;
    END IF;
    IF fresh_incidents IS NOT NULL THEN
        INSERT INTO incidents SELECT r.* FROM json_populate_recordset(NULL::incidents, fresh_incidents) r;
        -- A statement of its own: it sees a merge that was committed while the one above waited for the merged incident.
        IF EXISTS (SELECT FROM incidents i
                    WHERE i.state = 'OPEN' AND i.stands_for <> '{}' AND i.stands_for && ARRAY(
                          SELECT r.subject_kind || ':' || r.subject
                            FROM json_to_recordset(fresh_incidents) AS r (subject_kind text, subject text))) THEN
            RAISE EXCEPTION 'another incident stands for this subject' USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;
    IF changed_incidents IS NOT NULL THEN
        UPDATE incidents i
           SET priority = r.priority, need = r.need, needs = r.needs, reasons = r.reasons, state = r.state,
               last_signal_at = r.last_signal_at, signals = r.signals, cancel_requested = r.cancel_requested,
               drill = r.drill, devices = r.devices, stands_for = r.stands_for, ladder_next = r.ladder_next, ladder_steps = r.ladder_steps,
               ladder_rounds = r.ladder_rounds, ladder_asked = r.ladder_asked, ladder_rung_at = r.ladder_rung_at,
               ladder_ran_at = r.ladder_ran_at,
               ladder_told = coalesce(r.ladder_told, i.ladder_told), acknowledged_by = r.acknowledged_by,
               acknowledged_name = r.acknowledged_name, acknowledged_at = r.acknowledged_at, disposition = r.disposition,
               stood_down_by = r.stood_down_by, stood_down_name = r.stood_down_name, stood_down_at = r.stood_down_at,
               place_building = r.place_building, place_label = r.place_label, place_lat = r.place_lat,
               place_lon = r.place_lon, place_floor = r.place_floor, extras = r.extras, clocks = r.clocks, merged_into = r.merged_into,
               version = r.version
          FROM json_populate_recordset(NULL::incidents, changed_incidents) r WHERE i.id = r.id;
    END IF;
    -- Settled ones first: a role is given back before the next one takes it.
    IF changed_offers IS NOT NULL THEN
        UPDATE offers o SET state = r.state FROM json_populate_recordset(NULL::offers, changed_offers) r WHERE o.id = r.id;
    END IF;
    IF fresh_offers IS NOT NULL THEN
        INSERT INTO offers (id, incident, responder, responder_name, role, slot, epoch, step, state, made_at, expires_at,
                            distance_meters, eta_seconds)
        SELECT r.id, r.incident, r.responder, r.responder_name, r.role, r.slot, r.epoch, r.step, r.state, r.made_at,
               r.expires_at, r.distance_meters, r.eta_seconds
          FROM json_populate_recordset(NULL::offers, fresh_offers) r;
    END IF;
    IF changed_assignments IS NOT NULL THEN
        UPDATE assignments a
           SET state = r.state, en_route_at = r.en_route_at, on_scene_at = r.on_scene_at, ended_at = r.ended_at,
               eta_seconds = r.eta_seconds, expected_at = r.expected_at, arrive_by = r.arrive_by,
               check_in_by = r.check_in_by, alarmed_at = r.alarmed_at, why_ended = r.why_ended
          FROM json_populate_recordset(NULL::assignments, changed_assignments) r WHERE a.id = r.id;
    END IF;
    IF fresh_assignments IS NOT NULL THEN
        INSERT INTO assignments SELECT r.* FROM json_populate_recordset(NULL::assignments, fresh_assignments) r;
    END IF;
    IF fresh_events IS NOT NULL THEN
        INSERT INTO incident_events (incident, community, at, type, by, detail, view)
        SELECT r.incident, r.community, r.at, r.type, r.by, r.detail, r.view
          FROM json_populate_recordset(NULL::incident_events, fresh_events) r;
    END IF;
    IF fresh_judgements IS NOT NULL THEN
        INSERT INTO judgements (incident, at, person, person_name, role, step, chosen, why, distance_meters, eta_seconds)
        SELECT r.incident, r.at, r.person, r.person_name, r.role, r.step, r.chosen, r.why, r.distance_meters, r.eta_seconds
          FROM json_populate_recordset(NULL::judgements, fresh_judgements) r;
    END IF;
    IF moved_deadlines IS NOT NULL THEN
        -- A deadline that moved is nobody's any more: whoever held the old one finds that out when deciding.
        INSERT INTO deadlines (incident, kind, community, due_at)
        SELECT r.incident, r.kind, r.community, r.due_at FROM json_populate_recordset(NULL::deadlines, moved_deadlines) r
        ON CONFLICT (incident, kind) DO UPDATE SET due_at = EXCLUDED.due_at, leased_until = NULL, attempts = 0;
    END IF;
    IF gone_deadlines IS NOT NULL THEN
        DELETE FROM deadlines d USING json_populate_recordset(NULL::deadlines, gone_deadlines) r
         WHERE d.incident = r.incident AND d.kind = r.kind;
    END IF;
    IF fresh_words IS NOT NULL THEN
        INSERT INTO device_downlinks (device, topic_suffix, payload, expires_at)
        SELECT r.device, r.topic_suffix, r.payload, r.expires_at
          FROM json_populate_recordset(NULL::device_downlinks, fresh_words) r;
        -- The oldest beyond the bound go; only a device that sleeps through many words has any.
        DELETE FROM device_downlinks WHERE id = ANY (ARRAY(
            SELECT old.id FROM json_populate_recordset(NULL::device_downlinks, fresh_words) r CROSS JOIN LATERAL (
                   SELECT w.id FROM device_downlinks w WHERE w.device = r.device ORDER BY w.id DESC OFFSET most_words) old));
    END IF;
END $$;
