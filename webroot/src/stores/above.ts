import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { readAll } from '@/api/pages';
import { decodePage, decodeResponderState } from '@/wire/people';
import type { ResponderState } from '@/wire/people';
import { useSession } from './session';

const ASK_EVERY_MS = 10_000;

/**
 * The street's people, whom a community's incidents ask too: its doctors above all. Its feed is not this desk's, so they
 * are asked for anew while somebody looks. Undefined while nobody knows: no doctor is something else than no answer.
 */
export const useAbove = defineStore('above', () => {
  const session = useSession();
  const heard = shallowRef<readonly ResponderState[]>();
  let asking: ReturnType<typeof setInterval> | undefined;

  const hasAbove = computed(() => {
    const nodes = session.me?.communities ?? [];
    const own = new Set(nodes.map(({ id }) => id));
    return nodes.some(({ parent }) => parent !== undefined && !own.has(parent));
  });
  const people = computed(() => (hasAbove.value ? heard.value : []));

  async function ask(): Promise<void> {
    if (!hasAbove.value) return;
    heard.value = await readAll((cursor) =>
      session.api.call({
        method: 'get',
        path: '/api/v1/responders',
        query: { above: true, cursor },
        read: decodePage(decodeResponderState),
      }),
    ).catch(() => undefined);
  }

  function follow(): void {
    leave();
    void ask();
    asking = setInterval(() => void ask(), ASK_EVERY_MS);
  }

  function leave(): void {
    clearInterval(asking);
    heard.value = undefined;
  }

  session.onEnded(leave);

  return { people, follow, leave };
});
