-- Every row belongs to a part of the tree, and PostgreSQL hands out no row to anybody who did not say for whom they ask
-- (ops/adr/0013). The stores ask for no more than that; this holds when one of them forgets.
--
-- Who works for everybody (intake, engine, feed) says so when connecting: anling.scope = machine. Whoever signs people in
-- says gate, and sees accounts and sessions alone. For people at screens each transaction names the account, and
-- enter_scope() looks up here, not in the program, what that account's part is.
--
-- The owner is not bound (no FORCE): it migrates, and its triggers must see what a caller may not. No server process logs
-- in as it, and DatabaseChecks refuses to start with a role that owns anything or may bypass this.

-- A machine: it signs in like everybody and keeps devices, but is asked nothing and sees nobody.
ALTER TABLE accounts DROP CONSTRAINT accounts_role_check;
ALTER TABLE accounts ADD CONSTRAINT accounts_role_check
    CHECK (role IN ('ADMIN', 'COORDINATOR', 'DOCTOR', 'VOLUNTEER', 'STAFF', 'FAMILY', 'INTEGRATOR'));

-- An incident shown to the desk of another community, for as long as it is open.
CREATE TABLE lendings (
    incident  uuid        NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    community uuid        NOT NULL REFERENCES communities (id),
    lent_by   uuid        NOT NULL,
    lent_name text        NOT NULL,
    lent_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (incident, community)
);
GRANT SELECT, INSERT, DELETE ON lendings TO anling_api;

-- What a transaction of anling_api may see, in settings that end with it:
--   account   who asks                       nodes    a desk's part of the tree, with its buildings
--   registry  the part of the tree whose devices they keep: a desk's, or a machine's that is a maker of devices
--   circle    whose people one may name: the own community, what is below it, and the street above
--   subjects  whose rows are open: a family's resident, and whom one is on the way to
--   devices   those of these incidents       called   those of the incidents one is asked for, too
-- Nobody, and nobody any more, sees nothing.
CREATE FUNCTION enter_scope(of_account uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    who      record;
    nodes    uuid[] := '{}';
    registry uuid[] := '{}';
    circle   uuid[];
    subjects uuid[];
    devices  uuid[];
    called   uuid[];
BEGIN
    SELECT a.id, a.role, a.resident, c.id AS node, c.parent, CASE c.level WHEN 'BUILDING' THEN c.parent ELSE c.id END AS base
      INTO who FROM accounts a JOIN communities c ON c.id = a.community WHERE a.id = of_account AND NOT a.disabled;
    IF FOUND THEN
        circle := ARRAY(SELECT c.id FROM communities c WHERE c.id = who.base OR c.parent = who.base
                        UNION SELECT c.id FROM communities c JOIN communities above ON above.id = c.parent
                               WHERE above.parent = who.base
                        UNION SELECT c.parent FROM communities c WHERE c.id = who.base AND c.parent IS NOT NULL);
        IF who.role IN ('ADMIN', 'COORDINATOR', 'INTEGRATOR') THEN
            registry := CASE WHEN who.node = who.base THEN array_remove(circle, who.parent) ELSE ARRAY[who.node] END;
        END IF;
        IF who.role <> 'INTEGRATOR' THEN
            nodes := registry;
        END IF;
        SELECT coalesce(array_agg(DISTINCT i.subject), '{}') || array_remove(ARRAY[who.resident], NULL),
               coalesce(array_agg(DISTINCT d.id) FILTER (WHERE d.id IS NOT NULL), '{}')
          INTO subjects, devices
          FROM assignments s JOIN incidents i ON i.id = s.incident LEFT JOIN LATERAL unnest(i.devices) d (id) ON true
         WHERE s.responder = who.id AND s.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE') AND i.state = 'OPEN';
        called := devices || ARRAY(
            SELECT unnest(i.devices) FROM offers o JOIN incidents i ON i.id = o.incident
             WHERE o.responder = who.id AND o.state = 'PENDING' AND i.state = 'OPEN');
    END IF;
    PERFORM set_config('anling.account', coalesce(who.id::text, ''), true), set_config('anling.nodes', nodes::text, true),
            set_config('anling.registry', registry::text, true),
            set_config('anling.circle', coalesce(circle, '{}')::text, true),
            set_config('anling.subjects', coalesce(subjects, '{}')::text, true),
            set_config('anling.devices', coalesce(devices, '{}')::text, true),
            set_config('anling.called', coalesce(called, '{}')::text, true);
END $$;

-- Always asked as (SELECT in_scope('…')): then it is read once for a statement and not for each row.
CREATE FUNCTION in_scope(of_name text) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('anling.' || of_name, true), '')::uuid[]
$$;
CREATE FUNCTION acting_account() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('anling.account', true), '')::uuid
$$;

