-- Clinical texts, notes and the ways to reach people are sealed by the application (ops/adr/0014): a copy of this database
-- tells nobody's illnesses, opens nobody's door and rings nobody. A sealed text is "s1.<key>.<base64url>".
--
-- NOT VALID: from now on nothing else is written. What was there is sealed before the first node opens its doors, which
-- then validates the checks: a valid check is the proof that nothing readable is left.

-- Lists are sealed as a whole: JSON, then sealed.
ALTER TABLE residents
    ALTER COLUMN conditions DROP DEFAULT,
    ALTER COLUMN conditions DROP NOT NULL,
    ALTER COLUMN conditions TYPE text
        USING CASE WHEN conditions <> '{}' THEN array_to_json(conditions)::text END,
    ALTER COLUMN medications DROP DEFAULT,
    ALTER COLUMN medications DROP NOT NULL,
    ALTER COLUMN medications TYPE text
        USING CASE WHEN medications <> '{}' THEN array_to_json(medications)::text END,
    ALTER COLUMN allergies DROP DEFAULT,
    ALTER COLUMN allergies DROP NOT NULL,
    ALTER COLUMN allergies TYPE text
        USING CASE WHEN allergies <> '{}' THEN array_to_json(allergies)::text END,
    -- HMAC-SHA-256 of the whole number in E.164, and of its last four digits, by which people ask.
    ADD COLUMN phone_hash bytea,
    ADD COLUMN phone_tail bytea;
ALTER TABLE contacts
    ADD COLUMN phone_hash bytea,
    ADD COLUMN phone_tail bytea;
CREATE INDEX residents_by_phone ON residents (phone_hash) WHERE phone_hash IS NOT NULL;
CREATE INDEX contacts_by_phone ON contacts (phone_hash) WHERE phone_hash IS NOT NULL;

-- An answer kept for repetition is as readable as what it answered.
ALTER TABLE idempotency_keys ALTER COLUMN answer TYPE text USING convert_from(answer, 'UTF8');

-- Sealed addresses differ though they say the same; the one list a person has of them is replaced whole.
DROP INDEX one_channel_per_address;
CREATE UNIQUE INDEX one_subscription_per_address ON notification_channels (account, address) WHERE kind = 'PUSH';

ALTER TABLE residents ADD CONSTRAINT residents_sealed CHECK (
        coalesce(phone, 's1.') LIKE 's1.%' AND coalesce(key_box, 's1.') LIKE 's1.%'
    AND coalesce(conditions, 's1.') LIKE 's1.%' AND coalesce(medications, 's1.') LIKE 's1.%'
    AND coalesce(allergies, 's1.') LIKE 's1.%' AND coalesce(blood_type, 's1.') LIKE 's1.%'
    AND coalesce(clinical_notes, 's1.') LIKE 's1.%' AND coalesce(away_note, 's1.') LIKE 's1.%') NOT VALID;
ALTER TABLE contacts ADD CONSTRAINT contacts_sealed CHECK (phone LIKE 's1.%') NOT VALID;
-- A push service's address is a door without the browser's secret, which is sealed; a telephone number is one by itself.
ALTER TABLE notification_channels ADD CONSTRAINT notification_channels_sealed CHECK (
    (kind = 'PUSH' OR address LIKE 's1.%') AND coalesce(auth, 's1.') LIKE 's1.%') NOT VALID;
ALTER TABLE notification_channels DROP CONSTRAINT notification_channels_address_check,
    ADD CONSTRAINT notification_channels_address_check CHECK (length(address) <= 4096);
ALTER TABLE shift_handovers ADD CONSTRAINT shift_handovers_sealed CHECK (note = '' OR note LIKE 's1.%') NOT VALID;
-- Why a resident is away may be an illness; why a device is looked after is none.
ALTER TABLE upkeep_log ADD CONSTRAINT upkeep_log_sealed CHECK (
    resident IS NULL OR reason = '' OR reason LIKE 's1.%') NOT VALID;
ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_sealed CHECK (
    coalesce(answer, 's1.') LIKE 's1.%') NOT VALID;

-- Which keys sealed what lies here, each with a text it alone opens: a wrong or missing key is found before anything
-- serves, not by a coordinator in the night. For the owner alone.
CREATE TABLE data_keys (
    id       text PRIMARY KEY,
    proof    text        NOT NULL,
    known_at timestamptz NOT NULL DEFAULT now()
);
