-- A person's slips are written anew as a whole, so that one that no longer
-- counts does not stay; they are found by the person for it.
CREATE INDEX slip_person ON slip (person);

-- How far a visit's record has got is asked for the visit alone: one that was
-- moved stands in another person's file.
CREATE INDEX act_visit ON act (visit) WHERE visit IS NOT NULL;
