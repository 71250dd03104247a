import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { freshKey } from '@/api/client';
import type { Schemas } from '@/api/client';
import { decodeIncident } from '@/wire/incident';
import type { ChosenDisposition, Equipment, Incident, Priority, Role, SayableNeed } from '@/wire/incident';
import { Problem } from '@/wire/problem';
import type { Reader } from '@/wire/reader';
import { useLive } from './live';
import { useSession } from './session';

export type Act =
  | 'acknowledge'
  | 'escalate'
  | 'notes'
  | 'call'
  | 'stand-down'
  | 'assign'
  | 'priority'
  | 'call-more'
  | 'lendings'
  | 'merge'
  | 'take-away'
  | 'check-in';

type AssignmentAct = Extract<Act, 'take-away' | 'check-in'>;
/** Named by its path. How a call ended is a note, and yet an act of its own: it may fail while a note is saved. */
type IncidentAct = Exclude<Act, AssignmentAct | 'call'>;

type ActBody =
  | Schemas['Note']
  | Schemas['StandDown']
  | Schemas['Assign']
  | Schemas['NewPriority']
  | Schemas['MoreHands']
  | Schemas['MergeInto']
  | Schemas['Reason']
  | { readonly community: string }
  | Record<string, never>;

/** What the act is done to: the incident, or one person's place in it. */
type Target =
  | { readonly path: `/api/v1/incidents/{id}/${IncidentAct}`; readonly id: string }
  | { readonly path: `/api/v1/assignments/{id}/${AssignmentAct}`; readonly id: string };

export type CallableRole = Exclude<Role, 'OTHER' | 'FAMILY'>;

export type ActState =
  | { readonly state: 'pending' }
  | { readonly state: 'done'; readonly at: number }
  | { readonly state: 'failed'; readonly problem: Problem; readonly again: () => Promise<boolean> };

/**
 * A coordinator's acts. Each intention gets one idempotency key, so that pressing "again" after a lost answer does
 * the thing once; a failure stays on the screen until it is tried again or put away.
 */
export const useActs = defineStore('acts', () => {
  const session = useSession();
  const live = useLive();
  const states = shallowReactive(new Map<string, ActState>());

  const keyOf = (incident: string, act: Act): string => `${incident}/${act}`;

  function stateOf(incident: string, act: Act): ActState | undefined {
    return states.get(keyOf(incident, act));
  }

  async function perform(incident: string, act: IncidentAct, body: ActBody): Promise<boolean> {
    return begin(incident, act, { path: `/api/v1/incidents/{id}/${act}`, id: incident }, body);
  }

  async function performOn(
    incident: string,
    assignment: string,
    act: AssignmentAct,
    body: ActBody,
  ): Promise<boolean> {
    return begin(incident, act, { path: `/api/v1/assignments/{id}/${act}`, id: assignment }, body);
  }

  async function begin(incident: string, act: Act, target: Target, body: ActBody): Promise<boolean> {
    if (stateOf(incident, act)?.state === 'pending') return false;
    return attempt(incident, act, target, body, freshKey());
  }

  async function attempt(
    incident: string,
    act: Act,
    target: Target,
    body: ActBody,
    idempotencyKey: string,
  ): Promise<boolean> {
    const key = keyOf(incident, act);
    states.set(key, { state: 'pending' });
    try {
      const answer = await session.api.call({
        method: 'post',
        path: target.path,
        at: { id: target.id },
        body,
        idempotencyKey,
        read: incidentIfAny,
      });
      if (answer) live.learn(answer);
      states.set(key, { state: 'done', at: live.now });
      return true;
    } catch (failure) {
      const problem =
        failure instanceof Problem
          ? failure
          : new Problem(0, 'unreachable', 'unreachable', undefined, undefined);
      const again = () => attempt(incident, act, target, body, problem.passing ? idempotencyKey : freshKey());
      states.set(key, { state: 'failed', problem, again });
      return false;
    }
  }

  function putAway(incident: string, act: Act): void {
    states.delete(keyOf(incident, act));
  }

  session.onEnded(() => states.clear());

  return {
    states,
    stateOf,
    putAway,
    acknowledge: (incident: string) => perform(incident, 'acknowledge', {}),
    escalate: (incident: string) => perform(incident, 'escalate', {}),
    note: (incident: string, text: string) => perform(incident, 'notes', { text }),
    writeCall: (incident: string, text: string) =>
      begin(incident, 'call', { path: '/api/v1/incidents/{id}/notes', id: incident }, { text }),
    standDown: (incident: string, disposition: ChosenDisposition, note: string) =>
      perform(incident, 'stand-down', note === '' ? { disposition } : { disposition, note }),
    assign: (incident: string, responder: string, role: Exclude<Role, 'OTHER'>, slot = 1) =>
      perform(incident, 'assign', slot === 1 ? { responder, role } : { responder, role, slot }),
    /** Whoever holds the place loses it. */
    assignInstead: (incident: string, responder: string, role: Exclude<Role, 'OTHER'>) =>
      perform(incident, 'assign', { responder, role, instead: true }),
    /** @param need what leads from now on; as it is, when left out */
    changePriority: (incident: string, priority: Priority, need: SayableNeed | undefined, reason: string) =>
      perform(incident, 'priority', need === undefined ? { priority, reason } : { priority, need, reason }),
    callMore: (incident: string, role: CallableRole, people: number, brings: Equipment | undefined) =>
      perform(incident, 'call-more', brings === undefined ? { role, people } : { role, people, brings }),
    /** Calls a community beside into it. */
    lend: (incident: string, community: string) => perform(incident, 'lendings', { community }),
    merge: (incident: string, into: string) => perform(incident, 'merge', { into }),
    takeAway: (incident: string, assignment: string, reason: string) =>
      performOn(incident, assignment, 'take-away', { reason }),
    heardFrom: (incident: string, assignment: string) => performOn(incident, assignment, 'check-in', {}),
  };
});

/** Some acts answer with the incident, some with what they made: both are fine, the feed tells the rest. */
function incidentIfAny(reader: Reader): Incident | undefined {
  return reader.has('openedAt') && reader.has('priority') ? decodeIncident(reader) : undefined;
}
