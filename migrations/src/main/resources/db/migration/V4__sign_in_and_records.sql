-- Sign-in, safe repetition, and the record of every look.

CREATE TABLE refresh_tokens (
    -- SHA-256 of the token: a copy of this table signs nobody in.
    token_hash bytea PRIMARY KEY,
    -- One family per sign-in: a token used twice ends them all.
    family     uuid        NOT NULL,
    account    uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    issued_at  timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    revoked_at timestamptz
);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_by_account ON refresh_tokens (account);
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);

-- The answer to a POST, kept 24 h, so that a repeat gets the same one.
CREATE TABLE idempotency_keys (
    account     uuid        NOT NULL,
    route       text        NOT NULL,
    key         text        NOT NULL,
    body_hash   bytea       NOT NULL,
    -- Absent while the first request is still running.
    status      integer,
    answer      bytea,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, route, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Every look at health data. Append-only: no role that serves requests may change or delete a row.
CREATE TABLE access_log (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    account      uuid NOT NULL,
    account_name text NOT NULL,
    role         text NOT NULL,
    action       text NOT NULL,
    resident     uuid,
    incident     uuid,
    community    uuid,
    detail       json
);
CREATE INDEX access_log_by_resident ON access_log (resident, at);
CREATE INDEX access_log_by_account ON access_log (account, at);

-- Forgets what has had its time; bounded, so that one call never holds anybody up. Returns how many rows went.
CREATE FUNCTION sweep(at_most integer DEFAULT 5000) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    gone  integer := 0;
    these integer;
BEGIN
    -- Keys are believed at most 24 h; an hour more costs nothing.
    DELETE FROM signal_keys WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM signal_keys WHERE at < now() - interval '25 hours' ORDER BY at LIMIT at_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS these = ROW_COUNT; gone := gone + these;
    DELETE FROM device_downlinks WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM device_downlinks WHERE expires_at < now() ORDER BY expires_at LIMIT at_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS these = ROW_COUNT; gone := gone + these;
    DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_keys WHERE created_at < now() - interval '24 hours' ORDER BY created_at LIMIT at_most
        FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS these = ROW_COUNT; gone := gone + these;
    DELETE FROM refresh_tokens WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM refresh_tokens WHERE expires_at < now() ORDER BY expires_at LIMIT at_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS these = ROW_COUNT; gone := gone + these;
    DELETE FROM mqtt_sessions WHERE last_seen_at + make_interval(secs => expires_after_seconds) < now() - interval '1 hour';
    GET DIAGNOSTICS these = ROW_COUNT; gone := gone + these;
    RETURN gone;
END $$;
