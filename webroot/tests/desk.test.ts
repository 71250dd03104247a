import { describe, expect, it } from 'vitest';
import { doctorClock, doorClock } from '@/console/clocks';
import { freeSlot, goes, helpOf, remainingSeconds, responseOf } from '@/console/dock/response';
import { countOnDuty } from '@/console/onDuty';
import { detailWords } from '@/console/dock/detail';
import { deskKey } from '@/console/keys';
import type { Press } from '@/console/keys';
import { i18n } from '@/app/i18n';
import { callingOf, callNote, OUTCOMES } from '@/console/pop/calling';
import type { Calling, Outcome } from '@/console/pop/calling';
import { callList, grouped } from '@/console/pop/calls';
import type { CallLine } from '@/console/pop/calls';
import { faultOf } from '@/console/pop/fault';
import { nextCall } from '@/console/pop/nextCall';
import { nextStep } from '@/console/actions/nextStep';
import { devicesNow, fleetInWords } from '@/console/pop/devices';
import { gatherStorms, isOverdue, openQueue, recentlyClosed } from '@/console/queue/order';
import { gravest, ringing, silence } from '@/console/ringing';
import { mayPopUp } from '@/console/selection';
import { flashingTitle } from '@/stores/attention';
import { decodeDossier } from '@/wire/dossier';
import { decodeTimelineEntry } from '@/wire/people';
import { decode } from '@/wire/reader';
import { assignment, at, frame, incident, offer, T0 } from './samples';

const acknowledged = (name = '刘敏') => ({ by: { id: 'me', name }, at: at(3) });

describe('the queue', () => {
  it('puts the gravest first, then the unheard, then the longest waiting', () => {
    const p2 = incident({ priority: 'P2', openedAt: at(-900) });
    const held = incident({ openedAt: at(-500), acknowledged: acknowledged() });
    const young = incident({ openedAt: at(-5) });
    const old = incident({ openedAt: at(-60) });
    const drill = incident({ openedAt: at(-300), drill: true });
    const p4 = incident({ priority: 'P4', openedAt: at(-9_000) });
    const closed = incident({ state: 'STOOD_DOWN' });
    expect(openQueue([p4, young, closed, drill, held, p2, old])).toEqual([old, young, held, drill, p2, p4]);
  });

  it('stands by need of attention within a priority, then by age', () => {
    const door = (over: Record<string, unknown> = {}) => ({
      clocks: {
        doctor: null,
        door: { startedAt: at(-900), dueAt: at(0), stoppedAt: null, kept: null, ...over },
      },
    });
    const kept = door({ stoppedAt: at(-700), kept: true });
    const hand = (state: string) => ({ assignments: [assignment('FIRST_HAND', state)] });
    const done = incident({ openedAt: at(-999), ...kept, ...hand('CLEARED') });
    const there = incident({ openedAt: at(-990), ...kept, ...hand('ON_SCENE') });
    const held = incident({
      openedAt: at(-980),
      ...door({ dueAt: at(99) }),
      ...hand('EN_ROUTE'),
      acknowledged: acknowledged(),
    });
    const unheard = incident({ openedAt: at(-970), ...door({ dueAt: at(99) }), ...hand('EN_ROUTE') });
    const alone = incident({ openedAt: at(-5), ...door({ dueAt: at(99) }), acknowledged: acknowledged() });
    const late = incident({ openedAt: at(-1), ...door(), ...hand('EN_ROUTE'), acknowledged: acknowledged() });
    const all = [done, there, held, unheard, alone, late];
    const overdue = new Set(all.filter((one) => isOverdue(one, T0 + 1)).map((one) => one.id));
    expect(overdue).toEqual(new Set([late.id]));
    expect(isOverdue(late, T0 - 1)).toBe(false);
    expect(openQueue(all, overdue)).toEqual([late, alone, unheard, held, there, done]);
  });

  it('knows help that has come from help that fell silent or sits at a desk', () => {
    const door = { clocks: { doctor: null, door: { startedAt: at(0), dueAt: at(900), kept: null } } };
    const help = (...assignments: object[]) => helpOf(incident({ ...door, assignments }));
    expect(help(assignment('DOCTOR', 'ACCEPTED'), assignment('COORDINATOR', 'ACCEPTED'))).toBe('nobody');
    expect(help(assignment('FIRST_HAND', 'ON_SCENE', { alarmedAt: at(5) }))).toBe('nobody');
    expect(help(assignment('FIRST_HAND', 'RELEASED'))).toBe('nobody');
    expect(help(assignment('FIRST_HAND', 'ACCEPTED'))).toBe('coming');
    expect(help(assignment('FIRST_HAND', 'CLEARED'), assignment('DOCTOR', 'ACCEPTED'))).toBe('there');
    expect(help(assignment('FIRST_HAND', 'CLEARED'), assignment('DOCTOR', 'CLEARED'))).toBe('done');
    expect(helpOf(incident({ assignments: [assignment('DOCTOR', 'ACCEPTED')] }))).toBe('there');
  });

  it('is the same whatever the order it is given in', () => {
    const all = Array.from({ length: 30 }, (_, n) =>
      incident({ priority: `P${1 + (n % 4)}`, openedAt: at((n * 7) % 5) }),
    );
    expect(openQueue([...all].reverse())).toEqual(openQueue(all));
  });

  it('shows the latest ended first', () => {
    const [early, late] = [at(1), at(2)].map((stoodDownAt) => incident({ state: 'STOOD_DOWN', stoodDownAt }));
    expect(recentlyClosed([early!, late!])).toEqual([late, early]);
  });

  it('gathers a storm in one building where its gravest stands', () => {
    const first = incident({ place: { building: 'b9', label: '9号楼' }, openedAt: at(-100) });
    const storm = Array.from({ length: 4 }, (_, n) => incident({ openedAt: at(-50 + n) }));
    const three = Array.from({ length: 3 }, () => incident({ place: { building: 'b2', label: '2号楼' } }));
    const lost = incident({ place: null, priority: 'P3' });
    const entries = gatherStorms(
      openQueue([...three, lost, ...storm, first]),
      (building) => `楼 ${building}`,
    );
    expect(entries.map((entry) => (entry.kind === 'storm' ? entry.incidents.length : 1))).toEqual([
      1, 4, 1, 1, 1, 1,
    ]);
    expect(entries[1]).toMatchObject({ kind: 'storm', building: 'b1', label: '楼 b1' });
  });
});

