import { createPinia, setActivePinia } from 'pinia';
import { createApp, nextTick } from 'vue';
import type { App } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '@/app/i18n';
import type { FeedPorts } from '@/feed/connection';
import type { FeedEffect } from '@/feed/machine';
import LiveMap from '@/map/LiveMap.vue';
import type { Changes } from '@/map/core/changes';
import type { Feature, Features } from '@/map/layers/features';
import { useCommunities } from '@/stores/communities';
import { useLive } from '@/stores/live';
import type { DeviceState, ResponderState } from '@/wire/people';
import { frame } from './samples';

/** What reaches the drawing, per source, and what the drawing holds after it: MapLibre's side of the door. */
interface Call {
  readonly source: string;
  readonly whole: boolean;
  readonly ids: readonly string[];
}

const seen = vi.hoisted(() => ({
  calls: [] as Call[],
  held: new Map<string, Map<string, Feature>>(),
  ports: undefined as FeedPorts | undefined,
}));

vi.mock('@/feed/connection', () => ({
  SUBPROTOCOL: '',
  SignedOut: class extends Error {},
  FeedConnection: class {
    constructor(ports: FeedPorts) {
      seen.ports = ports;
    }
  },
}));

vi.mock('maplibre-gl', () => {
  const source = (id: string) => ({
    setData: (data: Features) => {
      seen.calls.push({ source: id, whole: true, ids: data.features.map((feature) => feature.id) });
      seen.held.set(id, new Map(data.features.map((feature) => [feature.id, feature])));
      return Promise.resolve();
    },
    updateData: ({ add, update, remove }: Changes) => {
      const ids = [...add.map((one) => one.id), ...update.map((one) => one.id), ...remove];
      seen.calls.push({ source: id, whole: false, ids });
      const held = seen.held.get(id) ?? new Map<string, Feature>();
      seen.held.set(id, held);
      add.forEach((one) => held.set(one.id, one));
      remove.forEach((gone) => held.delete(gone));
      update.forEach(({ id: moved, newGeometry }) => {
        const was = held.get(moved);
        if (was && newGeometry) held.set(moved, { ...was, geometry: newGeometry });
      });
      return Promise.resolve();
    },
  });
  class Drawing {
    readonly touchZoomRotate = { disableRotation: () => undefined };
    readonly keyboard = { disableRotation: () => undefined };
    on(event: string, layer: unknown): void {
      if (event === 'load' && typeof layer === 'function') setTimeout(() => (layer as () => void)(), 0);
    }
    getSource = source;
    getLayer = () => undefined;
    getCanvas = () => document.createElement('canvas');
    project = () => ({ x: 0, y: 0 });
    fitBounds = () => undefined;
    remove = () => undefined;
  }
  return { Map: Drawing, addProtocol: () => undefined, setWorkerUrl: () => undefined };
});

const DEVICES = 5_000;
const WALKERS = 500;
const FRAME_MS = 16;
/** Each of them says it once in this time, one after the other. */
const EVERYBODY_WITHIN_MS = 1_000;
/** As the drawing gathers (`GATHER_MS`). */
const DRAWN_EVERY_MS = 200;

const device = (n: number): DeviceState => ({
  id: `d${n}`,
  kind: 'WATCH',
  state: 'ONLINE',
  version: 1,
  point: { lat: 34 + n / 1e5, lon: 113 },
});
const walker = (n: number): ResponderState => ({
  id: `p${n}`,
  name: `p${n}`,
  role: 'VOLUNTEER',
  onDuty: true,
  busy: false,
  version: 1,
  point: { lat: 34, lon: 113 + n / 1e4 },
});

let app: App;
let steps = 0;

function told(effect: FeedEffect): void {
  seen.ports!.apply(effect);
}

/** As it comes over the wire. */
function goes(of: 'device' | 'responder', id: string): void {
  const raw = { type: 'volatile', kind: 'position', of, id, lat: 35 + ++steps / 1e6, lon: 114 };
  const position = frame({ ...raw, acc: 8, at: '2026-11-22T03:00:00Z' });
  if (position.type !== 'position') throw new Error('no position');
  told({ do: 'position', frame: position });
}

