-- unread are the events of a type or version that the program which took them did
-- not know, in a file of its kind. The first program that knows one folds it and
-- takes it away here.
CREATE TABLE unread (
	event INTEGER PRIMARY KEY REFERENCES event
) STRICT;

-- What the programs before this schema knew.
INSERT INTO unread SELECT e.id FROM event e JOIN word t ON t.id = e.type WHERE e.content IS NOT NULL
	AND (e.version <> 1 OR t.text NOT IN (
	'case.lapsed', 'centre.recorded', 'codes.recorded', 'community.recorded', 'consent.given', 'consent.refused',
	'consent.withdrawn', 'employer.closed', 'employer.recorded', 'event.set_aside', 'event.upheld',
	'membership.applied', 'membership.approved', 'membership.auto_exited', 'membership.described',
	'membership.died', 'membership.exited', 'membership.expelled', 'membership.refused', 'membership.restored',
	'membership.retained', 'membership.review_granted', 'membership.routed', 'membership.withdrawn',
	'number.replaced', 'person.changed', 'person.identity_confirmed', 'person.linked', 'person.registered',
	'person.unlinked', 'person.viewed', 'reminder.done', 'reminder.set', 'residence.accepted',
	'residence.approved', 'residence.completed', 'residence.described', 'residence.filed',
	'residence.not_accepted', 'residence.refused', 'residence.review_started', 'residence.supplement_asked',
	'residence.supplemented', 'residence.withdrawn', 'service.assigned', 'service.done', 'service.linked',
	'service.opened', 'service.rated', 'service.referred', 'service.rejected', 'service.started',
	'service.waiting', 'service.withdrawn', 'slip.issued', 'slip.printed', 'staff.appointed', 'staff.disabled',
	'transfer.cancelled', 'transfer.proposed', 'transfer.received', 'transfer.released', 'transfer.returned',
	'transfer.timed_out', 'transfer.unconfirmed', 'union.dissolved', 'union.recorded', 'visit.closed',
	'visit.moved', 'visit.opened'));
