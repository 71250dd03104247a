-- In another life of the database numbers may be of a past that was lost: screens begin anew.
UPDATE feed_heads SET epoch = gen_random_uuid(), life = database_life() WHERE life <> database_life();
