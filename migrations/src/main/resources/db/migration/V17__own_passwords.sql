-- A password that somebody else chose, or may know, is changed before anything else is done.
ALTER TABLE accounts
    ADD COLUMN must_change_password boolean     NOT NULL DEFAULT false,
    ADD COLUMN password_changed_at  timestamptz NOT NULL DEFAULT now();