describe('who can be asked', () => {
  const person = (over: object) => ({
    id: 'p',
    name: '王医生',
    role: 'DOCTOR',
    onDuty: true,
    busy: false,
    version: 1,
    ...over,
  });

  it('counts the street’s doctors with the community’s own hands, each once, as the feed knows them', () => {
    const own = [
      person({ id: 'v', role: 'VOLUNTEER', busy: true }),
      person({ id: 's', role: 'STAFF' }),
      person({ id: 'f', role: 'FAMILY' }),
    ];
    const above = [
      person({ id: 'd' }),
      person({ id: 'off', onDuty: false }),
      person({ id: 'v', busy: false }),
    ];
    expect(countOnDuty(own, above)).toEqual({
      doctors: { all: 1, free: 1 },
      hands: { all: 2, free: 1 },
    });
  });
});

describe('the two promises', () => {
  const doctor = (over: Record<string, unknown> = {}) =>
    incident({
      clocks: {
        doctor: { startedAt: at(0), dueAt: at(10), stoppedAt: null, kept: null, ...over },
        door: null,
      },
    });

  it('run by what the server says, not by what this screen thinks', () => {
    expect(doctorClock(doctor(), T0 + 10_000)?.state).toBe('running');
    expect(doctorClock(doctor(), T0 + 10_001)?.state).toBe('late');
    const kept = doctor({ stoppedAt: at(7), kept: true });
    expect(doctorClock(kept, T0 + 99_000)).toEqual({ state: 'kept', elapsedMs: 7_000, goalMs: 10_000 });
    const missed = doctor({ stoppedAt: at(11), kept: false });
    expect(doctorClock(missed, T0 + 99_000)).toMatchObject({ state: 'missed', elapsedMs: 11_000 });
  });

  it('are absent where nothing was promised', () => {
    expect(doorClock(doctor(), T0)).toBeUndefined();
    expect(doctorClock(incident(), T0)).toBeUndefined();
  });

  it('stop when the incident ends, and never run below zero', () => {
    const ended = doctor({ stoppedAt: at(5) });
    expect(doctorClock(ended, T0 + 3_600_000)).toMatchObject({ state: 'stopped', elapsedMs: 5_000 });
    expect(doctorClock(doctor(), T0 - 2_000)?.elapsedMs).toBe(0);
  });
});

