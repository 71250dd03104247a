-- A notice to the desk says what it asks of them: to telephone, and whom.
ALTER TABLE outbox ADD COLUMN prompt text CHECK (prompt IN ('CALL_120', 'CALL_119', 'CALL_110', 'PHONE_RESIDENT'));
