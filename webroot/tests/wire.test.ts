import { describe, expect, it } from 'vitest';
import { decodeDossier } from '@/wire/dossier';
import { decodeFrame } from '@/wire/frame';
import { decodeIncident } from '@/wire/incident';
import { decodeMe, decodePage, decodeTimelineEntry, decodeTokens } from '@/wire/people';
import { decodePlan } from '@/wire/plan';
import { decodeProblem } from '@/wire/problem';
import { decode, Malformed } from '@/wire/reader';
import { decodeShift } from '@/wire/shift';
import { at, assignment, offer, T0, wireIncident } from './samples';

const incidentOf = (raw: unknown) => decode(raw, 'incident', decodeIncident);

describe('an incident at the door', () => {
  it('becomes our own type, with instants as numbers', () => {
    const { value, notes } = incidentOf(
      wireIncident({
        acknowledged: { by: { id: 'u', name: '刘敏' }, at: at(5) },
        offers: [offer('DOCTOR', 'PENDING')],
        assignments: [assignment('FIRST_HAND', 'EN_ROUTE')],
      }),
    );
    expect(notes).toEqual([]);
    expect(value.openedAt).toBe(T0);
    expect(value.acknowledged).toEqual({ by: { id: 'u', name: '刘敏' }, at: T0 + 5_000 });
    expect(value.place?.point).toEqual({ lat: 34.76, lon: 113.75 });
    expect(value.offers[0]?.state).toBe('PENDING');
    expect(value.assignments[0]?.role).toBe('FIRST_HAND');
    expect(value.disposition).toBeUndefined();
  });

  it('tolerates what a newer server adds', () => {
    expect(incidentOf(wireIncident({ weather: { rain: true } })).notes).toEqual([]);
  });

  it('treats an unknown priority as the gravest, and says so', () => {
    const { value, notes } = incidentOf(wireIncident({ priority: 'P0' }));
    expect(value.priority).toBe('P1');
    expect(notes).toHaveLength(1);
  });

  it('keeps an incident whose lesser fields are broken', () => {
    const { value, notes } = incidentOf(
      wireIncident({
        place: 'nowhere',
        signals: 'four',
        offers: [offer('DOCTOR', 'PENDING'), 7, null],
        drill: 'yes',
      }),
    );
    expect(value.place).toBeUndefined();
    expect(value.signals).toBe(1);
    expect(value.offers).toHaveLength(1);
    expect(value.drill).toBe(false);
    expect(notes.map((note) => note.path)).toEqual([
      'incident.place',
      'incident.signals',
      'incident.drill',
      'incident.offers[1]',
      'incident.offers[2]',
    ]);
  });

  it.each([
    ['no id', wireIncident({ id: undefined })],
    ['no community', wireIncident({ community: 3 })],
    ['no time', wireIncident({ openedAt: 'yesterday' })],
    ['a list', []],
    ['null', null],
    ['a text', 'incident'],
  ])('refuses %s', (_what, raw) => {
    expect(() => incidentOf(raw)).toThrow(Malformed);
  });

  it('lets no payload reach a prototype', () => {
    const raw = JSON.parse(
      '{"__proto__":{"id":"x","community":"c","openedAt":"2026-11-22T03:00:00Z"}}',
    ) as unknown;
    expect(() => incidentOf(raw)).toThrow(Malformed);
    expect(() => incidentOf(Object.create(wireIncident()))).toThrow(Malformed);
  });

  it('takes control characters and direction overrides out of names, and cuts endless ones', () => {
    const { value } = incidentOf(
      wireIncident({
        resident: { id: 'r', name: '王\u202e秀\u0000兰\u2066' },
        subject: { kind: 'RESIDENT', id: 'r', label: 'x'.repeat(9_000) },
      }),
    );
    expect(value.resident?.name).toBe('王秀兰');
    expect(value.subject.label).toHaveLength(4_000);
  });

  it('believes no coordinates off the earth', () => {
    const { value } = incidentOf(wireIncident({ place: { label: 'x', lat: 200, lon: 113 } }));
    expect(value.place?.point).toBeUndefined();
  });
});

