-- Tables made at the same time as V21, under later numbers: whose rows theirs are. One that comes now has its policy in
-- its own migration.
SELECT guard(c.oid) FROM pg_class c
 WHERE c.oid = ANY (ARRAY['device_assignments', 'device_commands', 'consents', 'totp', 'sign_in_challenges']::regclass[]) AND NOT c.relrowsecurity;

DROP POLICY IF EXISTS theirs ON device_assignments;
CREATE POLICY theirs ON device_assignments TO anling_api USING (EXISTS (SELECT FROM devices d WHERE d.id = device));
DROP POLICY IF EXISTS theirs ON device_commands;
CREATE POLICY theirs ON device_commands TO anling_api USING (EXISTS (SELECT FROM devices d WHERE d.id = device));
DROP POLICY IF EXISTS theirs ON consents;
CREATE POLICY theirs ON consents TO anling_api USING (EXISTS (SELECT FROM residents r WHERE r.id = resident));

DROP POLICY IF EXISTS gate ON totp;
DROP POLICY IF EXISTS gate ON sign_in_challenges;
SELECT guard_gate('totp'), guard_gate('sign_in_challenges');
