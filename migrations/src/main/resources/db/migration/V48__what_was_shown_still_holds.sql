-- Between the two steps of signing in the password may be changed by whom it was stolen from: what was shown is kept by
-- its hash, and counts only while it is still what stands at the account. Whoever is between the steps begins again.
DELETE FROM sign_in_challenges;
ALTER TABLE sign_in_challenges ADD COLUMN shown bytea NOT NULL;
