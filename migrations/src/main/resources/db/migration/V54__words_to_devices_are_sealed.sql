-- What a device was told to say or whom to ring, and what somebody wrote about a look, are sealed like the rest (ops/adr/0014).
-- NOT VALID as in V23: what is readable is sealed before the first node opens its doors, which then validates the checks.
-- No arguments are an empty text.
ALTER TABLE device_commands ALTER COLUMN args TYPE text USING CASE WHEN args::text = '{}' THEN '' ELSE args::text END;
ALTER TABLE device_commands ADD CONSTRAINT device_commands_sealed CHECK (args = '' OR args LIKE 's1.%') NOT VALID;
ALTER TABLE access_reviews ADD CONSTRAINT access_reviews_sealed CHECK (note = '' OR note LIKE 's1.%') NOT VALID;