async function oneFrame(): Promise<Call[]> {
  const before = seen.calls.length;
  await vi.advanceTimersByTimeAsync(FRAME_MS);
  return seen.calls.slice(before);
}

/** Until all that was told has been drawn, long ago. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(2_000);
  seen.calls.length = 0;
}

function where(source: string, id: string): unknown {
  return seen.held.get(source)?.get(id)?.geometry.coordinates;
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({} as never);
  seen.calls.length = 0;
  seen.held.clear();
  const pinia = createPinia();
  setActivePinia(pinia);
  const live = useLive();
  useCommunities().planState = 'ready';
  const host = document.body.appendChild(document.createElement('div'));
  app = createApp(LiveMap).use(pinia).use(i18n);
  app.mount(host);
  told({
    do: 'replace',
    community: 'c1',
    incidents: [],
    devices: Array.from({ length: DEVICES }, (_, n) => ({ ...device(n), community: 'c1' })),
    responders: Array.from({ length: WALKERS }, (_, n) => ({ ...walker(n), community: 'c1' })),
  });
  await vi.dynamicImportSettled();
  await nextTick();
  host.querySelector<HTMLElement>('[data-testid=map-fleet]')!.click();
  await settle();
  expect(live.devices.size).toBe(DEVICES);
  expect(seen.held.get('fleet')?.size).toBe(DEVICES);
  expect(seen.held.get('people')?.size).toBe(WALKERS);
});

afterEach(() => {
  app.unmount();
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Real time: how long a busy machine may take over it. */
const PATIENCE_MS = 60_000;

describe('a whole town on the map', { timeout: PATIENCE_MS }, () => {
  it('tells the drawing at most one difference per kind of thing and frame, of those alone who moved', async () => {
    const waiting = { fleet: new Set<string>(), people: new Set<string>() };
    let due = 0;
    let next = 0;
    for (let at = 0; at < EVERYBODY_WITHIN_MS; at += FRAME_MS) {
      for (due += (WALKERS * FRAME_MS) / EVERYBODY_WITHIN_MS; due >= 1; due--) {
        const n = next++ % WALKERS;
        goes('responder', `p${n}`);
        waiting.people.add(`p${n}`);
        // Of the devices, every tenth word.
        if (n % 10 === 0) {
          goes('device', `d${n * 7}`);
          waiting.fleet.add(`d${n * 7}`);
        }
      }
      const calls = await oneFrame();
      for (const source of ['fleet', 'people'] as const) {
        const mine = calls.filter((call) => call.source === source);
        expect(mine.length).toBeLessThanOrEqual(1);
        for (const { whole, ids } of mine) {
          expect(whole).toBe(false);
          expect(ids.filter((id) => !waiting[source].delete(id))).toEqual([]);
        }
      }
    }
    expect(seen.calls.length).toBeGreaterThan(0);
    for (const source of ['fleet', 'people']) {
      const drawn = seen.calls.filter((call) => call.source === source).length;
      expect(drawn).toBeLessThanOrEqual(EVERYBODY_WITHIN_MS / DRAWN_EVERY_MS + 1);
    }
    expect(seen.calls.map(({ source }) => source).filter((id) => id !== 'fleet' && id !== 'people')).toEqual(
      [],
    );
  });

  it('draws a thousand steps of one moment at once, and leaves everybody where they are now', async () => {
    for (let round = 0; round < 2; round++) for (let n = 0; n < WALKERS; n++) goes('responder', `p${n}`);
    const before = steps;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen.calls.map(({ source, whole, ids }) => [source, whole, ids.length])).toEqual([
      ['people', false, WALKERS],
    ]);
    expect(where('people', `p${WALKERS - 1}`)).toEqual([114, 35 + before / 1e6]);
  });

  it('tells the drawing nothing while nobody moves, and nothing of a device that says where it stood', async () => {
    const { lat, lon } = device(7).point!;
    const raw = { type: 'volatile', kind: 'position', of: 'device', id: 'd7', lat, lon };
    const position = frame({ ...raw, acc: 8, at: '2026-11-22T03:00:00Z' });
    if (position.type === 'position') told({ do: 'position', frame: position });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen.calls).toEqual([]);
  });
});
