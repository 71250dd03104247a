import type { Assignment, Incident, Offer, Person } from '@/wire/incident';

/** What of the live picture concerns one person on a phone. Pure. */

export interface Asked {
  readonly incident: Incident;
  readonly offer: Offer;
}

export interface Mission {
  readonly incident: Incident;
  readonly assignment: Assignment;
}

const HOLDING: readonly Assignment['state'][] = ['ACCEPTED', 'EN_ROUTE', 'ON_SCENE'];

export function holds(assignment: Assignment): boolean {
  return HOLDING.includes(assignment.state);
}

/** Offers that ring for me: a real one before a drill, the gravest first, then the one that ends first. */
export function ringingFor(me: string, incidents: Iterable<Incident>, now: number): Asked[] {
  const asked: Asked[] = [];
  for (const incident of incidents) {
    if (incident.state !== 'OPEN') continue;
    for (const offer of incident.offers) {
      if (offer.responder.id !== me || offer.state !== 'PENDING') continue;
      if ((offer.expiresAt ?? Infinity) <= now) continue;
      asked.push({ incident, offer });
    }
  }
  return asked.sort(
    (a, b) =>
      Number(a.incident.drill) - Number(b.incident.drill) ||
      a.incident.priority.localeCompare(b.incident.priority) ||
      (a.offer.expiresAt ?? 0) - (b.offer.expiresAt ?? 0),
  );
}

/** What I am in now; a real one before a drill. */
export function missionOf(me: string, incidents: Iterable<Incident>): Mission | undefined {
  const missions: Mission[] = [];
  for (const incident of incidents) {
    if (incident.state !== 'OPEN') continue;
    for (const assignment of incident.assignments) {
      if (assignment.responder.id === me && holds(assignment)) missions.push({ incident, assignment });
    }
  }
  return missions.sort((a, b) => Number(a.incident.drill) - Number(b.incident.drill))[0];
}

/** Everybody else who holds a role in it. */
export function othersIn(me: string, incident: Incident): Assignment[] {
  return incident.assignments.filter((each) => each.responder.id !== me && holds(each));
}

export type Ending = 'taken' | 'over' | 'lapsed' | 'called_off' | 'relieved';

/** What became of an offer that rings no more and that I did not answer. */
export function endingOf(
  offer: string,
  me: string,
  incident: Incident | undefined,
): { ending: Ending; by?: Person } {
  if (!incident || incident.state === 'STOOD_DOWN') return { ending: 'over' };
  const mine = incident.offers.find((each) => each.id === offer);
  const holder = incident.assignments.find(
    (each) =>
      mine !== undefined &&
      each.role === mine.role &&
      each.slot === mine.slot &&
      each.responder.id !== me &&
      holds(each),
  );
  return holder ? { ending: 'taken', by: holder.responder } : { ending: 'lapsed' };
}

/** Why I am no longer on it; nothing where I said so myself, or where another only comes first. */
export function endingOfMission({ assignment }: Mission, incident: Incident | undefined): Ending | undefined {
  const mine = incident?.assignments.find(({ id }) => id === assignment.id);
  if (mine?.whyEnded === 'DONE' || mine?.whyEnded === 'GIVEN_BACK') return undefined;
  if (incident?.state === 'STOOD_DOWN') return 'called_off';
  return mine && holds(mine) ? undefined : 'relieved';
}

/** Share of the offer's time that is left, in [0, 1]. */
export function shareLeft(offer: Offer, now: number): number {
  const { madeAt, expiresAt } = offer;
  if (madeAt === undefined || expiresAt === undefined || expiresAt <= madeAt) return 1;
  return Math.min(1, Math.max(0, (expiresAt - now) / (expiresAt - madeAt)));
}

/** Only a building's word: what may stand in a link to somebody else's map. */
export function buildingWord(label: string | undefined): string {
  return label?.trim().split(/\s+/)[0] ?? '';
}
