-- How far a visit has got is asked for the events of its acts; without this each
-- asking read all events there are.
CREATE INDEX event_act ON event (act);
