import { describe, expect, it } from 'vitest';
import { toBd09, toGcj02 } from '@/app/datum';
import { isPhoneAddress, landingOf } from '@/app/landing';
import {
  buildingWord,
  endingOf,
  endingOfMission,
  missionOf,
  othersIn,
  ringingFor,
  shareLeft,
} from '@/responder/mine';
import { isWorthTelling, metersBetween } from '@/responder/position';
import { waysTo } from '@/responder/way';
import { assignment, at, incident, offer, T0 } from './samples';

const mine = { responder: { id: 'me', name: '赵强' } };

/** The places gcoord (MIT) publishes for its own tests, as `DatumTest` of the server has them. */
const PLACES = [
  ['郑州', 113.6192856, 34.7478004, 113.6253334, 34.7466173, 113.6317519, 34.7528605],
  ['那曲', 92.0499619, 31.4784436, 92.0512438, 31.4762063, 92.0576832, 31.4824421],
  ['沈阳', 123.4253306, 41.8032629, 123.4314787, 41.8057023, 123.438095, 41.8114013],
  ['汕头', 116.6775114, 23.3567569, 116.6819735, 23.3540964, 116.6885014, 23.3598884],
] as const;

describe('the datums of Chinese maps', () => {
  it.each(PLACES)('%s lies where it is published to lie', (_, lon, lat, gcjLon, gcjLat, bdLon, bdLat) => {
    expect(metersBetween(toGcj02({ lat, lon }), { lat: gcjLat, lon: gcjLon })).toBeLessThan(1);
    expect(metersBetween(toBd09({ lat, lon }), { lat: bdLat, lon: bdLon })).toBeLessThan(1);
  });

  it('are WGS-84 outside China', () => {
    const paris = { lat: 48.8584, lon: 2.2945 };
    expect(toGcj02(paris)).toEqual(paris);
  });
});

describe('the way there', () => {
  const ways = new Map(
    waysTo({ lat: 34.7478004, lon: 113.6192856 }, '3号楼').map(({ app, href }) => [app, href]),
  );

  it('is told each map in its own datum and order', () => {
    expect(new URL(ways.get('amap')!).searchParams.get('to')).toMatch(/^113\.6253\d+,34\.7466\d+,3号楼$/);
    expect(new URL(ways.get('baidu')!).searchParams.get('location')).toMatch(/^34\.7528\d+,113\.6317\d+$/);
    expect(new URL(ways.get('tencent')!).searchParams.get('tocoord')).toMatch(/^34\.7466\d+,113\.6253\d+$/);
    expect(ways.get('geo')).toMatch(/^geo:34\.747800,113\.619286\?q=/);
  });

  it('names a building and nobody', () => {
    expect(buildingWord('3号楼 2单元 502')).toBe('3号楼');
    expect(buildingWord(undefined)).toBe('');
  });
});

describe('what rings for me', () => {
  const asked = (over: object, more: object = {}) =>
    incident({ ...more, offers: [offer('FIRST_HAND', 'PENDING', { ...mine, ...over })] });

  it('is mine, pending, and not over', () => {
    const now = T0 + 30_000;
    const good = asked({});
    const rings = ringingFor(
      'me',
      [
        good,
        asked({ responder: { id: 'other', name: '孙' } }),
        asked({ state: 'LAPSED' }),
        asked({ expiresAt: at(29) }),
        asked({}, { state: 'STOOD_DOWN', stoodDownAt: at(1), disposition: 'HELPED' }),
      ],
      now,
    );
    expect(rings.map((each) => each.incident.id)).toEqual([good.id]);
  });

  it('is a real one before a drill, then the gravest', () => {
    const drill = asked({}, { drill: true });
    const p2 = asked({}, { priority: 'P2' });
    const p1 = asked({}, { priority: 'P1' });
    expect(ringingFor('me', [drill, p2, p1], T0).map((each) => each.incident.id)).toEqual([
      p1.id,
      p2.id,
      drill.id,
    ]);
  });

  it('runs down from one to nothing', () => {
    const [only] = ringingFor('me', [asked({})], T0 + 2_000);
    expect(shareLeft(only!.offer, T0 + 1_000)).toBe(1);
    expect(shareLeft(only!.offer, T0 + 31_000)).toBeCloseTo(0.5);
    expect(shareLeft(only!.offer, T0 + 99_000)).toBe(0);
  });

  it('says who won, that nobody was asked in time, or that it is over', () => {
    const lost = incident({
      offers: [offer('FIRST_HAND', 'WITHDRAWN', { ...mine, id: 'o1' })],
      assignments: [assignment('FIRST_HAND', 'EN_ROUTE', { responder: { id: 'p2', name: '孙伟' } })],
    });
    expect(endingOf('o1', 'me', lost)).toMatchObject({ ending: 'taken', by: { name: '孙伟' } });
    expect(endingOf('o1', 'me', asked({ id: 'o1', state: 'LAPSED' })).ending).toBe('lapsed');
    expect(endingOf('o1', 'me', undefined).ending).toBe('over');
  });
});

