-- Incidents and everything that follows from them.
--
-- Order of locks, everywhere: subjects (sorted by id, kind), then incidents, then deadlines. The database's clock decides.

-- One row per subject ever heard of, only to be locked: two presses of one resident wait for each other here, before
-- either looks whether an incident is open.
CREATE TABLE subjects (
    kind text NOT NULL,
    id   uuid NOT NULL,
    PRIMARY KEY (id, kind)
);

CREATE TABLE incidents (
    id                uuid PRIMARY KEY,
    subject_kind      text NOT NULL CHECK (subject_kind IN ('RESIDENT', 'PLACE', 'DEVICE')),
    subject           uuid NOT NULL,
    -- The feed node it belongs to.
    community         uuid NOT NULL,
    label             text NOT NULL,
    place_building    uuid,
    place_label       text,
    place_lat         double precision,
    place_lon         double precision,
    opened_by         text NOT NULL,
    priority          text NOT NULL CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
    need              text NOT NULL,
    needs             text[] NOT NULL,
    reasons           text[] NOT NULL,
    state             text NOT NULL CHECK (state IN ('OPEN', 'STOOD_DOWN')),
    opened_at         timestamptz NOT NULL,
    last_signal_at    timestamptz NOT NULL,
    signals           integer NOT NULL,
    cancel_requested  boolean NOT NULL,
    drill             boolean NOT NULL,
    devices           uuid[] NOT NULL,
    ladder_next       integer NOT NULL,
    ladder_steps      integer NOT NULL,
    ladder_rounds     integer NOT NULL,
    -- Roles and slots asked for so far, as DOCTOR:1.
    ladder_asked      text[] NOT NULL,
    ladder_rung_at    timestamptz NOT NULL,
    ladder_ran_at     timestamptz,
    acknowledged_by   uuid,
    acknowledged_name text,
    acknowledged_at   timestamptz,
    disposition       text,
    stood_down_by     uuid,
    stood_down_name   text,
    stood_down_at     timestamptz,
    -- Counts stored changes from 1.
    version           bigint NOT NULL,
    CONSTRAINT stood_down_has_an_end CHECK ((state = 'STOOD_DOWN') = (stood_down_at IS NOT NULL AND disposition IS NOT NULL))
) WITH (fillfactor = 80);
-- S2: at most one open incident per subject, whatever any program believes.
CREATE UNIQUE INDEX one_open_incident_per_subject ON incidents (subject, subject_kind) WHERE state = 'OPEN';
CREATE INDEX incidents_by_community ON incidents (community, id);
CREATE INDEX incidents_open_by_community ON incidents (community, id) WHERE state = 'OPEN';
CREATE INDEX incidents_by_subject ON incidents (subject, opened_at);

-- Append-only. Stored without a number inside the transaction that made it happen, numbered after commit: a counter
-- bumped inside the emergency transaction would let one paused node hold a whole community.
-- json, not jsonb: kept letter by letter as sent to screens, never searched, and cheaper to store.
CREATE TABLE incident_events (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident  uuid        NOT NULL,
    community uuid        NOT NULL,
    seq       bigint,
    at        timestamptz NOT NULL,
    type      text        NOT NULL,
    by        json,
    detail    json        NOT NULL,
    -- The incident as it stood after this event, as screens see it; no clinical field.
    view      json        NOT NULL,
    CONSTRAINT one_event_per_number UNIQUE (community, seq)
);
CREATE INDEX incident_events_by_incident ON incident_events (incident, id);
CREATE INDEX incident_events_unnumbered ON incident_events (community, id) WHERE seq IS NULL;

-- Numbers one node's committed, unnumbered events. A function, so that it is one statement for the client (nobody can
-- pause in the middle holding the head) and yet two for the database: the second takes its snapshot after the head is
-- ours, so it sees every number a predecessor gave. As a single statement it would reuse a snapshot from before the wait
-- and leave gaps.
-- A row that commits later with a smaller id simply gets a larger number: the order is the order of numbering.
CREATE FUNCTION number_events(of_community uuid, at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
    head     bigint;
    numbered integer;
BEGIN
    SELECT seq INTO head FROM feed_heads WHERE community = of_community FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO feed_heads (community) VALUES (of_community) ON CONFLICT DO NOTHING;
        SELECT seq INTO STRICT head FROM feed_heads WHERE community = of_community FOR UPDATE;
    END IF;
    UPDATE incident_events e SET seq = head + fresh.place
      FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM incident_events
             WHERE community = of_community AND seq IS NULL ORDER BY id LIMIT at_most) fresh
     WHERE e.id = fresh.id;
    GET DIAGNOSTICS numbered = ROW_COUNT;
    IF numbered > 0 THEN
        UPDATE feed_heads SET seq = head + numbered WHERE community = of_community;
    END IF;
    RETURN numbered;