describe('a frame at the door', () => {
  const of = (raw: unknown) => decodeFrame(JSON.stringify(raw));

  it('reads a heartbeat, heads as a map', () => {
    const { value } = of({
      type: 'heartbeat',
      at: at(0),
      heads: { c1: 4712, __proto__x: 1, bad: 'x' },
      degraded: true,
    });
    expect(value).toMatchObject({ type: 'heartbeat', at: T0, degraded: true });
    expect(value.type === 'heartbeat' && value.heads.get('c1')).toBe(4712);
    expect(value.type === 'heartbeat' && value.heads.has('bad')).toBe(false);
  });

  it('keeps the rest of a snapshot when one incident cannot be read, and notes it', () => {
    const { value, notes } = of({
      type: 'snapshot',
      community: 'c1',
      epoch: 'e',
      seq: 4711,
      incidents: [wireIncident(), { id: 'broken' }],
      devices: [{ id: 'd1', kind: 'WATCH', resident: { id: 'r1', name: '王秀兰' }, state: 'online' }],
      responders: [],
      complete: true,
    });
    expect(value.type === 'snapshot' && value.incidents).toHaveLength(1);
    expect(value.type === 'snapshot' && value.devices[0]).toMatchObject({ resident: 'r1', state: 'ONLINE' });
    expect(notes).toHaveLength(1);
  });

  it('knows the kind of thing from the kind of device in a state frame', () => {
    const { value } = of({
      type: 'state',
      kind: 'device',
      deviceKind: 'PENDANT',
      version: 17,
      id: 'd1',
      battery: 40,
    });
    expect(value).toMatchObject({
      type: 'state',
      kind: 'device',
      device: { kind: 'PENDANT', version: 17, battery: 40 },
    });
  });

  it('drops a broken position with a note, because only the latest counts', () => {
    const { value, notes } = of({ type: 'volatile', kind: 'position', of: 'device', id: 'd1', at: at(0) });
    expect(value.type).toBe('unknown');
    expect(notes).toHaveLength(1);
  });

  it('tolerates a frame it does not know', () => {
    expect(of({ type: 'firework' }).value.type).toBe('unknown');
  });

  it.each([['{'], ['null'], ['[]'], ['""'], ['{"type":5}'], ['{"type":"event","community":"c1","seq":"x"}']])(
    'refuses %s',
    (text) => {
      expect(() => decodeFrame(text)).toThrow(Malformed);
    },
  );

  it('keeps the number of an event whose incident is broken', () => {
    const { value, notes } = of({
      type: 'event',
      community: 'c1',
      seq: 2,
      prev: 1,
      at: at(0),
      event: 'incident.opened',
      incident: { id: 1 },
    });
    expect(value).toMatchObject({ type: 'event', seq: 2, incident: undefined });
    expect(notes).toHaveLength(1);
  });
});

describe('a dossier at the door', () => {
  it('of somebody nobody has assessed is no trouble', () => {
    const { value, notes } = decode({ clinical: { frailty: 0 } }, 'dossier', decodeDossier);
    expect(value.clinical?.frailty).toBeUndefined();
    expect(notes).toEqual([]);
  });

  const of = (raw: unknown) => decode(raw, 'dossier', decodeDossier);

  it('sorts contacts and lets only digits behind tel:', () => {
    const { value } = of({
      contacts: [
        { id: '2', name: '赵师傅', phone: 'javascript:alert(1)', order: 2 },
        { id: '1', name: '王丽', phone: '+86 139-1234-5678', order: 1, hasKey: true },
      ],
    });
    expect(value.contacts.map(({ name, phone }) => [name, phone])).toEqual([
      ['王丽', '+8613912345678'],
      ['赵师傅', '1'],
    ]);
  });

  it('invents nothing for an unknown person', () => {
    const { value, notes } = of({
      incident: null,
      resident: null,
      address: null,
      clinical: null,
      contacts: [],
      vitals: [],
      news2: null,
      devices: [],
      where: { basis: 'NONE' },
      history: [],
    });
    expect(notes).toEqual([]);
    expect(value.resident).toBeUndefined();
    expect(value.news2).toBeUndefined();
    expect(value.where.basis).toBe('NONE');
  });

  it('keeps the home and the device beside it', () => {
    const { value } = of({
      where: {
        basis: 'HOME',
        lat: 34.7,
        lon: 113.7,
        device: { basis: 'DEVICE', lat: 34.71, lon: 113.7, accuracyMeters: 20, at: at(0) },
      },
    });
    expect(value.where.device).toMatchObject({ basis: 'DEVICE', accuracyMeters: 20, at: T0 });
  });

  it('says which vitals NEWS2 is missing', () => {
    const { value } = of({
      news2: { score: 3, complete: false, missing: ['rr'], lowerBound: 3, upperBound: 6, at: at(0) },
    });
    expect(value.news2).toMatchObject({ score: 3, complete: false, missing: ['rr'], upperBound: 6 });
  });
});

