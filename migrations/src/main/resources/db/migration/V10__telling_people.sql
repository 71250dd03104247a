-- Who has to be told: written with the decision that says so, sent afterwards, at least once.

-- How somebody can be reached beside the feed of an open screen. A stage is tried as a whole: all phones of one person
-- ring at once.
CREATE TABLE notification_channels (
    id          uuid PRIMARY KEY,
    account     uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind        text NOT NULL CHECK (kind IN ('PUSH', 'WEBHOOK', 'EMAIL')),
    -- Lower ones first; the feed is 0.
    stage       integer NOT NULL CHECK (stage BETWEEN 1 AND 1000),
    -- PUSH: the push service's endpoint. WEBHOOK: what the gateway calls, e.g. a telephone number. EMAIL: the address.
    address     text NOT NULL CHECK (length(address) <= 2048),
    -- WEBHOOK: which gateway of the configuration.
    gateway     text,
    -- PUSH: the subscription's public key and authentication secret, in base64url as the browser gives them.
    p256dh      text,
    auth        text,
    -- Nobody is told anything at an address that has not been shown to be theirs.
    verified_at timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT a_gateway_is_named CHECK ((kind = 'WEBHOOK') = (gateway IS NOT NULL)),
    CONSTRAINT a_subscription_is_whole CHECK ((kind = 'PUSH') = (p256dh IS NOT NULL AND auth IS NOT NULL))
);
CREATE UNIQUE INDEX one_channel_per_address ON notification_channels (account, kind, coalesce(gateway, ''), address);

-- In which language somebody is spoken to.
ALTER TABLE accounts ADD COLUMN language text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en'));

CREATE TABLE outbox (
    id            uuid PRIMARY KEY,
    -- The same notice has the same key, whoever decides it again.
    key           text        NOT NULL UNIQUE,
    incident      uuid        NOT NULL,
    community     uuid        NOT NULL,
    kind          text        NOT NULL,
    audience_kind text        NOT NULL CHECK (audience_kind IN ('ACCOUNT', 'DESK', 'STREET', 'FAMILY', 'OUTSIDE')),
    audience      text        NOT NULL,
    offer         uuid,
    role          text,
    person        text,
    eta_seconds   integer,
    -- PENDING: to be sent. SENT: taken by a channel. SPREAD: became one row for each person of the audience.
    -- RECEIVED: somebody has it. OBSOLETE: no longer true. DEAD: nobody has it and no channel is left.
    state         text        NOT NULL DEFAULT 'PENDING'
                  CHECK (state IN ('PENDING', 'SENT', 'SPREAD', 'RECEIVED', 'OBSOLETE', 'DEAD')),
    -- The stage to be tried when it falls due, or the one whose receipt is waited for.
    stage         integer     NOT NULL DEFAULT 0,
    -- How often all stages were gone through.
    round         integer     NOT NULL DEFAULT 0,
    -- Some channel has taken it, though nobody confirmed it.
    taken         boolean     NOT NULL DEFAULT false,
    -- In this round something failed that may work later.
    worth_retry   boolean     NOT NULL DEFAULT false,
    made_at       timestamptz NOT NULL,
    -- Null once there is nothing left to do.
    due_at        timestamptz,
    expires_at    timestamptz NOT NULL,
    leased_until  timestamptz,
    -- The fence: who was given a later claim has the last word.
    claims        integer     NOT NULL DEFAULT 0,
    settled_at    timestamptz,
    -- What went wrong last; for a dead letter, why it died.
    trouble       text,
    CONSTRAINT settled_or_due CHECK ((due_at IS NULL) = (settled_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (community, id) WHERE state = 'DEAD';
CREATE INDEX outbox_open_by_offer ON outbox (offer) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;

-- Forgets what has had its time; a dead letter stays a month for whoever asks why nobody came.
CREATE FUNCTION sweep_outbox(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM outbox WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM outbox
         WHERE settled_at < now() - interval '30 days' OR (settled_at < now() - interval '7 days' AND state <> 'DEAD')
         ORDER BY settled_at LIMIT at_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION sweep_outbox(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sweep_outbox(integer) TO anling_engine;

-- Whoever decides writes; the engine's role sends, people at screens confirm. Nobody who serves deletes.
GRANT SELECT, INSERT ON outbox TO anling_intake;
GRANT SELECT, INSERT, UPDATE ON outbox TO anling_engine, anling_api;
GRANT SELECT, DELETE ON notification_channels TO anling_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_channels TO anling_api;
GRANT SELECT (language) ON accounts TO anling_engine;
