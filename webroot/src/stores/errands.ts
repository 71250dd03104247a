import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { freshKey, nothing } from '@/api/client';
import { steadyNow } from '@/app/time/steady';
import { indexedDbKeep } from '@/responder/keep';
import type { Keep } from '@/responder/keep';
import { EMPTY, lastSaid, nextOf, reduce, unsaid, unseenOf } from '@/responder/outbox';
import type { Errand, Input, Item, Outbox } from '@/responder/outbox';
import { Problem } from '@/wire/problem';
import { useLive } from './live';
import { useSession } from './session';

const TICK_MS = 1_000;

/** Tests bring their own. */
export const keepPort: { keep: Keep | undefined } = { keep: undefined };

/**
 * What the person on this phone does. Said at once when there is a line, kept and shown as pending when there is none, and
 * said in order when it is back. What the server has answered counts here until the picture has been read anew: an older
 * picture never takes a step back that was taken. What the server refuses stays on the screen with its reason.
 */
export const useErrands = defineStore('errands', () => {
  const session = useSession();
  const live = useLive();
  const keep = keepPort.keep ?? indexedDbKeep();
  const box = shallowRef<Outbox>(EMPTY);
  const ready = ref(false);
  let flushing = false;
  let following = false;
  let writing: Promise<void> = Promise.resolve();

  const mine = computed(() => box.value.items.filter((item) => item.account === session.me?.id));
  const pending = computed(() => unsaid({ ...box.value, items: mine.value }));
  const heard = computed(() => mine.value.filter((item) => item.state === 'heard'));
  /** Heard, and the picture here could not be read since; on a good line it follows in the same moment. */
  const ahead = computed(() => (box.value.reading.retryAt === undefined ? [] : heard.value));
  const refused = computed(() => mine.value.filter((item) => item.state === 'refused'));

  function apply(input: Input): void {
    const before = box.value;
    box.value = reduce(before, input, steadyNow());
    if (box.value.items === before.items) return;
    const items = box.value.items;
    // One write after the other; a phone whose storage is full still says what it can.
    writing = writing.then(() => keep.replace(items)).catch(() => undefined);
  }

  /** Once, when the page opens. What another account left here waits for that account. */
  async function restore(): Promise<void> {
    if (ready.value) return;
    const items = await keep.load().catch(() => [] as readonly Item[]);
    apply({ on: 'restored', items });
    ready.value = true;
    void flush();
  }

  function say(errand: Errand, incident?: string): void {
    if (!session.me) return;
    const account = session.me.id;
    apply({ on: 'said', item: { key: freshKey(), account, incident, errand, saidAt: Date.now() } });
    void flush();
  }

  async function flush(): Promise<void> {
    void follow();
    if (flushing) return;
    flushing = true;
    try {
      for (let next = due(nextOf); next; next = due(nextOf)) {
        await attempt(next);
        void follow();
      }
    } finally {
      flushing = false;
    }
  }

  /** Beside what is said, never before it: "I am at the door" waits for no picture. */
  async function follow(): Promise<void> {
    if (following) return;
    following = true;
    try {
      for (let next = due(unseenOf); next; next = due(unseenOf)) await readFor(next);
    } finally {
      following = false;
    }
  }

  function due(which: typeof nextOf): Item | undefined {
    return session.signedIn ? which({ ...box.value, items: mine.value }, steadyNow()) : undefined;
  }

  /** The feed tells it too; on a bad line it may be slower than this answer, or never come. */
  async function readFor({ key, incident }: Item): Promise<void> {
    try {
      if (incident !== undefined) await live.read(incident);
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.passing) {
        apply({ on: 'unread' });
        return;
      }
      // It is nothing of ours any more.
    }
    apply({ on: 'done', key });
  }

  async function attempt(item: Item): Promise<void> {
    apply({ on: 'taken_up', key: item.key });
    try {
      await send(item);
      apply({ on: 'heard', key: item.key });
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.passing) {
        apply({ on: 'unreachable', key: item.key });
        return;
      }
      const { status, code, title, detail, winner } = failure;
      apply({ on: 'refused', key: item.key, why: { status, code, title, detail, winner } });
      if (item.incident !== undefined) live.read(item.incident).catch(() => undefined);
    }
  }

  async function send({ errand, key }: Item): Promise<void> {
    const once = { idempotencyKey: key, read: nothing } as const;
    switch (errand.do) {
      case 'accept':
      case 'decline': {
        const path = `/api/v1/offers/{id}/${errand.do}` as const;
        return session.api.call({ method: 'post', path, at: { id: errand.offer }, body: {}, ...once });
      }
      case 'en-route':
      case 'on-scene':
      case 'clear':
      case 'release':
      case 'check-in': {
        const path = `/api/v1/assignments/{id}/${errand.do}` as const;
        return session.api.call({ method: 'post', path, at: { id: errand.assignment }, body: {}, ...once });
      }
      case 'hand-over':
        return session.api.call({
          method: 'post',
          path: '/api/v1/assignments/{id}/hand-over',
          at: { id: errand.assignment },
          body: { to: errand.to },
          ...once,
        });
      case 'note':
        return session.api.call({
          method: 'post',
          path: '/api/v1/incidents/{id}/notes',
          at: { id: errand.incident },
          body: { text: errand.text },
          ...once,
        });
      case 'duty':
        return session.setDuty(errand.onDuty);
    }
  }

  function lineBack(): void {
    apply({ on: 'line_back' });
    void flush();
  }

  watch(
    () => live.live,
    (back) => {
      if (back) lineBack();
    },
  );
  if (typeof window !== 'undefined') window.addEventListener('online', lineBack);
  setInterval(() => void flush(), TICK_MS);

  return {
    box,
    ready,
    pending,
    heard,
    ahead,
    refused,
    restore,
    say,
    putAway: (key: string) => apply({ on: 'put_away', key }),
    /** Leaving on purpose: what was not said will not be. */
    forget: () => apply({ on: 'forget' }),
    lastSaid: (about: (errand: Errand) => boolean) => lastSaid({ ...box.value, items: mine.value }, about),
  };
});