describe('people on their way', () => {
  it('arrive nearer every second, and a moment late rather than never', () => {
    const coming = { expectedAt: T0 + 90_000, etaSeconds: 300 };
    expect(remainingSeconds(coming, T0)).toBe(90);
    expect(remainingSeconds(coming, T0 + 60_000)).toBe(30);
    expect(remainingSeconds(coming, T0 + 120_000)).toBe(0);
    expect(remainingSeconds({ etaSeconds: 300 }, T0)).toBe(300);
    expect(remainingSeconds({}, T0)).toBeUndefined();
  });
});

describe('the bell', () => {
  it('rings for what nobody has taken, until a human silences just that', () => {
    const [one, two] = [incident(), incident({ priority: 'P2' })];
    const taken = incident({ acknowledged: acknowledged() });
    const now = ringing([one, two, taken], new Map());
    expect(now).toEqual([one, two]);
    expect(gravest(now)).toBe('P1');
    const silenced = silence(now, new Map());
    expect(ringing([one, two], silenced)).toEqual([]);
    const again = { ...one, signals: 2 };
    const third = incident();
    expect(ringing([again, two, third], silenced)).toEqual([again, third]);
  });

  it('flashes the title while it rings', () => {
    expect(flashingTitle('接警台', 2, 0)).toBe('● 2 · 接警台');
    expect(flashingTitle('接警台', 2, 1_000)).toBe('接警台');
    expect(flashingTitle('接警台', 0, 0)).toBe('接警台');
  });
});

describe('popping up', () => {
  const arrived = incident();
  const idle = { selected: undefined, chosenByHand: false, writing: false, me: 'me' };

  it('takes an empty or finished screen', () => {
    expect(mayPopUp(idle, arrived)).toBe(true);
    expect(
      mayPopUp({ ...idle, selected: incident({ state: 'STOOD_DOWN' }), chosenByHand: true }, arrived),
    ).toBe(true);
  });

  it('never takes it from a form', () => {
    expect(mayPopUp({ ...idle, writing: true }, arrived)).toBe(false);
  });

  it('takes it from a lesser one that came by itself, not from one that was chosen or taken', () => {
    const lesser = incident({ priority: 'P3' });
    expect(mayPopUp({ ...idle, selected: lesser }, arrived)).toBe(true);
    expect(mayPopUp({ ...idle, selected: lesser, chosenByHand: true }, arrived)).toBe(false);
    expect(
      mayPopUp({ ...idle, selected: incident({ priority: 'P3', acknowledged: acknowledged() }) }, arrived),
    ).toBe(false);
    expect(mayPopUp({ ...idle, selected: incident() }, arrived)).toBe(false);
  });
});

describe('one key each', () => {
  const press = (code: string, over: Partial<Press> = {}): Press => ({
    code,
    key: code.replace('Key', '').toLowerCase(),
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    ...over,
  });

  it('goes by the place on the keyboard, so that an input method does not swallow it', () => {
    expect(deskKey(press('KeyA', { key: 'Process' }), false, true)).toBe('acknowledge');
    expect(deskKey(press('KeyM'), false, true)).toBe('silence');
    expect(deskKey(press('Slash', { key: '？', shiftKey: true }), false, true)).toBe('help');
  });

  it('leaves fields, browser shortcuts and held keys alone', () => {
    expect(deskKey(press('KeyA'), true, true)).toBeUndefined();
    expect(deskKey(press('KeyA', { ctrlKey: true }), false, true)).toBeUndefined();
    expect(deskKey(press('KeyE', { repeat: true }), false, true)).toBeUndefined();
    expect(deskKey(press('KeyE', { shiftKey: true }), false, true)).toBeUndefined();
    expect(deskKey(press('KeyZ'), false, true)).toBeUndefined();
  });

  it('can be switched off, all but Escape', () => {
    expect(deskKey(press('KeyA'), false, false)).toBeUndefined();
    expect(deskKey(press('Escape', { key: 'Escape' }), true, false)).toBe('close');
  });
});

