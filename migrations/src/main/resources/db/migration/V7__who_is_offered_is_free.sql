-- An offer is decided on a roster read a moment earlier. Between that look and the write somebody may have gone off duty or
-- taken another incident; what is written must hold when it is written, whatever any program believed.

-- A drill makes nobody busy: a real press comes first.
CREATE OR REPLACE VIEW responders_now WITH (security_invoker = true) AS
SELECT a.id, a.name, a.role, CASE c.level WHEN 'BUILDING' THEN c.parent ELSE c.id END AS node,
       r.roles, r.on_duty, r.skills, r.home_lat, r.home_lon, p.lat, p.lon, p.accuracy_meters, p.fix_at,
       EXISTS (SELECT FROM assignments s JOIN incidents i ON i.id = s.incident
                WHERE s.responder = a.id AND s.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE') AND i.state = 'OPEN'
                  AND NOT i.drill) AS busy,
       (SELECT count(*) FROM offers o WHERE o.responder = a.id AND o.state = 'PENDING' AND o.expires_at > now()) AS pending
  FROM responders r
  JOIN accounts a ON a.id = r.account
  JOIN communities c ON c.id = a.community
  LEFT JOIN responder_positions p ON p.responder = a.id
 WHERE NOT a.disabled;

-- Whoever is offered something or takes something is held until commit, sorted: going off duty, taking and being offered
-- then happen one after the other. Last in the order of locks: subjects, incidents, deadlines, responders.
-- Runs as the owner: a lock needs the right to change the row, which those who write offers do not have.
CREATE FUNCTION hold_responders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM FROM responders r WHERE r.account IN (SELECT f.responder FROM fresh f) ORDER BY r.account FOR NO KEY UPDATE;
    RETURN NULL;
END $$;
CREATE TRIGGER taker_is_held AFTER INSERT ON assignments REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION hold_responders();

-- The same words the roster was made with, so that looking again is enough: whoever is refused here is not chosen there.
-- Only offers a plan makes and that still ring: a coordinator may ask whom they like. Desks take many incidents at once, and
-- family has no duty. Somebody who is no responder at all is nobody's roster's.
CREATE FUNCTION recheck_offered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM FROM responders r WHERE r.account IN (SELECT f.responder FROM fresh f) ORDER BY r.account FOR NO KEY UPDATE;
    -- A statement of its own: it sees what was committed while the one above waited.
    IF EXISTS (SELECT FROM fresh f JOIN responders r ON r.account = f.responder
                      LEFT JOIN responders_now n ON n.id = f.responder
                WHERE f.state = 'PENDING' AND f.step >= 0 AND f.role <> 'FAMILY'
                  AND (n.on_duty IS NOT TRUE OR n.busy AND f.role <> 'COORDINATOR')) THEN
        RAISE EXCEPTION 'offered to somebody who is no longer free' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER offered_is_free AFTER INSERT ON offers REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION recheck_offered();

REVOKE ALL ON FUNCTION hold_responders(), recheck_offered() FROM PUBLIC;
