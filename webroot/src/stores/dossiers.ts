import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { decodeDossier } from '@/wire/dossier';
import type { Dossier } from '@/wire/dossier';
import { Problem } from '@/wire/problem';
import { steadyNow } from '@/app/time/steady';
import { useLive } from './live';
import { useSession } from './session';

/** Coming back to an incident within this time shows what was read; each reading is a recorded look at a person. */
const GOOD_FOR_MS = 10 * 60_000;
/** A file nobody has looked at for so long is no longer in memory. */
const KEPT_MS = 10 * 60_000;
const SWEEP_MS = 60_000;

export type Reading =
  | { readonly state: 'loading' }
  | {
      readonly state: 'ready';
      readonly dossier: Dossier;
      readonly readAt: number;
      readonly readSteady: number;
    }
  | { readonly state: 'failed'; readonly problem: Problem };

/** Dossiers read at this desk. In memory only; forgotten when the incident is left for long or the person signs out. */
export const useDossiers = defineStore('dossiers', () => {
  const session = useSession();
  const live = useLive();
  const readings = shallowReactive(new Map<string, Reading>());

  const lastLook = new Map<string, number>();
  let looked: string | undefined;

  /** Reads it unless a recent reading is here or on its way. */
  async function open(incident: string): Promise<void> {
    look(incident);
    const known = readings.get(incident);
    if (known?.state === 'loading') return;
    if (known?.state === 'ready' && steadyNow() - known.readSteady < GOOD_FOR_MS) return;
    await read(incident);
  }

  function look(incident: string | undefined): void {
    if (looked !== undefined) lastLook.set(looked, steadyNow());
    looked = incident;
  }

  function forgetLeft(): void {
    look(looked);
    for (const id of readings.keys()) {
      if (steadyNow() - (lastLook.get(id) ?? 0) <= KEPT_MS) continue;
      readings.delete(id);
      lastLook.delete(id);
    }
  }

  function forgetAll(): void {
    readings.clear();
    lastLook.clear();
    looked = undefined;
  }

  async function read(incident: string): Promise<void> {
    if (readings.get(incident)?.state !== 'ready') readings.set(incident, { state: 'loading' });
    try {
      const dossier = await session.api.call({
        method: 'get',
        path: '/api/v1/incidents/{id}/dossier',
        at: { id: incident },
        read: decodeDossier,
      });
      if (!readings.has(incident)) return; // signed out, or left for long, meanwhile
      readings.set(incident, { state: 'ready', dossier, readAt: live.now, readSteady: steadyNow() });
    } catch (failure) {
      const problem =
        failure instanceof Problem
          ? failure
          : new Problem(0, 'unreachable', 'unreachable', undefined, undefined);
      if (readings.has(incident)) readings.set(incident, { state: 'failed', problem });
    }
  }

  setInterval(forgetLeft, SWEEP_MS);
  session.onEnded(forgetAll);

  return { readings, open, read, leave: () => look(undefined) };
});