END $$;

CREATE TABLE offers (
    id              uuid PRIMARY KEY,
    incident        uuid NOT NULL REFERENCES incidents (id),
    responder       uuid NOT NULL,
    responder_name  text NOT NULL,
    role            text NOT NULL,
    slot            integer NOT NULL,
    -- How often this role and slot was opened; words from an older epoch are refused.
    epoch           integer NOT NULL,
    -- The plan's step that made it; -1 when a coordinator did.
    step            integer NOT NULL,
    state           text NOT NULL CHECK (state IN ('PENDING', 'ACCEPTED', 'DECLINED', 'LAPSED', 'WITHDRAWN')),
    made_at         timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    distance_meters integer,
    eta_seconds     integer,
    -- Offers of one step are made at one instant; this keeps them in the order of the decision, nearest first.
    place           bigint GENERATED BY DEFAULT AS IDENTITY
) WITH (fillfactor = 80);
CREATE INDEX offers_by_incident ON offers (incident);
CREATE INDEX offers_pending_by_responder ON offers (responder) WHERE state = 'PENDING';

CREATE TABLE assignments (
    id             uuid PRIMARY KEY,
    incident       uuid NOT NULL REFERENCES incidents (id),
    offer          uuid NOT NULL,
    responder      uuid NOT NULL,
    responder_name text NOT NULL,
    role           text NOT NULL,
    slot           integer NOT NULL,
    epoch          integer NOT NULL,
    state          text NOT NULL CHECK (state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'CLEARED', 'RELEASED')),
    accepted_at    timestamptz NOT NULL,
    en_route_at    timestamptz,
    on_scene_at    timestamptz,
    ended_at       timestamptz,
    eta_seconds    integer
) WITH (fillfactor = 80);
-- S4: exactly one winner per incident, role and slot, whatever any program believes.
CREATE UNIQUE INDEX one_holder_per_role_and_slot ON assignments (incident, role, slot)
    WHERE state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE');
CREATE INDEX assignments_by_incident ON assignments (incident);
-- Who is busy.
CREATE INDEX assignments_held_by_responder ON assignments (responder)
    WHERE state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE');

-- Who was considered for what, and why they were or were not chosen.
CREATE TABLE judgements (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident        uuid NOT NULL,
    at              timestamptz NOT NULL,
    person          uuid NOT NULL,
    person_name     text NOT NULL,
    role            text NOT NULL,
    step            integer NOT NULL,
    chosen          boolean NOT NULL,
    why             text NOT NULL,
    distance_meters integer,
    eta_seconds     integer
);
CREATE INDEX judgements_by_incident ON judgements (incident, id);

-- Instants at which something must have happened. Any node may claim any due row; a claim is a lease.
CREATE TABLE deadlines (
    incident     uuid        NOT NULL,
    kind         text        NOT NULL,
    community    uuid        NOT NULL,
    due_at       timestamptz NOT NULL,
    leased_until timestamptz,
    attempts     integer     NOT NULL DEFAULT 0,
    PRIMARY KEY (incident, kind)
) WITH (fillfactor = 70);
CREATE INDEX deadlines_by_due ON deadlines (due_at);

-- An incident with everything that hangs on it, as the stores load it: one shape, one place. Runs with the rights of who
-- asks. Somebody asked again for the same role and slot shows with the last offer alone, so that a ladder that repeats its
-- top for hours does not make an incident that grows for hours.
CREATE VIEW incident_aggregates WITH (security_invoker = true) AS
SELECT i.id, i.community, i.state, i.subject, i.subject_kind,
       json_build_object(
           'incident', to_json(i),
           'offers', coalesce((SELECT json_agg(last ORDER BY last.place)
                                 FROM (SELECT DISTINCT ON (o.responder, o.role, o.slot, o.epoch) o.* FROM offers o
                                        WHERE o.incident = i.id
                                        ORDER BY o.responder, o.role, o.slot, o.epoch, o.place DESC) last), '[]'),
           'assignments', coalesce((SELECT json_agg(a ORDER BY a.accepted_at, a.id) FROM assignments a
                                     WHERE a.incident = i.id), '[]'),
           'deadlines', coalesce((SELECT json_object_agg(d.kind, d.due_at) FROM deadlines d WHERE d.incident = i.id), '{}')
       ) AS body
  FROM incidents i;

