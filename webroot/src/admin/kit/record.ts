import { ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useWords } from '@/app/i18n/words';
import { Problem } from '@/wire/problem';
import { changesOf, differs, draftOf, rebased } from './fields';
import type { Draft, Field } from './fields';

export interface Recorded<T> {
  readonly known: ShallowRef<T | undefined>;
  readonly draft: Ref<Draft>;
  /** What stood there before anybody typed. */
  readonly before: ShallowRef<Draft>;
  /** Why something beside the form failed. */
  readonly failure: Ref<string | undefined>;
  /** What was done, in words; gone once something is typed. */
  readonly said: Ref<string | undefined>;
  /** What others wrote into fields that were touched here too. */
  readonly theirs: ShallowRef<Draft>;
  readonly load: () => Promise<void>;
  /** One that is not there yet. */
  readonly begin: (draft: Draft) => void;
  readonly show: (record: T) => void;
  /** Writes what is typed now; what is typed while that is under way is not lost. */
  readonly write: (work: () => Promise<T>) => Promise<void>;
  /** Says that all of it is written, unless something was typed since. */
  readonly saySaved: () => void;
  /** As it is now, below what was typed; nothing typed is lost. */
  readonly merge: (record: T) => void;
  /** Reads it anew for that. */
  readonly renew: () => Promise<void>;
  /** What an edit says of these fields. */
  readonly changes: (fields: readonly Field[]) => Record<string, unknown>;
  readonly trying: (work: () => Promise<void>) => Promise<void>;
}

/**
 * One record that is shown, edited and written by its version, while others may write it too.
 *
 * @param typed what was typed already, while it was being made
 */
export function useRecord<T extends object>(
  read: () => Promise<T>,
  fields: (record: T) => readonly Field[],
  flat: (record: T) => object = (record) => record,
  typed: Draft = {},
): Recorded<T> {
  const { t } = useI18n();
  const { problem: wordsOf } = useWords();
  const known: ShallowRef<T | undefined> = shallowRef();
  const draft = ref<Draft>({});
  const before = shallowRef<Draft>({});
  const failure = ref<string>();
  const said = ref<string>();
  const theirs = shallowRef<Draft>({});

  const drafted = (record: T) => draftOf(fields(record), flat(record));

  function begin(start: Draft): void {
    known.value = undefined;
    put(start);
  }

  function put(start: Draft): void {
    before.value = start;
    draft.value = { ...start };
    theirs.value = {};
  }

  function show(record: T): void {
    known.value = record;
    put(drafted(record));
  }

  async function write(work: () => Promise<T>): Promise<void> {
    const sent = { ...draft.value };
    const record = await work();
    const typedSince = rebased(sent, draft.value, drafted(record)).draft;
    show(record);
    draft.value = typedSince;
  }

  function merge(record: T): void {
    const fresh = drafted(record);
    const { draft: merged, bothTouched } = rebased(before.value, draft.value, fresh);
    known.value = record;
    before.value = fresh;
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
    before,
    failure,
    said,
    theirs,
    load: () =>
      trying(async () => {
        show(await read());
        const asked = Object.entries(typed).filter(([name]) => name in draft.value);
        draft.value = { ...draft.value, ...Object.fromEntries(asked) };
      }),
    begin,
    show,
    write,
    saySaved: () => {
      if (!differs(draft.value, before.value)) said.value = t('admin.saved');
    },
    merge,
    renew: async () => merge(await read()),
    changes: (asked) => changesOf(asked, before.value, draft.value),
    trying,
  };
}
