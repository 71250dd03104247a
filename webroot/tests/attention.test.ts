import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Incident, Priority } from '@/wire/incident';
import { incident } from './samples';

const { open, played } = vi.hoisted(() => ({
  open: new Map<string, unknown>(),
  played: [] as string[],
}));
vi.mock('@/app/sound', () => ({ bell: { audible: true, play: (what: string) => played.push(what) } }));
vi.mock('@/stores/session', () => ({ useSession: () => ({ signedIn: true, onEnded: () => undefined }) }));
vi.mock('@/stores/lendings', () => ({ useLendings: () => ({ isOurs: () => true }) }));
vi.mock('@/stores/live', async () => {
  const { reactive } = await import('vue');
  return { useLive: () => reactive({ incidents: open, stale: false }) };
});

const { useAttention } = await import('@/stores/attention');

const MINUTE_MS = 60_000;

describe('what is open and heard by nobody', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    setActivePinia(createPinia());
    open.clear();
    played.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it.each<Priority>(['P1', 'P2', 'P3', 'P4'])(
    'rings at %s until a human silences it, never by itself',
    (priority) => {
      const one: Incident = incident({ priority });
      open.set(one.id, one);
      const attention = useAttention();
      for (let minute = 1; minute <= 5; minute++) {
        played.length = 0;
        vi.advanceTimersByTime(MINUTE_MS + 1_000);
        expect(played, `minute ${minute}`).toContain(priority);
      }
      attention.silenceAll();
      played.length = 0;
      vi.advanceTimersByTime(5 * MINUTE_MS);
      expect(played).toEqual([]);
    },
  );
});
