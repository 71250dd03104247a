-- A maker's machine reads the devices of its part of the tree; it registers new ones if its grant says so. Held here, too:
-- whoever serves cannot write a device for a machine that was not granted it.
ALTER TABLE accounts
    ADD COLUMN registers_devices boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT only_machines_are_granted_it CHECK (role = 'INTEGRATOR' OR NOT registers_devices);

CREATE FUNCTION may_register() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM accounts a
                        WHERE a.id = acting_account() AND a.role = 'INTEGRATOR' AND NOT a.registers_devices);
END $$;
REVOKE ALL ON FUNCTION may_register() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_register() TO anling_api;
CREATE POLICY granted ON devices AS RESTRICTIVE FOR INSERT TO anling_api WITH CHECK ((SELECT may_register()));
CREATE POLICY kept ON devices AS RESTRICTIVE FOR UPDATE TO anling_api
    USING (NOT EXISTS (SELECT FROM accounts a WHERE a.id = (SELECT acting_account()) AND a.role = 'INTEGRATOR'));