describe('what I am in', () => {
  it('is held by me and open; who else is there is others', () => {
    const held = incident({
      assignments: [
        assignment('FIRST_HAND', 'EN_ROUTE', mine),
        assignment('DOCTOR', 'ACCEPTED', { responder: { id: 'd', name: '王' } }),
        assignment('BRINGER', 'RELEASED', { responder: { id: 'x', name: '李' } }),
      ],
    });
    const left = incident({ assignments: [assignment('FIRST_HAND', 'CLEARED', mine)] });
    expect(missionOf('me', [left])).toBeUndefined();
    expect(missionOf('me', [left, held])?.incident.id).toBe(held.id);
    expect(othersIn('me', held).map((each) => each.role)).toEqual(['DOCTOR']);
  });
});

describe('being called off', () => {
  const now = (ended: Parameters<typeof assignment>[1], why: object, over: object = {}) =>
    incident({ assignments: [assignment('FIRST_HAND', ended, { ...mine, id: 'a1', ...why })], ...over });
  const before = missionOf('me', [now('EN_ROUTE', {})])!;

  it('is said to whoever was still on the way', () => {
    const over = now('CLEARED', { whyEnded: 'STOOD_DOWN' }, { state: 'STOOD_DOWN' });
    expect(endingOfMission(before, over)).toBe('called_off');
    expect(endingOfMission(before, now('RELEASED', {}))).toBe('relieved');
    expect(endingOfMission(before, undefined)).toBe('relieved');
  });

  it('is not said to whoever was done, gave it back, or has something graver first', () => {
    expect(endingOfMission(before, now('CLEARED', { whyEnded: 'DONE' }))).toBeUndefined();
    expect(
      endingOfMission(before, now('RELEASED', { whyEnded: 'GIVEN_BACK' }, { state: 'STOOD_DOWN' })),
    ).toBeUndefined();
    expect(endingOfMission(before, now('EN_ROUTE', {}))).toBeUndefined();
  });
});

describe('a position', () => {
  const fix = (meters: number, seconds: number) => ({
    point: { lat: 34.76 + meters / 111_195, lon: 113.75 },
    accuracyMeters: 10,
    at: T0 + seconds * 1000,
  });

  it('is told at first, rarely while waiting, and at each step on the way', () => {
    expect(isWorthTelling(undefined, fix(0, 0), false)).toBe(true);
    expect(isWorthTelling(fix(0, 0), fix(500, 60), false)).toBe(false);
    expect(isWorthTelling(fix(0, 0), fix(0, 121), false)).toBe(true);
    expect(isWorthTelling(fix(0, 0), fix(20, 2), true)).toBe(true);
    expect(isWorthTelling(fix(0, 0), fix(5, 2), true)).toBe(false);
    expect(isWorthTelling(fix(0, 0), fix(0, 10), true)).toBe(true);
  });
});

describe('where a role lands', () => {
  it('is its own page, and the desk for whom we do not know', () => {
    expect(['ADMIN', 'COORDINATOR', 'DOCTOR', 'VOLUNTEER', 'STAFF', 'FAMILY', 'NEW'].map(landingOf)).toEqual([
      'console',
      'console',
      'responder',
      'responder',
      'responder',
      'family',
      'console',
    ]);
  });

  it('is a phone only for the two pages on phones', () => {
    expect(
      ['/responder', '/responder?x=1', '/family', '/families', '/console', ''].map(isPhoneAddress),
    ).toEqual([true, true, true, false, false, false]);
  });
});