-- Who can act, as they are at this moment. node: the feed node they belong to.
CREATE VIEW responders_now WITH (security_invoker = true) AS
SELECT a.id, a.name, a.role, CASE c.level WHEN 'BUILDING' THEN c.parent ELSE c.id END AS node,
       r.roles, r.on_duty, r.skills, r.home_lat, r.home_lon, p.lat, p.lon, p.accuracy_meters, p.fix_at,
       EXISTS (SELECT FROM assignments s JOIN incidents i ON i.id = s.incident
                WHERE s.responder = a.id AND s.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE') AND i.state = 'OPEN') AS busy,
       (SELECT count(*) FROM offers o WHERE o.responder = a.id AND o.state = 'PENDING' AND o.expires_at > now()) AS pending
  FROM responders r
  JOIN accounts a ON a.id = r.account
  JOIN communities c ON c.id = a.community
  LEFT JOIN responder_positions p ON p.responder = a.id
 WHERE NOT a.disabled;

-- The first half of the emergency transaction in one call: lock the subjects, lock their open incidents, then look. Each
-- statement inside takes its own snapshot, so what is looked at is what the locks protect: an incident opened, changed or
-- stood down while we waited is seen as it is now.
-- Everybody sorts by (id, kind) as PostgreSQL does; no order of the caller's matters.
-- No SET clauses: they cost more than all the statements inside. Who calls it has our schema on its search path, and
-- sequential scans off (see PgPools).
CREATE FUNCTION gather_for_intake(of_kinds text[], of_ids uuid[], key_devices uuid[], key_texts text[], believed_millis bigint[],
                                  OUT at timestamptz, OUT open json, OUT known json)
    LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
    found_incidents uuid[];
BEGIN
    INSERT INTO subjects (kind, id)
    SELECT s.kind, s.id FROM unnest(of_kinds, of_ids) s (kind, id) ORDER BY s.id, s.kind
    ON CONFLICT DO NOTHING;

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
      JOIN signal_keys k ON k.device = q.device AND k.key = q.text
     WHERE k.device = ANY (key_devices) AND k.at > gather_for_intake.at - make_interval(secs => q.millis / 1000.0);
END $$;

-- Words waiting for a device that sleeps; bounded per device, each with an end.
CREATE TABLE device_downlinks (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device       uuid        NOT NULL,
    topic_suffix text        NOT NULL,
    payload      bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX device_downlinks_by_device ON device_downlinks (device, id);
CREATE INDEX device_downlinks_by_end ON device_downlinks (expires_at);

-- MQTT sessions outlive connections and restarts, so that "session present" is the truth.
CREATE TABLE mqtt_sessions (
    device                uuid        NOT NULL,
    client_id             text        NOT NULL,
    -- Fresh for each session of a client identifier.
    incarnation           uuid        NOT NULL,
    subscriptions         json        NOT NULL,
    expires_after_seconds bigint      NOT NULL,
    last_seen_at          timestamptz NOT NULL,
    PRIMARY KEY (device, client_id)
);

-- Response plans by community; without one the built-in plan holds.
CREATE TABLE response_plans (
    id         uuid PRIMARY KEY,
    community  uuid REFERENCES communities (id),
    name       text NOT NULL,
    version    integer NOT NULL,
    active     boolean NOT NULL DEFAULT true,
    plan       json NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The second half of every change: what is different afterwards, one list of rows per table, each with its columns'
-- names; null where nothing changed. One call instead of ten statements: each statement sent costs both sides more than
-- the row it writes.
-- Several changes may come at once; each table gets one statement however many there are.
CREATE FUNCTION write_changes(
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
    END IF;
    IF changed_incidents IS NOT NULL THEN
        UPDATE incidents i
           SET priority = r.priority, need = r.need, needs = r.needs, reasons = r.reasons, state = r.state,
               last_signal_at = r.last_signal_at, signals = r.signals, cancel_requested = r.cancel_requested,
               drill = r.drill, devices = r.devices, ladder_next = r.ladder_next, ladder_steps = r.ladder_steps,
               ladder_rounds = r.ladder_rounds, ladder_asked = r.ladder_asked, ladder_rung_at = r.ladder_rung_at,
               ladder_ran_at = r.ladder_ran_at, acknowledged_by = r.acknowledged_by,
               acknowledged_name = r.acknowledged_name, acknowledged_at = r.acknowledged_at, disposition = r.disposition,
               stood_down_by = r.stood_down_by, stood_down_name = r.stood_down_name, stood_down_at = r.stood_down_at,
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
               eta_seconds = r.eta_seconds
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
