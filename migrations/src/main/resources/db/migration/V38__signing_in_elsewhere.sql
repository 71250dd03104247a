-- Answers of a provider that signed somebody in (ops/adr/0019): each once, on whichever node. Written only for an answer
-- that was right, so strangers fill nothing; forgotten when its attempt would be too old anyway.
CREATE TABLE used_sign_ins (
    answer_hash bytea PRIMARY KEY,
    forget_at   timestamptz NOT NULL
);
CREATE INDEX used_sign_ins_by_end ON used_sign_ins (forget_at);
GRANT SELECT, INSERT, DELETE ON used_sign_ins TO anling_api;
SELECT guard('used_sign_ins');
SELECT guard_gate('used_sign_ins');
