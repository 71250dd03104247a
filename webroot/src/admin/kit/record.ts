import { ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { useWords } from '@/app/i18n/words';
import { Problem } from '@/wire/problem';
import { changesOf, draftOf, rebased } from './fields';
import type { Draft, Field } from './fields';

export interface Recorded<T> {
  readonly known: ShallowRef<T | undefined>;
  readonly draft: Ref<Draft>;
  /** Why something beside the form failed. */
  readonly failure: Ref<string | undefined>;
  readonly saved: Ref<boolean>;
  /** What others wrote into fields that were touched here too. */
  readonly theirs: ShallowRef<Draft>;
  readonly load: () => Promise<void>;
  readonly show: (record: T) => void;
  /** Reads it anew below what was typed; nothing typed is lost. */
  readonly renew: () => Promise<void>;
  /** What an edit says of these fields. */
  readonly changes: (fields: readonly Field[]) => Record<string, unknown>;
  readonly trying: (work: () => Promise<void>) => Promise<void>;
}

/** One record that is shown, edited and written by its version, while others may write it too. */
export function useRecord<T extends object>(
  read: () => Promise<T>,
  fields: (record: T) => readonly Field[],
  flat: (record: T) => object = (record) => record,
): Recorded<T> {
  const { problem: wordsOf } = useWords();
  const known: ShallowRef<T | undefined> = shallowRef();
  const draft = ref<Draft>({});
  const failure = ref<string>();
  const saved = ref(false);
  const theirs = shallowRef<Draft>({});
  let before: Draft = {};

  const drafted = (record: T) => draftOf(fields(record), flat(record));

  function show(record: T): void {
    known.value = record;
    before = drafted(record);
    draft.value = { ...before };
    theirs.value = {};
  }

  async function renew(): Promise<void> {
    const record = await read();
    const fresh = drafted(record);
    const { draft: merged, bothTouched } = rebased(before, draft.value, fresh);
    known.value = record;
    before = fresh;
    draft.value = merged;
    theirs.value = Object.fromEntries(bothTouched.map((name) => [name, fresh[name]!]));
  }

  async function trying(work: () => Promise<void>): Promise<void> {
    failure.value = undefined;
    try {
      await work();
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      failure.value = wordsOf(reason);
    }
  }

  return {
    known,
    draft,
    failure,
    saved,
    theirs,
    load: () => trying(async () => show(await read())),
    show,
    renew,
    changes: (asked) => changesOf(asked, before, draft.value),
    trying,
  };
}
