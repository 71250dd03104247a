import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { freshKey, nothing } from '@/api/client';
import type { Schemas } from '@/api/client';
import { Problem } from '@/wire/problem';
import { useSession } from './session';

export type AbsenceKind = Schemas['Absence']['kind'];

export type UpkeepState = 'pending' | 'done' | Problem;

/**
 * What the desk writes down about devices and absences while it has somebody on the line: work on a device, a test press
 * that is announced, somebody who is away. Of devices the feed tells what became of it; an absence that was written here
 * stands until the dossier is read again.
 */
export const useUpkeep = defineStore('upkeep', () => {
  const session = useSession();
  /** By what it was done to. */
  const states = shallowReactive(new Map<string, UpkeepState>());
  /** Resident → away or in hospital; `undefined`: back home. */
  const absences = shallowReactive(new Map<string, AbsenceKind | undefined>());

  async function attempt(key: string, call: () => Promise<unknown>, then: () => void): Promise<boolean> {
    if (states.get(key) === 'pending') return false;
    states.set(key, 'pending');
    try {
      await call();
      then();
      states.set(key, 'done');
      return true;
    } catch (failure) {
      states.set(
        key,
        failure instanceof Problem
          ? failure
          : new Problem(0, 'unreachable', 'unreachable', undefined, undefined),
      );
      return false;
    }
  }

  /** The next press of this device, and no other, is a test. */
  function announceTest(device: string): Promise<boolean> {
    return attempt(
      `test/${device}`,
      () =>
        session.api.call({
          method: 'post',
          path: '/api/v1/devices/{id}/commands',
          at: { id: device },
          body: { command: 'test' },
          idempotencyKey: freshKey(),
          read: nothing,
        }),
      () => undefined,
    );
  }

  function maintain(device: string, until: number, reason: string): Promise<boolean> {
    const body = { until: new Date(until).toISOString(), reason };
    return attempt(
      `maintenance/${device}`,
      () =>
        session.api.call({
          method: 'put',
          path: '/api/v1/devices/{id}/maintenance',
          at: { id: device },
          body,
          read: nothing,
        }),
      () => undefined,
    );
  }

  function endMaintenance(device: string): Promise<boolean> {
    return attempt(
      `maintenance/${device}`,
      () =>
        session.api.call({
          method: 'delete',
          path: '/api/v1/devices/{id}/maintenance',
          at: { id: device },
          read: nothing,
        }),
      () => undefined,
    );
  }

  function leave(resident: string, kind: AbsenceKind, until: number, note: string): Promise<boolean> {
    const body = { kind, until: new Date(until).toISOString(), ...(note === '' ? {} : { note }) };
    return attempt(
      `absence/${resident}`,
      () =>
        session.api.call({
          method: 'put',
          path: '/api/v1/residents/{id}/absence',
          at: { id: resident },
          body,
          read: nothing,
        }),
      () => absences.set(resident, kind),
    );
  }

  function comeBack(resident: string): Promise<boolean> {
    return attempt(
      `absence/${resident}`,
      () =>
        session.api.call({
          method: 'delete',
          path: '/api/v1/residents/{id}/absence',
          at: { id: resident },
          read: nothing,
        }),
      () => absences.set(resident, undefined),
    );
  }

  /** The dossier was read again: it knows better. */
  function forget(): void {
    absences.clear();
    states.clear();
  }

  session.onEnded(forget);

  return {
    states,
    absences,
    announceTest,
    maintain,
    endMaintenance,
    leave,
    comeBack,
    forget,
  };
});
