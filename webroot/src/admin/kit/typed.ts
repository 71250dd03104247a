import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { i18n } from '@/app/i18n';
import { ask } from './ask';

/** Each form that is open says whether something stands in it that is written down nowhere else. */
const forms = new Set<() => boolean>();

export function useTyped(typed: () => boolean): void {
  onMounted(() => forms.add(typed));
  onBeforeUnmount(() => forms.delete(typed));
}

export function isTyped(): boolean {
  return [...forms].some((typed) => typed());
}

/** Asks before what was typed is lost. @returns whether it may be */
export async function mayDrop(typed = isTyped()): Promise<boolean> {
  if (!typed) return true;
  const { t } = i18n.global;
  return (
    (await ask({ text: t('admin.drop.text'), yes: t('admin.drop.yes'), no: t('admin.drop.no') })) !==
    undefined
  );
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
