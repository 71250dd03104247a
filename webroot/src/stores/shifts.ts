import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { freshKey } from '@/api/client';
import { decodePage } from '@/wire/people';
import { Problem } from '@/wire/problem';
import { decodeShift } from '@/wire/shift';
import type { ShiftHandover } from '@/wire/shift';
import { useSession } from './session';

const SHOWN = 10;

/** Who gave the desk to whom; giving and taking it. */
export const useShifts = defineStore('shifts', () => {
  const session = useSession();
  const latest = shallowRef<readonly ShiftHandover[]>([]);
  const problem = shallowRef<Problem>();
  const pending = ref(false);

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    if (pending.value) return false;
    pending.value = true;
    problem.value = undefined;
    try {
      await act();
      const { items } = await session.api.call({
        method: 'get',
        path: '/api/v1/shift-handovers',
        query: { limit: SHOWN },
        read: decodePage(decodeShift),
      });
      latest.value = items;
      return true;
    } catch (failure) {
      problem.value =
        failure instanceof Problem
          ? failure
          : new Problem(0, 'unreachable', 'unreachable', undefined, undefined);
      return false;
    } finally {
      pending.value = false;
    }
  }

  session.onEnded(() => (latest.value = []));

  return {
    latest,
    problem,
    pending,
    load: () => attempt(() => Promise.resolve()),
    give: (note: string) =>
      attempt(() =>
        session.api.call({
          method: 'post',
          path: '/api/v1/shift-handovers',
          body: { note },
          idempotencyKey: freshKey(),
          read: decodeShift,
        }),
      ),
    take: (id: string) =>
      attempt(() =>
        session.api.call({
          method: 'post',
          path: '/api/v1/shift-handovers/{id}/accept',
          at: { id },
          body: {},
          idempotencyKey: freshKey(),
          read: decodeShift,
        }),
      ),
  };
});
