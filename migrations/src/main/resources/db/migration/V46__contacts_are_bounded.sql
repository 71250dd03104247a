-- A list of contacts is read whole, on a screen and in a sheet, so it has an end: twenty. After, not before: an import's
-- "insert or change" is no new one where it changes. Whoever adds holds the resident's row, so nobody counts past another.
CREATE FUNCTION refuse_more_contacts() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF (SELECT count(*) FROM contacts WHERE resident = NEW.resident) > 20 THEN
        RAISE EXCEPTION 'a resident has at most 20 contacts' USING ERRCODE = 'AN001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER at_most_twenty AFTER INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION refuse_more_contacts();
