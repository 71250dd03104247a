-- Accounts and the community tree are kept over REST.

ALTER TABLE communities
    ADD COLUMN name_en  text,
    -- Its part of the map's plan, in whatever words the plan has for it.
    ADD COLUMN plan_ref text,
    -- Whether its volunteers are asked for the communities beside it.
    ADD COLUMN lends    boolean NOT NULL DEFAULT true,
    ADD COLUMN version  bigint  NOT NULL DEFAULT 1;

-- Who gave whom which right, and took it. Append-only.
CREATE TABLE account_log (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    account uuid NOT NULL,
    act     text NOT NULL,
    detail  json NOT NULL,
    by      uuid NOT NULL,
    by_name text NOT NULL
);
CREATE INDEX account_log_by_account ON account_log (account, id);
SELECT guard('account_log');
CREATE POLICY theirs ON account_log TO anling_api
    USING ((SELECT acting_account()) IS NOT NULL AND EXISTS (SELECT FROM accounts a WHERE a.id = account));
GRANT SELECT, INSERT ON account_log TO anling_api;
