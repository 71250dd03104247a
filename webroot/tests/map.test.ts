import { describe, expect, it } from 'vitest';
import { STORM_FROM } from '@/console/queue/order';
import { circle, metersBetween, metersPerPixel } from '@/map/core/geometry';
import { deviceDotsOf, peopleOf, PINS_LIMIT, pinsOf, sightOf } from '@/map/core/scene';
import { linkFeatures, planFeatures } from '@/map/layers/features';
import { PALETTES } from '@/map/core/palette';
import { styleOf } from '@/map/layers/style';
import { decodePlan } from '@/wire/plan';
import type { DeviceState, ResponderState } from '@/wire/people';
import { lastFix } from '@/console/pop/whereabouts';
import { decodeDossier } from '@/wire/dossier';
import { decode } from '@/wire/reader';
import { assignment, at, incident, T0 } from './samples';

const HOME = { lat: 34.76, lon: 113.75 };
const placeOf = (one: { place?: { point?: typeof HOME } }) => one.place?.point;
const responder = (id: string, over: Partial<ResponderState> = {}): ResponderState => ({
  id,
  name: id,
  role: 'VOLUNTEER',
  onDuty: true,
  busy: false,
  point: HOME,
  version: 1,
  ...over,
});

describe('the scene', () => {
  it('gathers incidents of one building in one pin, the gravest deciding', () => {
    const [grave, lesser] = [incident(), incident({ priority: 'P3' })];
    const elsewhere = incident({ place: { label: 'x', lat: 34.77, lon: 113.76 } });
    const { pins, unplaced } = pinsOf(
      [grave, elsewhere, lesser, incident({ place: null })],
      lesser.id,
      placeOf,
    );
    expect(unplaced).toBe(1);
    expect(pins.map(({ incidents, priority, selected }) => [incidents.length, priority, selected])).toEqual([
      [2, 'P1', true],
      [1, 'P1', false],
    ]);
  });

  it('gives the incident one looks at its own pin where it is not the shared one, and goes round the others', () => {
    const at = (lon: number, building = 'b1') => ({ place: { label: '', building, lat: HOME.lat, lon } });
    const queue = [
      incident(at(113.75)),
      incident(at(113.7505)),
      incident({ ...at(113.751), priority: 'P3' }),
    ];
    const [first, second, third] = queue;
    const { pins } = pinsOf(queue, second!.id, placeOf);
    expect(pins.map(({ point, incidents, selected }) => [point.lon, incidents.length, selected])).toEqual([
      [113.75, 2, false],
      [113.7505, 1, true],
    ]);
    expect(pins[0]!.incidents.map(({ id }) => id)).toEqual([third!.id, first!.id]);
    expect(pins[0]!.priority).toBe('P1');
    expect(pinsOf(queue, first!.id, placeOf).pins).toHaveLength(1);
  });

  it('calls a house a storm from as many on as the queue does, and names the house', () => {
    const place = { label: '', building: 'b1', lat: HOME.lat, lon: HOME.lon };
    const many = Array.from({ length: STORM_FROM }, () => incident({ place }));
    const pinOf = (queue: typeof many) => pinsOf(queue, undefined, placeOf, () => '3号楼').pins[0];
    expect(pinOf(many)).toMatchObject({ storm: 'b1', label: '3号楼', incidents: { length: STORM_FROM } });
    expect(pinOf(many.slice(1))).toMatchObject({ storm: undefined, label: '王秀兰' });
  });

  it('draws no more pins than can be told apart, the gravest', () => {
    const many = Array.from({ length: PINS_LIMIT + 5 }, (_, n) =>
      incident({ place: { label: '', lat: 34 + n / 1000, lon: 113 } }),
    );
    expect(pinsOf(many, undefined, placeOf).pins).toHaveLength(PINS_LIMIT);
  });

  it('shows who is on duty, and who is coming even when off duty', () => {
    const selected = incident({
      assignments: [assignment('FIRST_HAND', 'EN_ROUTE', { responder: { id: 'b', name: 'b' } })],
    });
    const people = peopleOf(
      [
        responder('a'),
        responder('b', { onDuty: false }),
        responder('c', { onDuty: false }),
        responder('d', { point: undefined }),
      ],
      selected,
      () => '志',
    );
    expect(people.map(({ id, coming, busy }) => [id, coming, busy])).toEqual([
      ['a', false, false],
      ['b', true, true],
    ]);
  });

  it('shows only where the chosen open incident is, and says when that is away', () => {
    const fix = (lat: number, accuracyMeters: number) => ({
      basis: 'DEVICE' as const,
      point: { lat, lon: 113.75 },
      accuracyMeters,
    });
    const away = (where: ReturnType<typeof fix>) => deviceDotsOf(incident(), where, HOME)[0]?.away;
    expect(away(fix(34.76, 20))).toBe(false);
    expect(away(fix(34.762, 20))).toBe(true);
    // 220 m away by a fix that is only good to 300 m: nobody knows.
    expect(away(fix(34.762, 300))).toBe(false);
    expect(deviceDotsOf(incident({ state: 'STOOD_DOWN' }), fix(34.762, 20), HOME)).toEqual([]);
    expect(deviceDotsOf(undefined, fix(34.762, 20), HOME)).toEqual([]);
    expect(deviceDotsOf(incident(), undefined, HOME)).toEqual([]);
  });

  it('believes the newer of what the dossier read and the feed told', () => {
    const device = (second: number): ReadonlyMap<string, DeviceState> =>
      new Map([['d1', { id: 'd1', kind: 'WATCH', version: 1, point: HOME, positionAt: T0 + second * 1000 }]]);
    const dossier = decode(
      { where: { basis: 'HOME', lat: 1, lon: 1, device: { basis: 'DEVICE', lat: 2, lon: 2, at: at(10) } } },
      'dossier',
      decodeDossier,
    ).value;
    expect(lastFix(incident(), dossier, device(5))?.point?.lat).toBe(2);
    expect(lastFix(incident(), dossier, device(15))?.point).toEqual(HOME);
    expect(lastFix(incident(), undefined, device(15))?.point).toEqual(HOME);
    expect(lastFix(incident(), undefined, new Map())).toBeUndefined();
  });

  it('looks at the home and at who comes, not at the other end of town', () => {
    const selected = incident({
      assignments: [
        assignment('FIRST_HAND', 'EN_ROUTE', { responder: { id: 'near', name: 'n' } }),
        assignment('BRINGER', 'EN_ROUTE', { responder: { id: 'far', name: 'f' } }),
      ],
    });
    const people = peopleOf(
      [
        responder('near', { point: { lat: 34.765, lon: 113.75 } }),
        responder('far', { point: { lat: 34.9, lon: 113.75 } }),
      ],
      selected,
      () => '',
    );
    const scene = { pins: [], fleet: [], people, devices: [], unplaced: 0 };
    expect(sightOf(scene, HOME)).toEqual({ west: 113.75, east: 113.75, south: 34.76, north: 34.765 });
    expect(linkFeatures(scene, HOME).features).toHaveLength(2);
  });
});