describe('the response', () => {
  it('shows who is there, coming, asked and gone, each person once', () => {
    const person = (id: string) => ({ responder: { id, name: id } });
    const lines = responseOf(
      incident({
        offers: [
          offer('FIRST_HAND', 'LAPSED', { ...person('wu'), madeAt: at(1) }),
          offer('FIRST_HAND', 'PENDING', { ...person('wu'), madeAt: at(61) }),
          offer('FIRST_HAND', 'DECLINED', person('sun')),
          offer('DOCTOR', 'ACCEPTED', person('wang')),
          offer('FIRST_HAND', 'ACCEPTED', person('zhao')),
        ],
        assignments: [
          assignment('FIRST_HAND', 'EN_ROUTE', person('zhao')),
          assignment('DOCTOR', 'ACCEPTED', person('wang')),
        ],
      }),
    );
    expect(lines.map(({ name, tone }) => [name, tone])).toEqual([
      ['wang', 'on_scene'],
      ['zhao', 'coming'],
      ['wu', 'asked'],
      ['sun', 'gone'],
    ]);
  });

  it('waits for nobody who has answered, whatever else their phone asks', () => {
    const person = (id: string) => ({ responder: { id, name: id } });
    const offers = [
      offer('COORDINATOR', 'PENDING', person('me')),
      offer('BRINGER', 'PENDING', person('zhao')),
      offer('BRINGER', 'PENDING', person('wu')),
    ];
    const assignments = [
      assignment('FIRST_HAND', 'EN_ROUTE', person('zhao')),
      assignment('FIRST_HAND', 'RELEASED', person('wu')),
    ];
    const asked = (over: object) =>
      responseOf(incident({ offers, assignments, ...over })).filter(({ tone }) => tone === 'asked');
    expect(asked({}).map(({ name }) => name)).toEqual(['wu', 'me']);
    expect(asked({ acknowledged: acknowledged() }).map(({ name }) => name)).toEqual(['wu']);
  });

  it('says in words what happened, with names for numbers', () => {
    const asked = [
      offer('DOCTOR', 'PENDING', { id: 'o1', responder: { id: 'a', name: '王慧' } }),
      offer('FIRST_HAND', 'PENDING', { id: 'o2', responder: { id: 'b', name: '赵强' } }),
    ];
    const say = (event: string, detail: object) =>
      detailWords(
        decode({ at: at(0), event, detail, by: null }, 't', decodeTimelineEntry).value,
        incident({ offers: asked }),
        (group, code) => `${group}:${code}`,
        (n) => `x${n}`,
        (n) => `in ${n}`,
      );
    expect(say('incident.offer_made', { step: 0, offers: ['o1', 'o2', 'gone'] })).toBe(
      'role:DOCTOR 王慧 · role:FIRST_HAND 赵强',
    );
    expect(say('incident.signal_added', { signal: 's', kind: 'SOS', presses: 4 })).toBe('kind:SOS · x4');
    expect(say('incident.priority_changed', { from: 'P2', to: 'P1' })).toBe('priority:P2 → priority:P1');
    expect(
      say('incident.priority_changed', { from: 'P1', to: 'P1', need: 'WELFARE', reason: '闻到煤气' }),
    ).toBe('need:WELFARE · 闻到煤气');
    const moved = { state: 'ACCEPTED', role: 'FIRST_HAND', responder: { name: '赵强' }, etaSeconds: 130 };
    expect(say('incident.assignment_changed', moved)).toBe('role:FIRST_HAND · 赵强 · in 3');
    expect(say('incident.stood_down', { disposition: 'HELPED', note: '' })).toBe('disposition:HELPED');
    expect(say('incident.escalated', { step: 1 })).toBe('');
  });
});

describe('whom to call', () => {
  it('begins with the resident and reads numbers as they are spoken', () => {
    const dossier = decode(
      {
        resident: { id: 'r', name: '王秀兰', phone: '13800138000' },
        contacts: [{ id: 'c', name: '王丽', relation: '女儿', phone: '+8613912345678', order: 1 }],
      },
      'dossier',
      decodeDossier,
    ).value;
    expect(callList(dossier, '本人').map(({ name, shown }) => [name, shown])).toEqual([
      ['王秀兰', '138 0013 8000'],
      ['王丽', '+86 139 1234 5678'],
    ]);
    expect(grouped('0371-66'.replace('-', ''))).toBe('037166');
  });
});

