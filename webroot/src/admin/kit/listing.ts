import { computed, ref, shallowRef } from 'vue';
import type { ComputedRef, Ref, ShallowRef } from 'vue';
import type { Page } from '@/wire/people';
import { Problem } from '@/wire/problem';

export interface Listing<T> {
  readonly items: ShallowRef<readonly T[]>;
  readonly state: Ref<'loading' | 'ready' | 'failed'>;
  readonly problem: ShallowRef<unknown>;
  readonly hasMore: ComputedRef<boolean>;
  /** From the first page on; an answer to an older question is dropped. */
  readonly reload: () => Promise<void>;
  readonly more: () => Promise<void>;
}

/** A list read page by page. */
export function useListing<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Listing<T> {
  const items = shallowRef<readonly T[]>([]);
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const problem = shallowRef<unknown>();
  const next = shallowRef<string>();
  let question = 0;

  async function read(cursor: string | undefined): Promise<void> {
    const mine = ++question;
    state.value = 'loading';
    try {
      const page = await load(cursor);
      if (mine !== question) return;
      items.value = cursor === undefined ? page.items : [...items.value, ...page.items];
      next.value = page.next;
      problem.value = undefined;
      state.value = 'ready';
    } catch (failure) {
      if (mine !== question) return;
      if (!(failure instanceof Problem)) throw failure;
      problem.value = failure;
      state.value = 'failed';
    }
  }

  return {
    items,
    state,
    problem,
    hasMore: computed(() => next.value !== undefined),
    reload: () => read(undefined),
    more: async () => {
      if (next.value !== undefined && state.value === 'ready') await read(next.value);
    },
  };
}