describe('geometry', () => {
  it('measures the earth', () => {
    expect(metersBetween(HOME, { lat: 34.769, lon: 113.75 })).toBeCloseTo(1000.8, 0);
    const [lon, lat] = circle(HOME, 50)[0]!;
    expect(metersBetween(HOME, { lat, lon })).toBeCloseTo(50, 1);
    expect(metersPerPixel(0, 0)).toBeCloseTo(78_271.5, 0);
  });
});

describe('the drawing', () => {
  it('asks nothing of the network: no glyphs, no sprite, no tiles', () => {
    const text = JSON.stringify(styleOf(PALETTES.night, 1));
    expect(text).not.toMatch(/https?:|glyphs|sprite|tiles|"url"/);
  });

  it('names an area once, by a point of its own', () => {
    const ring = [
      [113, 34],
      [113.1, 34],
      [113.1, 34.1],
      [113, 34],
    ];
    const plan = decodePlan({
      features: [
        {
          properties: { kind: 'building', id: 'b', name: '3号楼' },
          geometry: { type: 'Polygon', coordinates: [ring] },
        },
      ],
    });
    expect(
      planFeatures(plan).features.map(({ properties, geometry }) => [properties.kind, geometry.type]),
    ).toEqual([
      ['building', 'Polygon'],
      ['building-name', 'Point'],
    ]);
  });
});
