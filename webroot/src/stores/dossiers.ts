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

  /** Reads it unless a recent reading is here or on its way. */
  async function open(incident: string): Promise<void> {
    const known = readings.get(incident);
    if (known?.state === 'loading') return;
    if (known?.state === 'ready' && steadyNow() - known.readSteady < GOOD_FOR_MS) return;
    await read(incident);
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
      readings.set(incident, { state: 'ready', dossier, readAt: live.now, readSteady: steadyNow() });
    } catch (failure) {
      const problem =
        failure instanceof Problem
          ? failure
          : new Problem(0, 'unreachable', 'unreachable', undefined, undefined);
      readings.set(incident, { state: 'failed', problem });
    }
  }

  session.onEnded(() => readings.clear());

  return { readings, open, read };
});
