-- The register of the protected over REST: who changed what, and answers that are repeated whole.

-- An edit names the version it was made on (ETag, If-Match), for contacts as for residents.
ALTER TABLE contacts ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- A repeated POST is answered as the first was, with the address of what it made.
ALTER TABLE idempotency_keys ADD COLUMN location text;
