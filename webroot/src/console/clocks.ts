import type { Incident } from '@/wire/incident';

/** The two promises of the house. */
export const DOCTOR_GOAL_MS = 10_000;
export const DOOR_GOAL_MS = 15 * 60_000;

/**
 * One promise to one resident: how much of it is used up and whether it was kept.
 * `running` and `late` still wait; `kept` and `missed` have happened; `stopped`: the incident ended before anybody
 * was due.
 */
export interface PromiseClock {
  readonly state: 'running' | 'late' | 'kept' | 'missed' | 'stopped';
  readonly elapsedMs: number;
  readonly goalMs: number;
}

/** Undefined when this incident needs no doctor: nobody rings one for a flat battery or a leaking pipe. */
export function doctorClock(incident: Incident, now: number): PromiseClock | undefined {
  const asked =
    incident.offers.some((offer) => offer.role === 'DOCTOR') ||
    incident.assignments.some((assignment) => assignment.role === 'DOCTOR');
  if (!asked && !(isGrave(incident) && incident.needs.includes('MEDICAL'))) return undefined;
  const taken = earliest(
    incident.assignments
      .filter((assignment) => assignment.role === 'DOCTOR' && assignment.state !== 'RELEASED')
      .map((assignment) => assignment.acceptedAt),
  );
  return clock(incident, taken, DOCTOR_GOAL_MS, now);
}

/** Undefined when nobody has to come to the door. */
export function doorClock(incident: Incident, now: number): PromiseClock | undefined {
  const hands = incident.assignments.filter(({ role }) => role === 'FIRST_HAND' || role === 'BRINGER');
  const asked =
    hands.length > 0 || incident.offers.some(({ role }) => role === 'FIRST_HAND' || role === 'BRINGER');
  if (!asked && !(isGrave(incident) && !incident.needs.includes('TECHNICAL'))) return undefined;
  return clock(incident, earliest(hands.map((hand) => hand.onSceneAt)), DOOR_GOAL_MS, now);
}

function isGrave(incident: Incident): boolean {
  return incident.priority === 'P1' || incident.priority === 'P2';
}

function clock(incident: Incident, doneAt: number | undefined, goalMs: number, now: number): PromiseClock {
  // An incident that ended stops its clocks: nobody is waiting any more.
  const until = doneAt ?? incident.stoodDownAt ?? now;
  const elapsedMs = Math.max(0, until - incident.openedAt);
  const within = elapsedMs <= goalMs;
  if (doneAt !== undefined) return { state: within ? 'kept' : 'missed', elapsedMs, goalMs };
  if (within && incident.state === 'STOOD_DOWN') return { state: 'stopped', elapsedMs, goalMs };
  return { state: within ? 'running' : 'late', elapsedMs, goalMs };
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