describe('a call from the desk', () => {
  const daughter = {
    name: '王丽',
    relation: '女儿',
    phone: '13912345678',
    shown: '139 1234 5678',
    prompt: undefined,
  };
  const { t } = i18n.global;
  const write = (calling: Calling, outcome: Outcome, said: string) =>
    callNote(calling, outcome, said, (key, values) => t(key, values ?? {}, { locale: 'zh-CN' }));

  it('is written down by name, with how it ended and what was said, and without the number', () => {
    expect(write(daughter, 'unanswered', '')).toBe('致电 王丽（女儿）：没人接');
    expect(write(daughter, 'answered', '二十分钟到')).toBe('致电 王丽（女儿）：接通了。二十分钟到');
    for (const outcome of OUTCOMES) expect(write(daughter, outcome, '')).not.toMatch(/\d{3}/);
  });

  it('has done what the plan asked for once somebody answered, and not before', () => {
    const ambulance = { name: '120', relation: '', phone: '120', shown: '120', prompt: 'CALL_120' } as const;
    const done = t('prompt.done.CALL_120', {}, { locale: 'zh-CN' });
    expect(write(ambulance, 'answered', '').startsWith(done)).toBe(true);
    expect(write(ambulance, 'unreachable', '').startsWith(done)).toBe(false);
    const [self, contact] = callList(
      decode(
        {
          resident: { id: 'r', name: '王秀兰', phone: '13800138000' },
          contacts: [{ id: 'c', name: '王丽', relation: '女儿', phone: '13912345678' }],
        },
        'dossier',
        decodeDossier,
      ).value,
      '本人',
    ).map(callingOf);
    expect([self?.prompt, contact?.prompt]).toEqual(['PHONE_RESIDENT', undefined]);
  });
});

describe('the devices of the pop', () => {
  const read = decode(
    { devices: [{ id: 'd1', kind: 'WATCH', battery: 90, lastSeenAt: at(0), state: 'ONLINE' }] },
    'dossier',
    decodeDossier,
  ).value;
  const told = (over: object) => {
    const heard = frame({
      type: 'state',
      kind: 'device',
      version: 7,
      id: 'd1',
      deviceKind: 'WATCH',
      ...over,
    });
    if (heard.type !== 'state' || heard.kind !== 'device') throw new Error('not of a device');
    return new Map([['d1', heard.device]]);
  };

  it('shows the battery that came with the press, although the dossier was read before it was stored', () => {
    expect(devicesNow(read, told({ battery: 71, state: 'ONLINE', lastSeenAt: at(1) }))).toMatchObject([
      { kind: 'WATCH', battery: 71, lastSeenAt: T0 + 1_000 },
    ]);
  });

  it('keeps what was read when the feed knows only older things, or nothing', () => {
    expect(devicesNow(read, told({ battery: 12, state: 'OFFLINE', lastSeenAt: at(-9) }))).toEqual(
      read.devices,
    );
    expect(devicesNow(read, new Map())).toEqual(read.devices);
  });

  it('knows whether a button was tried and whether somebody works on it', () => {
    const { value } = decode(
      {
        devices: [
          { id: 'd1', kind: 'PENDANT', state: 'LATE', test: 'TEST_OVERDUE', maintenanceUntil: at(60) },
        ],
      },
      'dossier',
      decodeDossier,
    );
    expect(devicesNow(value, new Map())).toMatchObject([
      { test: 'TEST_OVERDUE', maintenanceUntil: T0 + 60_000 },
    ]);
  });

  it('shows work on a device that somebody else began or ended, and a button that was tried', () => {
    const worked = (until: string | null, test: string) =>
      devicesNow(read, told({ lastSeenAt: at(-9), test, maintenanceUntil: until }))[0];
    expect(worked(at(60), 'TEST_OVERDUE')).toMatchObject({
      test: 'TEST_OVERDUE',
      maintenanceUntil: T0 + 60_000,
    });
    expect(worked(null, 'TESTED')).toMatchObject({ test: 'TESTED', maintenanceUntil: 0 });
  });

  it('counts as silent only what nobody can explain', () => {
    const one = (id: string, over: object) => [...told({ id, test: 'TESTED', ...over }).values()];
    const devices = [
      ...one('a', { state: 'ONLINE', test: 'TEST_OVERDUE' }),
      ...one('b', { state: 'OFFLINE' }),
      ...one('c', { state: 'OFFLINE', maintenanceUntil: at(60) }),
      ...one('d', { state: 'OFFLINE', maintenanceUntil: at(-60) }),
      ...one('e', { state: 'LATE', away: true }),
    ];
    expect(fleetInWords(devices, T0)).toEqual({
      total: 5,
      online: 1,
      silent: 2,
      inWork: 1,
      away: 1,
      untested: 1,
    });
  });

  it('keeps the battery level when only the liveness changed', () => {
    expect(devicesNow(read, told({ state: 'OFFLINE', lastSeenAt: at(0) }))).toMatchObject([
      { battery: 90, state: 'OFFLINE' },
    ]);
  });
});

