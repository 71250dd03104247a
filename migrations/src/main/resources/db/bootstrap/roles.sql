-- Run once by a database administrator before Anling's first start in production, e.g.
--   psql "$ADMIN_URL" -v owner_password=… -v intake_password=… -v engine_password=… -v feed_password=… -v api_password=… \
--        -v database=anling -f roles.sql
-- then migrate as anling_owner. The four others are what the server logs in as; they own nothing.
-- Time limits: an emergency that cannot get its lock must fail early enough to be retried before its commit deadline,
-- and nobody may sit on locks in an idle transaction.
CREATE ROLE anling_owner  LOGIN PASSWORD :'owner_password';
CREATE ROLE anling_intake LOGIN PASSWORD :'intake_password';
CREATE ROLE anling_engine LOGIN PASSWORD :'engine_password';
CREATE ROLE anling_feed   LOGIN PASSWORD :'feed_password';
CREATE ROLE anling_api    LOGIN PASSWORD :'api_password';
CREATE DATABASE :"database" OWNER anling_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO anling_intake, anling_engine, anling_feed, anling_api;
ALTER ROLE anling_intake SET statement_timeout = '4s';
ALTER ROLE anling_intake SET lock_timeout = '2s';
ALTER ROLE anling_intake SET idle_in_transaction_session_timeout = '1s';
ALTER ROLE anling_engine SET statement_timeout = '5s';
ALTER ROLE anling_engine SET lock_timeout = '2s';
ALTER ROLE anling_engine SET idle_in_transaction_session_timeout = '1s';
ALTER ROLE anling_feed   SET statement_timeout = '5s';
ALTER ROLE anling_feed   SET lock_timeout = '2s';
ALTER ROLE anling_feed   SET idle_in_transaction_session_timeout = '5s';
ALTER ROLE anling_api    SET statement_timeout = '10s';
ALTER ROLE anling_api    SET lock_timeout = '3s';
ALTER ROLE anling_api    SET idle_in_transaction_session_timeout = '5s';
