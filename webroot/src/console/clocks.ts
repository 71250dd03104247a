import type { Incident, ResponseClock } from '@/wire/incident';

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

/** Undefined when no doctor was promised: nobody rings one for a flat battery or a leaking pipe. */
export function doctorClock(incident: Incident, now: number): PromiseClock | undefined {
  return read(incident.clocks.doctor, now);
}

/** Undefined when nobody has to come to the door. */
export function doorClock(incident: Incident, now: number): PromiseClock | undefined {
  return read(incident.clocks.door, now);
}

/** The server says when it began, when it is due and how it ended; only the running second is counted here. */
function read(clock: ResponseClock | undefined, now: number): PromiseClock | undefined {
  if (!clock) return undefined;
  const goalMs = clock.dueAt - clock.startedAt;
  const elapsedMs = Math.max(0, (clock.stoppedAt ?? now) - clock.startedAt);
  if (clock.kept !== undefined) return { state: clock.kept ? 'kept' : 'missed', elapsedMs, goalMs };
  const within = elapsedMs <= goalMs;
  if (within && clock.stoppedAt !== undefined) return { state: 'stopped', elapsedMs, goalMs };
  return { state: within ? 'running' : 'late', elapsedMs, goalMs };
}
