import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { nothing } from '@/api/client';
import { decodeLendings } from '@/wire/lending';
import type { Lendings } from '@/wire/lending';
import type { Incident } from '@/wire/incident';
import { Problem } from '@/wire/problem';
import { useLive } from './live';
import { useSession } from './session';

/** Which communities came into an incident, and which could. */
export const useLendings = defineStore('lendings', () => {
  const session = useSession();
  const live = useLive();
  const known = shallowReactive(new Map<string, Lendings>());

  /** Whether it is this desk's own: what another community lent its people to is commanded there. */
  function isOurs(incident: Incident): boolean {
    return (
      incident.lentTo === undefined ||
      (session.me?.communities ?? []).some(({ id }) => id === incident.community)
    );
  }

  /** Who may not read it — a desk of one building — has none. */
  async function load(incident: string): Promise<void> {
    try {
      const lendings = await session.api.call({
        method: 'get',
        path: '/api/v1/incidents/{id}/lendings',
        at: { id: incident },
        read: decodeLendings,
      });
      known.set(incident, lendings);
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      if (refused.status === 404) known.delete(incident);
    }
  }

  async function takeBack(incident: string, community: string): Promise<void> {
    await session.api.call({
      method: 'delete',
      path: '/api/v1/incidents/{id}/lendings/{to}',
      at: { id: incident, to: community },
      read: nothing,
    });
    await load(incident);
  }

  live.onNews((news) => {
    for (const { incident, event } of news) {
      const told = event === 'incident.lent' || event === 'incident.taken_back';
      if (told || known.has(incident.id)) void load(incident.id);
    }
  });
  session.onEnded(() => known.clear());

  return { known, isOurs, load, takeBack };
});
