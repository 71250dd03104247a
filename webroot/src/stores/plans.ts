import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { listPlans } from '@/admin/plans/plans';
import type { Plan } from '@/admin/plans/plans';
import { steadyNow } from '@/app/time/steady';
import { useSession } from './session';

/** A plan is changed by day, with thought; a desk that is open for weeks learns of it within minutes. */
const FRESH_MS = 5 * 60_000;

/** The response plans of the communities whose incidents are looked at. A convenience: without them nothing is missing. */
export const usePlans = defineStore('plans', () => {
  const session = useSession();
  const known = shallowReactive(new Map<string, readonly Plan[]>());
  const readAt = new Map<string, number>();

  async function follow(community: string): Promise<void> {
    if (steadyNow() - (readAt.get(community) ?? -Infinity) < FRESH_MS) return;
    readAt.set(community, steadyNow());
    try {
      known.set(community, await listPlans(session.api, community));
    } catch {
      readAt.delete(community);
    }
  }

  session.onEnded(() => {
    known.clear();
    readAt.clear();
  });

  return { known, follow };
});
