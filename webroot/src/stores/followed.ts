import { shallowReactive, watch } from 'vue';
import type { ShallowReactive } from 'vue';
import { useLive } from './live';
import { useSession } from './session';

/** Several events of one incident within this time lead to one reading. */
const SETTLE_MS = 250;

export interface Answer<T> {
  /** Undefined: there is none. */
  readonly told: T | undefined;
  /** Whether all of it came; else it is asked for again when the line is back. */
  readonly whole: boolean;
}

export interface Followed<T> {
  readonly known: ShallowReactive<Map<string, T>>;
  readonly follow: (incident: string | undefined) => void;
  readonly load: (incident: string) => Promise<void>;
}

/**
 * What is read beside the feed about the one incident that is looked at: when it comes into sight and when the feed says it
 * changed. What was known of the others stays while they are in the picture, so that coming back shows it at once.
 *
 * @param read never fails; what could not be read stays as it was known
 */
export function useFollowed<T>(
  read: (incident: string, known: () => T | undefined) => Promise<Answer<T>>,
): Followed<T> {
  const live = useLive();
  const known = shallowReactive(new Map<string, T>());
  let followed: string | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let incomplete = false;
  /** Answers may overtake each other: only the one asked for last counts. */
  let turns = 0;

  function follow(incident: string | undefined): void {
    followed = incident;
    clearTimeout(settling);
    settling = undefined;
    if (incident === undefined) return;
    for (const id of known.keys()) if (id !== incident && !live.incidents.has(id)) known.delete(id);
    void load(incident);
  }

  /** Anew, unless something else is looked at by now. */
  async function load(incident: string): Promise<void> {
    if (incident !== followed) return;
    const turn = ++turns;
    const { told, whole } = await read(incident, () => known.get(incident));
    if (turn !== turns) return;
    incomplete = !whole;
    if (told === undefined) known.delete(incident);
    else known.set(incident, told);
  }

  live.onNews((news) => {
    if (settling !== undefined || !news.some(({ incident }) => incident.id === followed)) return;
    settling = setTimeout(() => {
      settling = undefined;
      if (followed !== undefined) void load(followed);
    }, SETTLE_MS);
  });
  watch(
    () => live.live,
    (back) => {
      if (back && incomplete && followed !== undefined) void load(followed);
    },
  );
  useSession().onEnded(() => {
    follow(undefined);
    turns++;
    incomplete = false;
    known.clear();
  });

  return { known, follow, load };
}
