-- A machine whose part of the tree is one building keeps the devices of the people who live there, too. Where they live is
-- no machine's to read, so it is looked up past the policies, once for a statement, and for machines alone.
CREATE FUNCTION is_machine() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT FROM accounts a WHERE a.id = acting_account() AND a.role = 'INTEGRATOR')
$$;
CREATE FUNCTION kept_by_machine() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT is_machine() THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT d.id FROM devices d JOIN residents r ON r.id = d.resident
                  WHERE r.building = ANY (in_scope('registry')));
END $$;
REVOKE ALL ON FUNCTION is_machine(), kept_by_machine() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_machine(), kept_by_machine() TO anling_api;
CREATE POLICY of_a_building ON devices FOR SELECT TO anling_api USING (id = ANY ((SELECT kept_by_machine())::uuid[]));
