-- The second step of signing in (RFC 6238), for those who can see a whole community.
CREATE TABLE totp (
    account      uuid PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- Sealed by the application: a copy of this table makes nobody's codes.
    secret       bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    -- Shown a code of it once; until then it opens and closes nothing.
    confirmed_at timestamptz,
    -- Each thirty seconds' code is good once (RFC 6238 §5.2), on whichever node.
    last_step    bigint      NOT NULL DEFAULT 0,
    -- Wrong codes since the last right one. NIST SP 800-63B §5.2.2: no more than 100.
    failures     integer     NOT NULL DEFAULT 0,
    -- SHA-256 of those not used yet.
    recovery     bytea[]     NOT NULL DEFAULT '{}' CHECK (cardinality(recovery) <= 10)
);

-- The password was right, the second step is still to come. A few minutes, a few tries, once.
CREATE TABLE sign_in_challenges (
    challenge_hash bytea PRIMARY KEY,
    account        uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at     timestamptz NOT NULL,
    tries          integer     NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_challenges_by_account ON sign_in_challenges (account);

GRANT SELECT, INSERT, UPDATE, DELETE ON totp, sign_in_challenges TO anling_api;
