-- For which token this one was given: whoever never got the answer may ask again for a moment. Null for the first of a
-- session. No reference: the older one is forgotten sooner. The policies are about rows, the rights about the table; both
-- hold for it as they stand.
ALTER TABLE refresh_tokens ADD COLUMN predecessor bytea;
