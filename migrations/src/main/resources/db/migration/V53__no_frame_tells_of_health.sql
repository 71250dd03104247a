-- What screens were sent is kept to be sent again. It named reasons that say something of somebody's health (frail, NEWS2,
-- in hospital); those are read with the dossier alone, as a recorded look.
UPDATE incident_events
   SET view = (view::jsonb || jsonb_build_object('reasons', (view::jsonb -> 'reasons') - ARRAY[
                   'NEWS2_SEVEN_OR_MORE', 'NEWS2_FIVE_OR_SIX', 'NEWS2_SINGLE_THREE', 'FRAIL', 'RESIDENT_IN_HOSPITAL']))::json
 WHERE view::text ~ '"(NEWS2_[A-Z_]+|FRAIL|RESIDENT_IN_HOSPITAL)"' AND jsonb_typeof(view::jsonb -> 'reasons') = 'array';