describe('whom C rings', () => {
  const line = (id: string, phone: string | undefined = id): CallLine => ({
    id,
    name: id,
    relation: '',
    phone,
    shown: phone ?? '',
    hasKey: false,
    minutesAway: undefined,
    isResident: false,
  });
  const lines = [line('none', ''), line('resident'), line('son'), line('neighbour')].map((one) =>
    one.id === 'none' ? { ...one, phone: undefined } : one,
  );
  const after = (...vain: string[]) =>
    nextCall(lines, ({ id }) => vain.filter((one) => one === id).length)?.id;

  it('is the first with a number, then the next after each call in vain, and the first again at the end', () => {
    expect(after()).toBe('resident');
    expect(after('resident')).toBe('son');
    expect(after('resident', 'son')).toBe('neighbour');
    expect(after('resident', 'son', 'neighbour')).toBe('resident');
    expect(after('son')).toBe('resident');
  });

  it('is nobody where nobody has a number', () => {
    expect(nextCall([{ ...line('x'), phone: undefined }], () => 0)).toBeUndefined();
  });
});

describe('one more of a role', () => {
  it('gets the first place nobody stands in, and nobody twice', () => {
    const two = incident({
      assignments: [
        assignment('FIRST_HAND', 'EN_ROUTE'),
        assignment('FIRST_HAND', 'RELEASED', { slot: 2, responder: { id: 'p2', name: '钱伟' } }),
        assignment('DOCTOR', 'ACCEPTED', { slot: 2, responder: { id: 'p3', name: '孙医生' } }),
      ],
    });
    expect(freeSlot(two, 'FIRST_HAND')).toBe(2);
    expect(freeSlot(two, 'DOCTOR')).toBe(1);
    expect(['p1', 'p2', 'p3', 'p4'].map((person) => goes(two, person))).toEqual([true, false, true, false]);
  });
});

describe('the next step, before E is pressed', () => {
  const ask = (to: 'DOCTORS' | 'DESK' | 'STREET' | 'ON_SHIFT', onlyFor?: 'TECHNICAL') =>
    onlyFor ? { to, onlyFor } : { to };
  const plan = (over: object = {}) => ({
    need: 'MEDICAL' as const,
    priority: 'P1' as const,
    active: true,
    steps: [
      { afterSeconds: 0, targets: [ask('DOCTORS'), ask('DESK')] },
      { afterSeconds: 10, targets: [ask('DOCTORS'), ask('ON_SHIFT', 'TECHNICAL')] },
      {
        afterSeconds: 60,
        targets: [ask('DESK'), ask('STREET'), { to: 'PROMPT_DESK' as const, prompt: 'CALL_120' as const }],
      },
    ],
    ...over,
  });
  const standing = (index: number, over: object = {}) => incident({ step: { index, total: 3 }, ...over });

  it('names whom it turns to for the first time, and what to dial', () => {
    expect(nextStep(standing(2), [plan()])).toEqual({ ways: ['STREET'], numbers: ['120'], again: false });
    expect(nextStep(standing(1), [plan()])).toEqual({ ways: [], numbers: [], again: false });
    expect(nextStep(standing(1, { needs: ['MEDICAL', 'TECHNICAL'] }), [plan()])?.ways).toEqual(['ON_SHIFT']);
    expect(nextStep(standing(3), [plan()])).toEqual({ ways: [], numbers: [], again: true });
  });

  it('says nothing where the plan is not the one that is climbed', () => {
    expect(nextStep(standing(1), [])).toBeUndefined();
    expect(nextStep(standing(1), [plan({ active: false })])).toBeUndefined();
    expect(nextStep(standing(1), [plan({ priority: 'P2' })])).toBeUndefined();
    expect(nextStep(standing(1), [plan({ steps: [] })])).toBeUndefined();
    expect(nextStep(incident({ step: { index: 0, total: 0 } }), [plan({ steps: [] })])).toBeUndefined();
  });
});

describe('what is broken', () => {
  it('is told while nobody may be in need, and only then', () => {
    const flat = { kind: 'LOW_BATTERY', need: 'TECHNICAL', needs: ['TECHNICAL'] };
    expect(faultOf(incident(flat))).toBe('LOW_BATTERY');
    expect(faultOf(incident({ ...flat, needs: ['TECHNICAL', 'MEDICAL'] }))).toBeUndefined();
    expect(faultOf(incident({ ...flat, kind: 'SOS' }))).toBeUndefined();
    expect(faultOf(incident())).toBeUndefined();
  });
});
