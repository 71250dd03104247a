import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, reactive } from 'vue';
import type { Incident } from '@/wire/incident';
import { incident } from './samples';

const told = vi.hoisted(() => ({
  live: undefined as unknown as { incidents: Map<string, Incident>; live: boolean; now: number },
  ended: [] as (() => void)[],
}));
vi.mock('@/stores/live', () => ({ useLive: () => told.live }));
vi.mock('@/stores/communities', () => ({ useCommunities: () => ({ nameOf: () => '' }) }));
vi.mock('@/stores/session', () => ({
  useSession: () => ({ me: { id: 'me' }, onEnded: (listener: () => void) => told.ended.push(listener) }),
}));

const { useDesk } = await import('@/stores/desk');

/** The page is loaded anew: the tab's own storage is all that is left. */
function reloaded(): ReturnType<typeof useDesk> {
  told.live = reactive({ incidents: new Map<string, Incident>(), live: false, now: 0 });
  setActivePinia(createPinia());
  const desk = useDesk();
  desk.resume();
  return desk;
}

async function tell(...incidents: Incident[]): Promise<void> {
  told.live.incidents = new Map(incidents.map((one) => [one.id, one]));
  await nextTick();
}

async function whole(): Promise<void> {
  told.live.live = true;
  await nextTick();
}

describe('what was looked at before a reload', () => {
  const mild = incident({ priority: 'P4' });
  const grave = incident({ priority: 'P1' });

  beforeEach(() => {
    sessionStorage.clear();
    told.ended.length = 0;
  });

  it('is looked at again, and nothing graver takes its place', async () => {
    reloaded().select(mild.id);
    expect(Object.values({ ...sessionStorage })).toEqual([mild.id]);
    const desk = reloaded();
    // Another community's part of the picture comes first.
    await tell(grave);
    desk.offerScreen(grave);
    expect(desk.selectedId).toBe(mild.id);
    await tell(grave, mild);
    await whole();
    desk.offerScreen(grave);
    expect([desk.selected?.id, desk.resuming]).toEqual([mild.id, false]);
  });

  it('came by itself and is still looked at', async () => {
    const before = reloaded();
    await tell(mild);
    await whole();
    before.offerScreen(mild);
    expect(reloaded().selectedId).toBe(mild.id);
  });

  it.each([
    ['has ended', [grave, { ...mild, state: 'STOOD_DOWN' as const }]],
    ['has vanished', [grave]],
  ])('gives way when it %s', async (_why, picture) => {
    reloaded().select(mild.id);
    const desk = reloaded();
    await tell(...picture);
    expect(desk.resuming).toBe(true);
    await whole();
    expect([desk.selectedId, desk.resuming]).toEqual([undefined, false]);
    desk.offerScreen(grave);
    expect(desk.selectedId).toBe(grave.id);
  });

  it('is kept on a walk to another page, and forgotten with whoever signs out', () => {
    const desk = reloaded();
    desk.select(mild.id);
    desk.clear();
    expect(desk.selectedId).toBeUndefined();
    expect(reloaded().selectedId).toBe(mild.id);
    told.ended.forEach((listener) => listener());
    expect(reloaded().selectedId).toBeUndefined();
  });
});
