-- A desk lends: another community of the street comes into one incident, until it ends or the desk takes it back. What
-- the other desk may see of it the policies know (V21); here is how it hears of it, and whom may be named.

-- A copy for the stream of a community that the incident is lent to: its own order, without a gap, as everything there.
ALTER TABLE incident_events ADD COLUMN lent boolean NOT NULL DEFAULT false;

CREATE FUNCTION tell_those_who_lend() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO incident_events (incident, community, at, type, by, detail, view, lent)
    SELECT NEW.incident, l.community, NEW.at, NEW.type, NEW."by", NEW.detail, NEW.view, true
      FROM lendings l WHERE l.incident = NEW.incident AND l.community <> NEW.community;
    RETURN NULL;
END $$;
-- Looked at without a call for the way of a press: nothing is lent before it is open.
CREATE TRIGGER tell_those_who_lend AFTER INSERT ON incident_events FOR EACH ROW
    WHEN (NOT NEW.lent AND NEW.call IS NULL AND NEW.type <> 'incident.opened') EXECUTE FUNCTION tell_those_who_lend();

CREATE INDEX lendings_by_community ON lendings (community);
GRANT SELECT ON lendings TO anling_feed;
-- Both see it; only whose incident it is takes it back.
CREATE POLICY taken_back ON lendings AS RESTRICTIVE FOR DELETE TO anling_api
    USING (EXISTS (SELECT FROM incidents i WHERE i.id = incident AND i.community = ANY ((SELECT in_scope('nodes'))::uuid[])));

-- The parts of the tree whose people the acting desk may name, because they came into an open incident of its own.
CREATE FUNCTION lent_to_me() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN ARRAY(SELECT c.id FROM lendings l JOIN incidents i ON i.id = l.incident
                   JOIN communities c ON l.community IN (c.id, c.parent)
                  WHERE i.state = 'OPEN' AND i.community = ANY (in_scope('nodes')));
END $$;
REVOKE ALL ON FUNCTION lent_to_me(), tell_those_who_lend() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lent_to_me() TO anling_api;
CREATE POLICY lent ON accounts FOR SELECT TO anling_api
    USING (role IN ('DOCTOR', 'VOLUNTEER', 'STAFF') AND community = ANY ((SELECT lent_to_me())::uuid[]));
