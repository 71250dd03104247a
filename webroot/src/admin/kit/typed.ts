import { nextTick, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { i18n } from '@/app/i18n';
import { ask } from './ask';

/** What a person typed, or a secret that is shown once; each has a question of its own. */
type Loss = 'drop' | 'dropSecret';

/** Whatever is open says whether something stands in it that is written down nowhere else. */
const open = new Map<() => boolean, Loss>();

export function useTyped(typed: () => boolean, loss: Loss = 'drop'): void {
  onMounted(() => open.set(typed, loss));
  onBeforeUnmount(() => open.delete(typed));
}

/** What would be lost now. */
function losses(): Set<Loss> {
  return new Set([...open].filter(([typed]) => typed()).map(([, loss]) => loss));
}

export function isTyped(): boolean {
  return losses().size > 0;
}

/** Asks before something is lost. @returns whether it may be */
export async function mayDrop(lost: Iterable<Loss> = losses()): Promise<boolean> {
  const { t } = i18n.global;
  for (const loss of lost) {
    const question = {
      text: t(`admin.${loss}.text`),
      yes: t(`admin.${loss}.yes`),
      no: t(`admin.${loss}.no`),
    };
    if ((await ask(question)) === undefined) return false;
    // The next question is a dialog of its own.
    await nextTick();
  }
  return true;
}

export interface Beside<T> {
  readonly open: ShallowRef<T | undefined>;
  /** Counts what was shown, so that the same thing shown again begins anew. */
  readonly turn: Ref<number>;
  readonly show: (what: T) => Promise<void>;
}

/** What stands beside a page's list, one thing at a time; the next one asks before something typed is lost by it. */
export function useBeside<T>(): Beside<T> {
  const open: ShallowRef<T | undefined> = shallowRef();
  const turn = ref(0);
  return {
    open,
    turn,
    async show(what) {
      if (!(await mayDrop())) return;
      open.value = what;
      turn.value++;
    },
  };
}
