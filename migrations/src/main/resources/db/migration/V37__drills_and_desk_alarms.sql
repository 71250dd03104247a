-- A drill makes nobody busy for a real press; for another drill it does.

CREATE OR REPLACE VIEW responders_now WITH (security_invoker = true) AS
SELECT a.id, a.name, a.role, CASE c.level WHEN 'BUILDING' THEN c.parent ELSE c.id END AS node,
       r.roles, r.on_duty, r.skills, r.home_lat, r.home_lon, p.lat, p.lon, p.accuracy_meters, p.fix_at,
       coalesce(held.real, false)
       OR CASE WHEN acting_account() IS NOT NULL THEN is_busy(a.id) ELSE false END AS busy,
       (SELECT count(*) FROM offers o JOIN incidents i ON i.id = o.incident
         WHERE o.responder = a.id AND o.state = 'PENDING' AND o.expires_at > now() AND NOT i.drill) AS pending,
       coalesce(held.drill, false) AS drilling
  FROM responders r
  JOIN accounts a ON a.id = r.account
  JOIN communities c ON c.id = a.community
  LEFT JOIN responder_positions p ON p.responder = a.id
  LEFT JOIN LATERAL (SELECT bool_or(NOT i.drill) AS real, bool_or(i.drill) AS drill
                       FROM assignments s JOIN incidents i ON i.id = s.incident
                      WHERE s.responder = a.id AND s.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE')
                        AND i.state = 'OPEN') held ON true
 WHERE NOT a.disabled;

-- As in V19, and nobody who is in another drill is offered one.
CREATE OR REPLACE FUNCTION recheck_offered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM FROM responders r WHERE r.account IN (SELECT f.responder FROM fresh f) ORDER BY r.account FOR NO KEY UPDATE;
    -- A statement of its own: it sees what was committed while the one above waited.
    IF EXISTS (SELECT FROM fresh f JOIN responders r ON r.account = f.responder
                      LEFT JOIN responders_now n ON n.id = f.responder
                WHERE f.state = 'PENDING' AND (f.step >= 0 OR f.step = -3) AND f.role <> 'FAMILY'
                  AND (n.on_duty IS NOT TRUE
                       OR f.role <> 'COORDINATOR'
                          AND (n.busy OR n.drilling AND (SELECT i.drill FROM incidents i WHERE i.id = f.incident)))) THEN
        RAISE EXCEPTION 'offered to somebody who is no longer free' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END $$;

-- Whether a desk that had to look was told, for the watch that asks.
CREATE INDEX outbox_desk_alarms ON outbox (incident, made_at) WHERE kind = 'DESK_ALARM';