describe('the rest of the door', () => {
  it('reads tokens, me, pages and problems', () => {
    expect(
      decode({ access_token: 'a', expires_in: 600, refresh_token: 'r' }, 't', decodeTokens).value,
    ).toEqual({
      access: 'a',
      expiresInSeconds: 600,
      refresh: 'r',
    });
    expect(
      decode(
        { id: 'u', role: 'COORDINATOR', communities: [{ id: 'c', name: '社区', level: 'COMMUNITY' }] },
        'me',
        decodeMe,
      ).value.communities,
    ).toHaveLength(1);
    const page = decode(
      {
        items: [
          {
            at: at(0),
            event: 'incident.offer_made',
            detail: { step: 0, offers: ['o1', 'o2'] },
            by: { device: 'd1' },
          },
        ],
        next: null,
      },
      'p',
      decodePage(decodeTimelineEntry),
    ).value;
    expect(page.next).toBeUndefined();
    expect(page.items[0]).toMatchObject({ offers: ['o1', 'o2'], by: { name: 'd1', role: 'DEVICE' } });
    expect(
      decodeProblem(409, { code: 'offer_taken', title: 'Conflict', winner: { name: '王慧' } }),
    ).toMatchObject({ code: 'offer_taken', winner: '王慧', passing: false });
    expect(decodeProblem(502, undefined)).toMatchObject({ code: 'http_502', passing: true });
  });

  it('draws what can be drawn of a plan', () => {
    const square = [
      [
        [113, 34],
        [113.1, 34],
        [113.1, 34.1],
        [113, 34],
      ],
    ];
    const plan = decodePlan({
      features: [
        {
          properties: { kind: 'building', id: 'b1', name: '1号楼' },
          geometry: { type: 'Polygon', coordinates: square },
        },
        {
          properties: { kind: 'building', id: 'b2' },
          geometry: { type: 'MultiPolygon', coordinates: [square, square] },
        },
        { properties: { kind: 'volcano' }, geometry: { type: 'Polygon', coordinates: square } },
        {
          properties: { kind: 'road' },
          geometry: {
            type: 'LineString',
            coordinates: [
              [500, 1],
              [2, 2],
            ],
          },
        },
        null,
      ],
    });
    expect(plan.features).toHaveLength(3);
    expect(plan.refused).toBe(3);
    expect(plan.features[0]?.center).toEqual({ lat: 34.05, lon: 113.05 });
    expect(plan.bounds).toEqual({ west: 113, south: 34, east: 113.1, north: 34.1 });
    expect(decodePlan('<html>').features).toEqual([]);
  });
});

describe('a shift handed over', () => {
  it('carries both names once it is taken, and only the giver before', () => {
    const given = {
      id: 's1',
      community: 'c1',
      givenBy: { id: 'p1', name: '周坐席' },
      givenAt: at(0),
      note: '门禁坏了',
      incidents: [
        { id: 'i1', label: '王秀兰', priority: 'P1', need: 'MEDICAL', openedAt: at(0), drill: false },
      ],
      onDuty: [{ id: 'p2', name: '王医生', role: 'DOCTOR' }],
      takenBy: null,
      takenAt: null,
    };
    expect(decode(given, 'shift', decodeShift).value).toMatchObject({
      givenBy: { name: '周坐席' },
      incidents: ['P1 王秀兰'],
      onDuty: ['王医生'],
      takenBy: undefined,
    });
    const taken = { ...given, takenBy: { id: 'p3', name: '吴坐席' }, takenAt: at(60) };
    expect(decode(taken, 'shift', decodeShift).value.takenBy?.name).toBe('吴坐席');
  });
});
