-- Residents are found by the sound of their names, known to other registers by a name of theirs, and can be forgotten.

ALTER TABLE residents
    -- What typed letters are looked for in: pinyin without spaces and initials, in every reading we know of.
    ADD COLUMN pinyin_keys text NOT NULL DEFAULT '',
    -- How the office's own list calls them: a sheet sent twice registers nobody twice.
    ADD COLUMN external_id text,
    -- Since when nothing here names anybody any more.
    ADD COLUMN erased_at   timestamptz;
CREATE UNIQUE INDEX one_resident_per_external_id ON residents (community, external_id) WHERE external_id IS NOT NULL;
UPDATE residents SET pinyin_keys = concat_ws(' ', lower(replace(pinyin, ' ', '')), (
        SELECT string_agg(left(word, 1), '' ORDER BY place)
          FROM regexp_split_to_table(lower(pinyin), '\s+') WITH ORDINALITY w (word, place)))
 WHERE pinyin <> '';
