-- Whoever may see the resident may see, and write down, what they said.
CREATE POLICY theirs ON consents TO anling_api USING (EXISTS (SELECT FROM residents r WHERE r.id = resident));
