import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { decodeLook } from '@/wire/look';
import type { Look } from '@/wire/look';
import { decodePage } from '@/wire/people';
import { Problem } from '@/wire/problem';
import { useSession } from './session';

/** As many as a thumb scrolls through at once. */
const PAGE_LOOKS = 20;

/** Who looked at what is known of one's elder's health, newest first. In memory only. */
export const useLooks = defineStore('looks', () => {
  const session = useSession();
  /** Absent until it is known; empty when nobody looked. */
  const looks = shallowRef<readonly Look[]>();
  const next = ref<string>();
  const pending = ref(false);
  const problem = shallowRef<Problem>();

  /** From the newest on. What is shown stays until the answer is there. */
  const load = (): Promise<void> => read(undefined);

  async function more(): Promise<void> {
    if (next.value !== undefined) await read(next.value);
  }

  async function read(cursor: string | undefined): Promise<void> {
    const id = session.me?.resident;
    if (id === undefined || pending.value) return;
    pending.value = true;
    try {
      const page = await session.api.call({
        method: 'get',
        path: '/api/v1/residents/{id}/access-log',
        at: { id },
        query: { limit: PAGE_LOOKS, cursor },
        read: decodePage(decodeLook),
      });
      // Whoever left meanwhile leaves nothing for the next one on this phone.
      if (session.me?.resident !== id) return;
      looks.value = cursor === undefined ? page.items : [...(looks.value ?? []), ...page.items];
      next.value = page.next;
      problem.value = undefined;
    } catch (failure) {
      problem.value =
        failure instanceof Problem
          ? failure
          : new Problem(0, 'unreachable', 'unreachable', undefined, undefined);
    } finally {
      pending.value = false;
    }
  }

  session.onEnded(() => {
    looks.value = undefined;
    next.value = undefined;
    problem.value = undefined;
  });

  return { looks, next, pending, problem, load, more };
});
