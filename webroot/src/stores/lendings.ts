import { defineStore } from 'pinia';
import { nothing } from '@/api/client';
import { decodeLendings } from '@/wire/lending';
import type { Lendings } from '@/wire/lending';
import type { Incident } from '@/wire/incident';
import { Problem } from '@/wire/problem';
import { useFollowed } from './followed';
import { useSession } from './session';

/** Which communities came into an incident, and which could. */
export const useLendings = defineStore('lendings', () => {
  const session = useSession();
  const { known, follow, load } = useFollowed<Lendings>(async (incident, before) => {
    try {
      const told = await session.api.call({
        method: 'get',
        path: '/api/v1/incidents/{id}/lendings',
        at: { id: incident },
        read: decodeLendings,
      });
      return { told, whole: true };
    } catch (refused) {
      // Who may not read it — a desk of one building — has none.
      if (refused instanceof Problem && refused.status === 404) return { told: undefined, whole: true };
      return { told: before(), whole: false };
    }
  });

  /** Whether it is this desk's own: what another community lent its people to is commanded there. */
  function isOurs(incident: Incident): boolean {
    return (
      incident.lentTo === undefined ||
      (session.me?.communities ?? []).some(({ id }) => id === incident.community)
    );
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

  return { known, isOurs, follow, load, takeBack };
});
