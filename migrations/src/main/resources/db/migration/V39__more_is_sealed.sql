-- Secrets of second steps and the notes of consents are sealed like the clinical texts (ops/adr/0014), so that one command
-- changes the key of everything.

-- What the pepper sealed nobody can open here. No released version wrote any: whoever has a second step sets it up again.
DELETE FROM totp;
ALTER TABLE totp ALTER COLUMN secret TYPE text USING encode(secret, 'base64');
ALTER TABLE totp ADD CONSTRAINT totp_sealed CHECK (secret LIKE 's1.%');

-- The bytes of a signal are kept as they came so that a better codec can read them again; after a while nobody will. Only the
-- months that have just come of age are looked at. The owner's, because nobody who serves rewrites a signal.
CREATE FUNCTION forget_payloads(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    until CONSTANT timestamptz := now() - interval '90 days';
    since CONSTANT timestamptz := until - interval '3 months';
    gone  integer;
BEGIN
    WITH old AS (SELECT tableoid AS part, ctid AS place FROM signals
                  WHERE received_at BETWEEN since AND until AND payload IS NOT NULL LIMIT at_most)
    UPDATE signals s SET payload = NULL FROM old
     WHERE s.received_at BETWEEN since AND until AND s.tableoid = old.part AND s.ctid = old.place;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION forget_payloads(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_payloads(integer) TO anling_engine;

-- The engine tells the server's log where the record of looks ended, so that a head is always written down elsewhere.
GRANT SELECT ON access_days TO anling_engine;

ALTER TABLE consents ADD CONSTRAINT consents_sealed CHECK (note = '' OR note LIKE 's1.%') NOT VALID;
