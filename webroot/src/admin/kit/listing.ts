import { computed, onMounted, reactive, ref, shallowRef, watch } from 'vue';
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

/** What people ask of a list, field by field; empty is not asked. */
type Questions = Record<string, string>;

export interface Asking<T, Q extends Questions> extends Listing<T> {
  readonly filter: Q;
  readonly filtered: ComputedRef<boolean>;
  /** Asks for everything again. */
  readonly widen: () => void;
}

/** Typing settles before the server is asked. */
export const SETTLE_MS = 250;

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

/** A list that is read when its page opens, and again when something else is asked of it. */
export function useAsking<T, Q extends Questions>(
  nothing: Q,
  load: (asked: Partial<Q>, cursor: string | undefined) => Promise<Page<T>>,
): Asking<T, Q> {
  const filter = reactive({ ...nothing }) as Q;
  const asked = computed(
    () =>
      Object.fromEntries(
        Object.entries(filter)
          .map(([name, text]) => [name, text.trim()])
          .filter(([, text]) => text !== ''),
      ) as Partial<Q>,
  );
  const listing = useListing((cursor) => load(asked.value, cursor));
  let waiting: ReturnType<typeof setTimeout> | undefined;

  watch(filter, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void listing.reload(), SETTLE_MS);
  });
  onMounted(listing.reload);

  return {
    ...listing,
    filter,
    filtered: computed(() => Object.keys(asked.value).length > 0),
    widen: () => void Object.assign(filter, nothing),
  };
}
