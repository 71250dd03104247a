import type { Assignment, Incident, Offer, OfferState, Role } from '@/wire/incident';

/** One person in a response: their assignment if they took one, else how their offer stands. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly role: Role;
  readonly slot: number;
  readonly offer: Offer | undefined;
  readonly assignment: Assignment | undefined;
  readonly tone: 'on_scene' | 'coming' | 'asked' | 'gone';
}

const TONES: readonly Line['tone'][] = ['on_scene', 'coming', 'asked', 'gone'];

/** Who is there, who is coming, who has been asked, who will not come: in this order. */
export function responseOf(incident: Incident): Line[] {
  const lines: Line[] = [];
  const taken = new Set<string>();
  for (const assignment of incident.assignments) {
    const key = `${assignment.responder.id}/${assignment.role}`;
    taken.add(key);
    lines.push({
      key: assignment.id,
      name: assignment.responder.name,
      role: assignment.role,
      slot: assignment.slot,
      offer: incident.offers.find(
        (offer) => offer.responder.id === assignment.responder.id && offer.role === assignment.role,
      ),
      assignment,
      tone: toneOfAssignment(assignment),
    });
  }
  for (const offer of latestOffers(incident.offers)) {
    if (taken.has(`${offer.responder.id}/${offer.role}`)) continue;
    if (offer.state === 'PENDING' && hasAnswered(incident, offer.responder.id)) continue;
    lines.push({
      key: offer.id,
      name: offer.responder.name,
      role: offer.role,
      slot: offer.slot,
      offer,
      assignment: undefined,
      tone: toneOfOffer(offer.state),
    });
  }
  return lines.sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone) || a.role.localeCompare(b.role));
}

/** Who has a role, or took notice of it at the desk, is waited for no longer, whatever else their phone asks. */
export function hasAnswered(incident: Incident, person: string): boolean {
  const { acknowledged } = incident;
  return acknowledged?.by?.id === person || goes(incident, person);
}

/** Who has a place in it now, in whatever role. */
export function goes({ assignments }: Incident, person: string): boolean {
  return assignments.some(
    (assignment) => assignment.responder.id === person && toneOfAssignment(assignment) !== 'gone',
  );
}

/** The first place of a role that nobody stands in. */
export function freeSlot({ assignments }: Incident, role: Role): number {
  const held = new Set(
    assignments
      .filter((assignment) => assignment.role === role && toneOfAssignment(assignment) !== 'gone')
      .map(({ slot }) => slot),
  );
  let slot = 1;
  while (held.has(slot)) slot++;
  return slot;
}

/** How far help in person has got. `done`: somebody came and everybody has finished. */
export type Help = 'nobody' | 'coming' | 'there' | 'done';

/** Who has to come to a door counts; where nobody has to, the doctor does. Silence on scene is not help. */
export function helpOf({ assignments, clocks }: Incident): Help {
  const hands = assignments.filter(
    ({ role, alarmedAt }) =>
      role !== 'COORDINATOR' && alarmedAt === undefined && (role !== 'DOCTOR' || !clocks.door),
  );
  const tones = hands.map(toneOfAssignment);
  if (tones.includes('on_scene')) return 'there';
  if (tones.includes('coming')) return 'coming';
  if (!hands.some(({ state }) => state === 'CLEARED')) return 'nobody';
  return assignments.every((assignment) => toneOfAssignment(assignment) === 'gone') ? 'done' : 'there';
}

/** By the last estimate's hour of arrival, so that it shrinks while they walk; a bare estimate stands still. */
export function remainingSeconds(
  coming: Pick<Assignment, 'expectedAt' | 'etaSeconds'>,
  now: number,
): number | undefined {
  if (coming.expectedAt === undefined) return coming.etaSeconds;
  return Math.max(0, Math.ceil((coming.expectedAt - now) / 1000));
}

/** A ladder that repeats asks the same person again: only the last time counts. */
function latestOffers(offers: readonly Offer[]): Offer[] {
  const latest = new Map<string, Offer>();
  for (const offer of offers) {
    const key = `${offer.responder.id}/${offer.role}`;
    const known = latest.get(key);
    if (!known || (offer.madeAt ?? 0) >= (known.madeAt ?? 0)) latest.set(key, offer);
  }
  return [...latest.values()];
}

function toneOfAssignment(assignment: Assignment): Line['tone'] {
  switch (assignment.state) {
    case 'ON_SCENE':
      return 'on_scene';
    case 'ACCEPTED':
    case 'EN_ROUTE':
      // A doctor who has accepted is with the resident: there is no road between them.
      return assignment.role === 'DOCTOR' ? 'on_scene' : 'coming';
    case 'CLEARED':
    case 'RELEASED':
      return 'gone';
  }
}

function toneOfOffer(state: OfferState): Line['tone'] {
  return state === 'PENDING' ? 'asked' : state === 'ACCEPTED' ? 'coming' : 'gone';
}