-- Whether an incident is the acting account's by something else than its place: they are or were asked, or it is lent to
-- their desk. Past the policies on purpose: offers are seen by their incident, and would ask each other for ever.
CREATE FUNCTION concerns_me(of_incident uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    me uuid := acting_account();
BEGIN
    RETURN me IS NOT NULL AND (
        EXISTS (SELECT FROM offers o WHERE o.incident = of_incident AND o.responder = me)
        OR EXISTS (SELECT FROM assignments s WHERE s.incident = of_incident AND s.responder = me)
        OR EXISTS (SELECT FROM lendings l JOIN incidents i ON i.id = l.incident
                    WHERE l.incident = of_incident AND l.community = ANY (in_scope('nodes')) AND i.state = 'OPEN'));
END $$;

-- That somebody is busy may be known wherever they can be named; with what, only where that is.
CREATE FUNCTION is_busy(of_responder uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT FROM assignments s JOIN incidents i ON i.id = s.incident
                    WHERE s.responder = of_responder AND s.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE')
                      AND i.state = 'OPEN' AND NOT i.drill)
$$;

CREATE OR REPLACE VIEW responders_now WITH (security_invoker = true) AS
SELECT a.id, a.name, a.role, CASE c.level WHEN 'BUILDING' THEN c.parent ELSE c.id END AS node,
       r.roles, r.on_duty, r.skills, r.home_lat, r.home_lon, p.lat, p.lon, p.accuracy_meters, p.fix_at,
       EXISTS (SELECT FROM assignments s JOIN incidents i ON i.id = s.incident
                WHERE s.responder = a.id AND s.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE') AND i.state = 'OPEN'
                  AND NOT i.drill)
       OR CASE WHEN acting_account() IS NOT NULL THEN is_busy(a.id) ELSE false END AS busy,
       (SELECT count(*) FROM offers o JOIN incidents i ON i.id = o.incident
         WHERE o.responder = a.id AND o.state = 'PENDING' AND o.expires_at > now() AND NOT i.drill) AS pending
  FROM responders r
  JOIN accounts a ON a.id = r.account
  JOIN communities c ON c.id = a.community
  LEFT JOIN responder_positions p ON p.responder = a.id
 WHERE NOT a.disabled;

-- For each table, also those to come: no rows but for machines that said so, until a policy of its own says more.
-- Said as "not no" because of the planner: it takes an equality for one row in two hundred, and then prefers other plans
-- for the emergency's way; an inequality it takes for nearly all, which is the truth.
CREATE FUNCTION guard(of_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', of_table);
    EXECUTE format('CREATE POLICY machines ON %s TO anling_intake, anling_engine, anling_feed USING ('
                   'CASE current_setting(''anling.scope'', true) WHEN ''machine'' THEN ''yes'' ELSE ''no'' END <> ''no'')',
                   of_table);
END $$;
CREATE FUNCTION guard_gate(of_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY gate ON %s TO anling_api USING (current_setting(''anling.scope'', true) = ''gate'')',
                   of_table);
END $$;

REVOKE ALL ON FUNCTION enter_scope(uuid), in_scope(text), acting_account(), concerns_me(uuid), is_busy(uuid),
    guard(regclass), guard_gate(regclass) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enter_scope(uuid), in_scope(text), concerns_me(uuid) TO anling_api;
-- The view names them whoever asks it.
GRANT EXECUTE ON FUNCTION acting_account(), is_busy(uuid) TO anling_api, anling_engine, anling_feed;

SELECT guard(c.oid) FROM pg_class c
 WHERE c.relnamespace = '${flyway:defaultSchema}'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND c.relname <> '${flyway:table}';

SELECT guard_gate('accounts'), guard_gate('refresh_tokens');

-- The tree is names of places; who signs in may know all of it. Writing it is for whoever keeps that part.
CREATE POLICY known ON communities FOR SELECT TO anling_api USING ((SELECT acting_account()) IS NOT NULL);
CREATE POLICY kept ON communities TO anling_api
    USING (id = ANY ((SELECT in_scope('nodes'))::uuid[]) OR parent = ANY ((SELECT in_scope('nodes'))::uuid[]));
CREATE POLICY theirs ON feed_heads TO anling_api USING (community = ANY ((SELECT in_scope('nodes'))::uuid[]));

-- People. A row is read by more than may write it: USING reads, WITH CHECK writes.
CREATE POLICY theirs ON residents TO anling_api
    USING (community = ANY ((SELECT in_scope('nodes'))::uuid[]) OR building = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR id = ANY ((SELECT in_scope('subjects'))::uuid[]))
    WITH CHECK (community = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR building = ANY ((SELECT in_scope('nodes'))::uuid[]));
CREATE POLICY theirs ON contacts TO anling_api USING (EXISTS (SELECT FROM residents r WHERE r.id = resident));
CREATE POLICY theirs ON observations TO anling_api
    USING (community = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR EXISTS (SELECT FROM residents r WHERE r.id = resident));
CREATE POLICY theirs ON accounts TO anling_api
    USING (id = (SELECT acting_account()) OR community = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR role <> 'FAMILY' AND community = ANY ((SELECT in_scope('circle'))::uuid[])
           OR resident IS NOT NULL AND EXISTS (SELECT FROM residents r WHERE r.id = resident))
    WITH CHECK (id = (SELECT acting_account()) OR community = ANY ((SELECT in_scope('nodes'))::uuid[]));
CREATE POLICY theirs ON responders TO anling_api
    USING ((SELECT acting_account()) IS NOT NULL AND EXISTS (SELECT FROM accounts a WHERE a.id = account))
    WITH CHECK (account = (SELECT acting_account())
           OR EXISTS (SELECT FROM accounts a WHERE a.id = account AND a.community = ANY ((SELECT in_scope('nodes'))::uuid[])));
CREATE POLICY theirs ON responder_positions TO anling_api
    USING ((SELECT acting_account()) IS NOT NULL AND EXISTS (SELECT FROM accounts a WHERE a.id = responder))
    WITH CHECK (responder = (SELECT acting_account()));
CREATE POLICY theirs ON shifts TO anling_api
    USING ((SELECT acting_account()) IS NOT NULL AND EXISTS (SELECT FROM accounts a WHERE a.id = account))
    WITH CHECK (EXISTS (SELECT FROM accounts a WHERE a.id = account AND a.community = ANY ((SELECT in_scope('nodes'))::uuid[])));
CREATE POLICY theirs ON notification_channels TO anling_api
    USING (account = (SELECT acting_account())
           OR EXISTS (SELECT FROM accounts a WHERE a.id = account AND a.community = ANY ((SELECT in_scope('nodes'))::uuid[])));
CREATE POLICY theirs ON refresh_tokens TO anling_api
    USING (account = (SELECT acting_account())
           OR EXISTS (SELECT FROM accounts a WHERE a.id = account AND a.community = ANY ((SELECT in_scope('nodes'))::uuid[])));
CREATE POLICY theirs ON idempotency_keys TO anling_api USING (account = (SELECT acting_account()));

-- Devices.
CREATE POLICY theirs ON devices TO anling_api
    USING (community = ANY ((SELECT in_scope('registry'))::uuid[]) OR building = ANY ((SELECT in_scope('registry'))::uuid[])
           OR id = ANY ((SELECT in_scope('devices'))::uuid[])
           OR resident IS NOT NULL AND EXISTS (SELECT FROM residents r WHERE r.id = resident))
    WITH CHECK (community = ANY ((SELECT in_scope('registry'))::uuid[]) OR building = ANY ((SELECT in_scope('registry'))::uuid[])
           OR EXISTS (SELECT FROM residents r WHERE r.id = resident AND r.building = ANY ((SELECT in_scope('nodes'))::uuid[])));
CREATE POLICY theirs ON device_latest TO anling_api USING (EXISTS (SELECT FROM devices d WHERE d.id = device));
CREATE POLICY theirs ON device_supervision TO anling_api USING (EXISTS (SELECT FROM devices d WHERE d.id = device));
CREATE POLICY theirs ON device_tests TO anling_api USING (EXISTS (SELECT FROM devices d WHERE d.id = device));
-- Words for a watch are part of the decision of whoever answers it: help is coming. No decision fails for a watch that
-- nobody registered.
CREATE POLICY theirs ON device_downlinks TO anling_api
    USING (device = ANY ((SELECT in_scope('called'))::uuid[]) OR EXISTS (SELECT FROM devices d WHERE d.id = device))
    WITH CHECK ((SELECT acting_account()) IS NOT NULL);
CREATE POLICY theirs ON upkeep_log TO anling_api
    USING (EXISTS (SELECT FROM devices d WHERE d.id = device) OR EXISTS (SELECT FROM residents r WHERE r.id = resident));

-- Incidents, and what hangs on one: seen with it, not by itself.
CREATE POLICY theirs ON incidents TO anling_api
    USING (community = ANY ((SELECT in_scope('nodes'))::uuid[]) OR place_building = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR subject = ANY ((SELECT in_scope('subjects'))::uuid[]) OR concerns_me(id));
CREATE POLICY theirs ON incident_events TO anling_api USING (EXISTS (SELECT FROM incidents i WHERE i.id = incident));
CREATE POLICY theirs ON offers TO anling_api USING (EXISTS (SELECT FROM incidents i WHERE i.id = incident));
CREATE POLICY theirs ON assignments TO anling_api USING (EXISTS (SELECT FROM incidents i WHERE i.id = incident));
CREATE POLICY theirs ON judgements TO anling_api USING (EXISTS (SELECT FROM incidents i WHERE i.id = incident));
CREATE POLICY theirs ON deadlines TO anling_api USING (EXISTS (SELECT FROM incidents i WHERE i.id = incident));
CREATE POLICY theirs ON signals TO anling_api
    USING (community = ANY ((SELECT in_scope('nodes'))::uuid[]) OR subject = ANY ((SELECT in_scope('subjects'))::uuid[])
           OR EXISTS (SELECT FROM incidents i WHERE i.id = incident));
CREATE POLICY theirs ON outbox TO anling_api
    USING (audience_kind = 'ACCOUNT' AND audience = (SELECT acting_account())::text
           OR community = ANY ((SELECT in_scope('nodes'))::uuid[])
           OR EXISTS (SELECT FROM incidents i WHERE i.id = incident));
-- Lent by whoever has it, to whomever they name; seen by both.
CREATE POLICY theirs ON lendings TO anling_api
    USING (EXISTS (SELECT FROM incidents i WHERE i.id = incident))
    WITH CHECK (lent_by = (SELECT acting_account())
           AND EXISTS (SELECT FROM incidents i WHERE i.id = incident AND i.community = ANY ((SELECT in_scope('nodes'))::uuid[])));

-- The desk's own papers. A plan above holds below, so it is read there.
CREATE POLICY theirs ON response_plans TO anling_api
    USING ((SELECT in_scope('nodes'))::uuid[] <> '{}' AND community = ANY ((SELECT in_scope('circle'))::uuid[]))
    WITH CHECK (community = ANY ((SELECT in_scope('nodes'))::uuid[]));
CREATE POLICY theirs ON response_plan_versions TO anling_api
    USING (EXISTS (SELECT FROM response_plans p WHERE p.id = plan_id));
CREATE POLICY theirs ON shift_handovers TO anling_api USING (community = ANY ((SELECT in_scope('nodes'))::uuid[]));

-- A look is written by who looks.
CREATE POLICY mine ON access_log TO anling_api USING (account = (SELECT acting_account()));
