/**
 * A server made of cardboard: speaks the contract well enough to see every screen without Java. Not a reference.
 *
 *   node dev/mock-server.mjs [--port 8099] [--static dist] [--scenario one]
 *
 * Sign in as desk / desk, on a phone as hand / hand, doctor / doctor, idle / idle or family / family. `POST /dev/scenario/<name>` changes the scene (see scenarios), `POST /dev/feed/silent`,
 * `/dev/feed/close?code=1012`, `/dev/feed/gap`, `/dev/feed/degraded` make the feed misbehave.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { phoneAccounts, phoneApi, phoneScenarios } from './phones.mjs';
import { communities, plan, residents, responders, street, uuid } from './community.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const port = Number(option('port', '8099'));
const dist = option('static', 'dist');

/** What the server will send, so that a violation is seen here first. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const me = {
  id: uuid(9),
  username: 'desk',
  name: '刘敏',
  role: 'COORDINATOR',
  community: { id: street.id, name: street.name, level: 'STREET' },
  onDuty: true,
  totp: 'OFF',
  responder: true,
  communities: [street, ...communities].map(({ id, name, level, parent }) => ({ id, name, level, parent })),
};

const iso = (ms) => new Date(ms).toISOString();
const now = () => Date.now();

const state = {
  incidents: new Map(),
  timelines: new Map(),
  seq: new Map(me.communities.map(({ id }) => [id, 4711])),
  epoch: uuid(8),
  log: [],
  silent: false,
  degraded: false,
  dossierReads: new Map(),
  posts: [],
};
const sockets = new Set();

// --- scenes -------------------------------------------------------------------------------------------------------

function incidentFor(resident, extra = {}) {
  const openedAt = extra.openedAt ?? now();
  const rest = { ...extra };
  delete rest.openedAt;
  return {
    id: uuid(6),
    community: resident.community.id,
    subject: { kind: 'RESIDENT', id: resident.id, label: resident.name },
    resident: { id: resident.id, name: resident.name },
    place: {
      building: resident.building.id,
      label: `${resident.building.name} ${resident.unit} ${resident.room}`,
      lat: resident.lat,
      lon: resident.lon,
    },
    devices: [resident.watch],
    priority: 'P1',
    need: 'MEDICAL',
    needs: ['MEDICAL'],
    reasons: ['SOS_PRESSED', 'FRAIL'],
    state: 'OPEN',
    kind: 'SOS',
    openedAt: iso(openedAt),
    lastSignalAt: iso(openedAt),
    signals: 1,
    cancelRequested: false,
    drill: false,
    acknowledged: null,
    disposition: null,
    stoodDownAt: null,
    stoodDownBy: null,
    step: { index: 1, total: 3, nextAt: iso(openedAt + 60_000) },
    offers: [],
    assignments: [],
    version: 1,
    ...rest,
    // Read when it is sent: the two promises follow from who is there.
    get clocks() {
      return clocksOf(this, openedAt);
    },
  };
}

function clocksOf(incident, openedAt) {
  if (incident.priority === 'P4') return { doctor: null, door: null };
  const first = (roles, when) =>
    incident.assignments
      .filter((assignment) => roles.includes(assignment.role) && assignment[when])
      .map((assignment) => Date.parse(assignment[when]))
      .sort((a, b) => a - b)[0];
  const clock = (reached, promisedMs) => ({
    startedAt: iso(openedAt),
    dueAt: iso(openedAt + promisedMs),
    stoppedAt: reached === undefined ? incident.stoodDownAt : iso(reached),
    kept: reached === undefined ? null : reached <= openedAt + promisedMs,
  });
  return {
    doctor: incident.needs.includes('MEDICAL') ? clock(first(['DOCTOR'], 'acceptedAt'), 10_000) : null,
    door: clock(first(['FIRST_HAND', 'BRINGER'], 'onSceneAt'), 900_000),
  };
}

const person = ({ id, name }) => ({ id, name });

function offer(incident, responder, role, slot, offerState, extra = {}) {
  return {
    id: uuid(7),
    incident: incident.id,
    responder: person(responder),
    role,
    slot,
    state: offerState,
    madeAt: incident.openedAt,
    expiresAt: iso(Date.parse(incident.openedAt) + 60_000),
    distanceMeters: role === 'DOCTOR' ? null : 120 + slot * 90,
    etaSeconds: role === 'DOCTOR' ? 5 : 140 + slot * 70,
    ...extra,
  };
}

function assignment(incident, responder, role, slot, assignmentState, acceptedAfter, extra = {}) {
  return {
    id: uuid(7),
    incident: incident.id,
    responder: person(responder),
    role,
    slot,
    state: assignmentState,
    acceptedAt: iso(Date.parse(incident.openedAt) + acceptedAfter),
    etaSeconds: role === 'DOCTOR' ? null : 130,
    ...extra,
  };
}

function note(incident, event, by, detail = {}, at = now()) {
  const items = state.timelines.get(incident.id) ?? [];
  items.push({ seq: items.length + 1, at: iso(at), event, by, detail });
  state.timelines.set(incident.id, items);
}

function rich(resident, ageMs) {
  const openedAt = now() - ageMs;
  const incident = incidentFor(resident, { openedAt, signals: 4, lastSignalAt: iso(openedAt + 21_000) });
  const [doctor, other] = responders;
  const [zhao, sun, zhou, wu] = responders.slice(2);
  incident.offers = [
    offer(incident, doctor, 'DOCTOR', 1, 'ACCEPTED'),
    offer(incident, other, 'DOCTOR', 1, 'WITHDRAWN'),
    offer(incident, zhao, 'FIRST_HAND', 1, 'ACCEPTED'),
    offer(incident, sun, 'FIRST_HAND', 2, 'DECLINED'),
    offer(incident, zhou, 'FIRST_HAND', 2, 'PENDING', { expiresAt: iso(now() + 38_000) }),
    offer(incident, wu, 'BRINGER', 1, 'LAPSED'),
  ];
  incident.assignments = [
    assignment(incident, doctor, 'DOCTOR', 1, 'ACCEPTED', 7_000),
    assignment(incident, zhao, 'FIRST_HAND', 1, 'EN_ROUTE', 19_000, { enRouteAt: iso(openedAt + 30_000) }),
  ];
  incident.step = { index: 2, total: 3, nextAt: iso(now() + 47_000) };
  const by = (responder) => ({ ...person(responder), role: responder.role });
  note(incident, 'incident.opened', { device: resident.watch }, { kind: 'SOS' }, openedAt);
  note(
    incident,
    'incident.offer_made',
    null,
    { step: 0, offers: incident.offers.map(({ id }) => id) },
    openedAt + 900,
  );
  note(incident, 'incident.assigned', by(doctor), { role: 'DOCTOR' }, openedAt + 7_000);
  note(
    incident,
    'incident.signal_added',
    { device: resident.watch },
    { kind: 'SOS', presses: 4 },
    openedAt + 12_000,
  );
  note(
    incident,
    'incident.offer_answered',
    by(sun),
    { state: 'DECLINED', role: 'FIRST_HAND', responder: person(sun) },
    openedAt + 15_000,
  );
  note(incident, 'incident.assigned', by(zhao), { role: 'FIRST_HAND' }, openedAt + 19_000);
  note(
    incident,
    'incident.assignment_changed',
    by(zhao),
    { state: 'EN_ROUTE', role: 'FIRST_HAND', responder: person(zhao) },
    openedAt + 30_000,
  );
  note(incident, 'incident.escalated', null, {}, openedAt + 60_000);
  note(
    incident,
    'incident.offer_made',
    null,
    { step: 1, offers: [], prompts: ['CALL_120'] },
    openedAt + 60_500,
  );
  responders.find(({ id }) => id === zhao.id).busy = true;
  return incident;
}

const scenarios = {
  empty: () => [],
  one: () => [rich(residents[0], 134_000)],
  several: () => [
    rich(residents[0], 134_000),
    incidentFor(residents[3], {
      openedAt: now() - 8_000,
      reasons: ['FALL_CONFIRMED', 'FRAIL'],
      kind: 'FALL_CONFIRMED',
      needs: ['MEDICAL', 'PHYSICAL_HELP'],
    }),
    incidentFor(residents[5], {
      openedAt: now() - 1_260_000,
      priority: 'P2',
      kind: 'VITALS',
      reasons: ['NEWS2_FIVE_OR_SIX'],
      acknowledged: { by: { id: me.id, name: me.name }, at: iso(now() - 1_200_000) },
      signals: 2,
    }),
    incidentFor(residents[8], {
      openedAt: now() - 420_000,
      priority: 'P2',
      need: 'WANDERING',
      needs: ['WANDERING'],
      kind: 'GEOFENCE_EXIT',
      reasons: ['GEOFENCE_EXIT'],
    }),
    incidentFor(residents[9], { openedAt: now() - 95_000, cancelRequested: true, drill: true }),
    incidentFor(residents[11], {
      openedAt: now() - 3_900_000,
      priority: 'P4',
      need: 'TECHNICAL',
      needs: ['TECHNICAL'],
      kind: 'LOW_BATTERY',
      reasons: ['LOW_BATTERY'],
    }),
    incidentFor(residents[12], {
      openedAt: now() - 600_000,
      priority: 'P3',
      need: 'WELFARE',
      needs: ['WELFARE'],
      kind: 'WELFARE_MISSED',
      reasons: ['WELFARE_MISSED'],
      acknowledged: { by: { id: uuid(5), name: '何静' }, at: iso(now() - 500_000) },
    }),
    incidentFor(residents[14], {
      openedAt: now() - 2_400_000,
      state: 'STOOD_DOWN',
      disposition: 'HELPED',
      stoodDownAt: iso(now() - 900_000),
      stoodDownBy: { id: me.id, name: me.name },
    }),
  ],
  storm: () => {
    const all = [];
    for (let n = 0; n < 64; n++) {
      const resident = residents[n % residents.length];
      const community = communities[n % 2];
      const building = community.buildings[n % 5 === 0 ? n % community.buildings.length : (n % 2) + 4];
      const [lon, lat] = building.point;
      all.push(
        incidentFor(
          { ...resident, community, building, lat, lon, name: resident.name },
          {
            openedAt: now() - (n * 700 + 4_000),
            priority: n % 9 === 0 ? 'P2' : 'P1',
            need: n % 4 === 0 ? 'FIRE_OR_GAS' : 'MEDICAL',
            needs: n % 4 === 0 ? ['FIRE_OR_GAS', 'MEDICAL'] : ['MEDICAL'],
            reasons: n % 4 === 0 ? ['SMOKE'] : ['SOS_PRESSED'],
            signals: 1 + (n % 5),
          },
        ),
      );
    }
    return all;
  },
  away: () => {
    const incident = rich(residents[0], 70_000);
    incident.awayDemo = true;
    return [incident];
  },
  unknown: () => {
    const incident = incidentFor(residents[2], {
      openedAt: now() - 12_000,
      reasons: ['UNIDENTIFIED', 'UNDECODABLE'],
      community: street.id,
    });
    const device = uuid(4);
    return [
      {
        ...incident,
        resident: null,
        subject: { kind: 'DEVICE', id: device, label: '手表 4407' },
        devices: [device],
        place: null,
      },
    ];
  },
};

const accounts = phoneAccounts(me, responders, residents);
Object.assign(scenarios, phoneScenarios({ incidentFor, offer, assignment, residents, responders, now }));

function setScene(name) {
  const scene = scenarios[name];
  if (!scene) return false;
  for (const responder of responders) responder.busy = false;
  state.timelines.clear();
  state.incidents = new Map(scene().map((incident) => [incident.id, incident]));
  state.log = [];
  for (const community of state.seq.keys()) state.seq.set(community, state.seq.get(community) + 1);
  for (const socket of sockets) socket.close(1012);
  return true;
}

// --- the feed -----------------------------------------------------------------------------------------------------

function devicesOf(community) {
  return residents
    .filter((resident) => resident.community.id === community)
    .map((resident, index) => {
      const incident = [...state.incidents.values()].find(({ devices }) => devices.includes(resident.watch));
      const device = {
        id: resident.watch,
        kind: index % 3 === 2 ? 'PENDANT' : 'WATCH',
        resident: { id: resident.id, name: resident.name },
        community,
        battery: 71 - index * 4,
        state: index === 7 ? 'LATE' : 'ONLINE',
        lastSeenAt: iso(now() - 35_000),
        version: 1,
      };
      if (!incident || incident.state !== 'OPEN') return device;
      const [dLat, dLon] = incident.awayDemo ? [0.0016, -0.0011] : [0.0001, 0.00008];
      return {
        ...device,
        lat: resident.lat + dLat,
        lon: resident.lon + dLon,
        acc: incident.awayDemo ? 65 : 18,
        positionAt: iso(now() - 35_000),
      };
    });
}

const openIn = (community) =>
  [...state.incidents.values()].filter((i) => i.community === community && i.state === 'OPEN');

function sendSnapshot(socket, community) {
  const frame = {
    type: 'snapshot',
    community,
    epoch: state.epoch,
    seq: state.seq.get(community),
    incidents: openIn(community),
    devices: devicesOf(community),
    responders: [...responders, ...crowd.walkers].filter((responder) => responder.community === community),
    complete: true,
  };
  // As the server does: a frame stays small, the last one is complete.
  const crowded = crowd.devices.filter((device) => device.community === community);
  for (let n = 0; n < crowded.length; n += 200) {
    send(socket, {
      ...frame,
      incidents: [],
      responders: [],
      devices: crowded.slice(n, n + 200),
      complete: false,
    });
  }
  const half = Math.ceil(frame.incidents.length / 2);
  send(socket, { ...frame, incidents: frame.incidents.slice(0, half), responders: [], complete: false });
  send(socket, { ...frame, incidents: frame.incidents.slice(half), devices: [] });
}

function publish(event, incident) {
  incident.version++;
  const community = incident.community;
  const prev = state.seq.get(community);
  state.seq.set(community, prev + 1);
  const frame = { type: 'event', community, seq: prev + 1, prev, at: iso(now()), event, incident };
  state.log.push(frame);
  for (const socket of sockets) if (socket.signedIn) send(socket, frame);
}

function send(socket, frame) {
  if (!state.silent) socket.send(JSON.stringify(frame));
}

const heartbeat = () => ({
  type: 'heartbeat',
  at: iso(now()),
  heads: Object.fromEntries(state.seq),
  epochs: Object.fromEntries([...state.seq.keys()].map((community) => [community, state.epoch])),
  degraded: state.degraded,
});

const feed = new WebSocketServer({ noServer: true, handleProtocols: () => 'anling.feed.v1' });
feed.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data));
    if (frame.type === 'auth') {
      if (!String(frame.token).startsWith('access')) return socket.close(4401);
      if (socket.signedIn) return;
      socket.signedIn = true;
      for (const { id } of me.communities) {
        const from = frame.resume?.[id];
        const missed = state.log.filter((event) => event.community === id && event.seq > from);
        const whole = from !== undefined && state.seq.get(id) - from === missed.length;
        if (whole) missed.forEach((event) => send(socket, event));
        else sendSnapshot(socket, id);
      }
      send(socket, heartbeat());
    }
    if (frame.type === 'alive') socket.aliveAt = now();
  });
});
setInterval(() => {
  for (const socket of sockets) if (socket.signedIn) send(socket, heartbeat());
}, 5_000);
setInterval(() => {
  for (const responder of responders) {
    if (responder.lat === null || !responder.onDuty) continue;
    responder.lat += (Math.random() - 0.5) * 0.00004;
    responder.lon += (Math.random() - 0.5) * 0.00004;
    const { id, community, lat, lon } = responder;
    const frame = {
      type: 'volatile',
      kind: 'position',
      of: 'responder',
      id,
      community,
      lat,
      lon,
      acc: 10,
      at: iso(now()),
    };
    for (const socket of sockets) if (socket.signedIn) send(socket, frame);
  }
}, 2_000);

// --- REST ---------------------------------------------------------------------------------------------------------

function dossierOf(incident) {
  const resident = residents.find(({ id }) => id === incident.resident?.id);
  state.dossierReads.set(incident.id, (state.dossierReads.get(incident.id) ?? 0) + 1);
  if (!resident) {
    return {
      incident,
      resident: null,
      address: null,
      clinical: null,
      contacts: [],
      vitals: [],
      news2: null,
      devices: [],
      where: { basis: 'NONE' },
      history: [],
    };
  }
  const ago = (ms) => iso(now() - ms);
  const trend = (...values) => values.map((value, i) => ({ at: ago((values.length - i) * 600_000), value }));
  const device = devicesOf(resident.community.id).find(({ id }) => id === resident.watch);
  return {
    incident,
    resident: {
      id: resident.id,
      name: resident.name,
      pinyin: '',
      sex: resident.sex,
      birthDate: '1942-03-08',
      age: resident.age,
      phone: '13800138000',
      livingSituation: resident.living,
      livesAlone: resident.livesAlone,
      language: resident.sex === 'M' ? '河南话' : '普通话',
    },
    address: {
      community: person(resident.community),
      building: person(resident.building),
      unit: resident.unit,
      floor: resident.floor,
      room: resident.room,
      keyBox: resident.keyBox,
      lat: resident.lat,
      lon: resident.lon,
      text: `${resident.community.name} ${incident.place?.label}`,
    },
    clinical: {
      conditions: resident.conditions,
      medications: resident.medications,
      allergies: resident.allergies,
      bloodType: 'A',
      frailty: 5,
      oxygenTherapy: false,
      spo2Scale2: false,
      notes: null,
    },
    contacts: [
      {
        id: uuid(3),
        name: '王丽',
        relation: '女儿',
        phone: '13912345678',
        order: 1,
        hasKey: true,
        minutesAway: 15,
      },
      {
        id: uuid(3),
        name: '赵师傅',
        relation: '邻居',
        phone: '13687654321',
        order: 2,
        hasKey: false,
        minutesAway: 1,
      },
    ],
    vitals: [
      {
        kind: 'hr',
        value: 104,
        unit: '/min',
        at: ago(240_000),
        device: resident.watch,
        trend: trend(78, 82, 80, 95, 104),
      },
      {
        kind: 'sys',
        value: 168,
        unit: 'mmHg',
        at: ago(4_200_000),
        device: resident.vitalsDevice,
        trend: trend(142, 150, 149, 168),
      },
      {
        kind: 'dia',
        value: 92,
        unit: 'mmHg',
        at: ago(4_200_000),
        device: resident.vitalsDevice,
        trend: trend(84, 88, 86, 92),
      },
      {
        kind: 'spo2',
        value: 93,
        unit: '%',
        at: ago(240_000),
        device: resident.watch,
        trend: trend(97, 96, 96, 94, 93),
      },
      {
        kind: 'temp',
        value: 36.8,
        unit: '°C',
        at: ago(30_000_000),
        device: resident.vitalsDevice,
        trend: [],
      },
    ],
    news2: {
      score: 3,
      complete: false,
      missing: ['rr', 'consciousness', 'o2'],
      lowerBound: 3,
      upperBound: 11,
      at: ago(240_000),
    },
    devices: [
      {
        id: resident.watch,
        kind: 'WATCH',
        model: 'AL-W3',
        battery: device.battery,
        lastSeenAt: device.lastSeenAt,
        state: 'ONLINE',
      },
      {
        id: resident.vitalsDevice,
        kind: 'VITALS_MONITOR',
        model: 'BP-20',
        battery: 15,
        lastSeenAt: ago(4_200_000),
        state: 'LATE',
      },
    ],
    where: {
      basis: 'HOME',
      lat: resident.lat,
      lon: resident.lon,
      device: {
        basis: 'DEVICE',
        lat: device.lat,
        lon: device.lon,
        accuracyMeters: device.acc,
        at: ago(35_000),
        ageSeconds: 35,
      },
    },
    history: [
      {
        incident: uuid(6),
        openedAt: ago(86_400_000 * 12),
        need: 'MEDICAL',
        priority: 'P1',
        disposition: 'HELPED',
        signals: 2,
      },
      {
        incident: uuid(6),
        openedAt: ago(86_400_000 * 40),
        need: 'TECHNICAL',
        priority: 'P4',
        disposition: 'TEST',
        signals: 1,
      },
    ],
  };
}

/** Who walks to the door gets no health data. */
function dossierFor({ role }, { incident, resident, address, contacts, devices, where, ...rest }) {
  const door = { incident, resident, address, contacts, devices, where };
  return role === 'VOLUNTEER' || role === 'STAFF' ? door : { ...door, ...rest };
}

function candidatesOf(incident) {
  const reasons = ['NEAREST', 'NEAREST', 'NOT_NEAREST', 'BUSY', 'OFF_DUTY', 'TOO_FAR', 'NO_POSITION'];
  return responders.map((responder, index) => ({
    responder: person(responder),
    role: responder.role === 'DOCTOR' ? 'DOCTOR' : 'FIRST_HAND',
    chosen: index < 5,
    reason: responder.role === 'DOCTOR' ? 'ON_DUTY' : index < 5 ? 'NEAREST' : reasons[2 + (index % 5)],
    distanceMeters: responder.role === 'DOCTOR' ? null : 90 + index * 73,
    etaSeconds: null,
    step: 0,
    at: incident.openedAt,
  }));
}

const who = { id: me.id, name: me.name, role: me.role };
const acts = {
  acknowledge(incident) {
    incident.acknowledged ??= { by: person(me), at: iso(now()) };
    note(incident, 'incident.acknowledged', who);
    publish('incident.acknowledged', incident);
  },
  escalate(incident) {
    if (incident.step.index >= incident.step.total) {
      return problem(409, 'last_step', 'There is no further step', '预案已经是最后一步，会自动重复。');
    }
    incident.step = { ...incident.step, index: incident.step.index + 1, nextAt: iso(now() + 60_000) };
    note(incident, 'incident.escalated', who);
    publish('incident.escalated', incident);
    return undefined;
  },
  notes(incident, body) {
    note(incident, 'incident.note_added', who, { text: body.text });
    publish('incident.note_added', incident);
  },
  'stand-down'(incident, body) {
    if (incident.state === 'STOOD_DOWN') return problem(409, 'already_stood_down', 'Already stood down');
    Object.assign(incident, {
      state: 'STOOD_DOWN',
      disposition: body.disposition,
      stoodDownAt: iso(now()),
      stoodDownBy: person(me),
    });
    note(incident, 'incident.stood_down', who, { disposition: body.disposition, note: body.note });
    publish('incident.stood_down', incident);
    return undefined;
  },
  assign(incident, body) {
    const responder = responders.find(({ id }) => id === body.responder);
    if (responder.busy)
      return { ...problem(409, 'offer_taken', 'Already taken'), winner: { name: responder.name } };
    incident.offers.push(
      offer(incident, responder, body.role, 3, 'PENDING', {
        madeAt: iso(now()),
        expiresAt: iso(now() + 60_000),
      }),
    );
    note(incident, 'incident.offer_made', who, { step: 1, offers: [incident.offers.at(-1).id] });
    publish('incident.offer_made', incident);
    return undefined;
  },
};

const problem = (status, code, title, detail, more) => ({
  ...more,
  problem: true,
  status,
  code,
  title,
  detail,
  type: 'about:blank',
});

async function api(method, path, query, body, token) {
  if (path === '/auth/token') {
    if (body.username === 'code')
      return problem(401, 'totp_required', 'Not signed in', undefined, { challenge: 'c1', expires_in: 300 });
    if (!accounts[body.username] || body.password !== body.username)
      return problem(401, 'bad_credentials', 'Not signed in');
    return tokens(body.username);
  }
  if (path === '/auth/token/totp')
    return body.code === '123456' ? tokens('desk') : problem(403, 'wrong_code', 'Forbidden');
  if (path === '/auth/methods') return { oidc: { name: '区政务统一登录' } };
  if (path === '/auth/oidc') return problem(503, 'oidc_unreachable', 'Not now');
  if (path === '/auth/refresh') {
    return String(body.refresh_token).startsWith('refresh')
      ? tokens(body.refresh_token.split('-')[1])
      : problem(401, 'bad_token', 'Not signed in');
  }
  if (!token?.startsWith('Bearer access')) return problem(401, 'not_signed_in', 'Not signed in');
  if (path === '/auth/logout') return {};
  if (path === '/me/totp') {
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    return { secret, uri: `otpauth://totp/Anling:desk?secret=${secret}&issuer=Anling` };
  }
  if (path === '/me/totp/confirm')
    return {
      recoveryCodes: Array.from({ length: 10 }, (_, i) => `ABCD-EFGH-IJKL-MN${String(i).padStart(2, '2')}`),
    };
  const account = accounts[token.split('-')[1]] ?? me;
  if (path === '/me') return account;
  if (path === '/me/duty') return Object.assign(account, { onDuty: body.onDuty });
  const phone = phoneApi({
    method,
    path,
    body,
    account,
    state,
    residents,
    responders,
    publish,
    problem,
    now,
  });
  if (phone) return phone;
  if (path === '/communities') {
    return {
      items: [
        ...me.communities,
        ...communities.flatMap((c) =>
          c.buildings.map((b) => ({
            id: b.id,
            name: b.name,
            level: 'BUILDING',
            parent: c.id,
            lat: b.point[1],
            lon: b.point[0],
          })),
        ),
      ],
      next: null,
    };
  }
  if (path === '/residents') {
    const building = query.get('building');
    return {
      items: residents
        .filter((one) => one.building.id === building)
        .map((one) => ({
          id: one.id,
          name: one.name,
          pinyin: '',
          sex: one.sex,
          birthDate: null,
          phone: '13800138000',
          livesAlone: one.livesAlone,
          away: false,
          address: {
            community: person(one.community),
            building: person(one.building),
            unit: one.unit,
            floor: one.floor,
            room: one.room,
            text: '',
          },
          version: 1,
        })),
      next: null,
    };
  }
  if (path === '/responders') return { items: responders };
  if (path === '/incidents') {
    const wanted = query.get('state') === 'stood_down' ? 'STOOD_DOWN' : 'OPEN';
    return { items: [...state.incidents.values()].filter((i) => i.state === wanted), next: null };
  }
  const match = /^\/incidents\/([^/]+)(?:\/([a-z-]+))?$/.exec(path);
  const incident = match && state.incidents.get(match[1]);
  if (!incident) return problem(404, 'not_found', 'Not found');
  if (method === 'GET') {
    switch (match[2]) {
      case undefined:
        return incident;
      case 'dossier':
        return dossierFor(account, dossierOf(incident));
      case 'timeline':
        return { items: state.timelines.get(incident.id) ?? [], next: null };
      case 'candidates':
        return { items: candidatesOf(incident), next: null };
      case 'lendings':
        return {
          items: [],
          next: null,
          community: { id: incident.community, name: '槐荫里社区' },
          beside: [{ id: 'beside', name: '北塘社区' }],
        };
    }
  }
  await new Promise((done) => setTimeout(done, 250));
  return acts[match[2]]?.(incident, body) ?? incident;
}

let tokenCount = 0;
const tokens = (username) => ({
  access_token: `access-${username}-${++tokenCount}`,
  token_type: 'Bearer',
  expires_in: 600,
  refresh_token: `refresh-${username}-${tokenCount}`,
});

// --- HTTP ---------------------------------------------------------------------------------------------------------

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (url.pathname.startsWith('/api/v1/')) {
    const body = text === '' ? {} : JSON.parse(text);
    const path = url.pathname.slice('/api/v1'.length);
    if (request.method === 'POST') state.posts.push({ path, key: request.headers['idempotency-key'] });
    const answer = await api(request.method, path, url.searchParams, body, request.headers.authorization);
    if (answer.problem) return json(response, answer, answer.status, 'application/problem+json');
    return json(response, answer, 200);
  }
  if (url.pathname === '/map/ground.json') return json(response, { tiles: null }, 200);
  if (url.pathname === '/map/plan.geojson') return json(response, plan, 200, 'application/geo+json');
  if (url.pathname.startsWith('/dev/')) return json(response, control(url), 200);
  return serveFile(url.pathname, response);
});

/** A town for the map: so many devices that have said where they are, so many people who walk. */
const crowd = { devices: [], walkers: [], timer: undefined };
function makeTown(devices, walkers) {
  const [community] = communities;
  const anywhere = () => {
    const building = community.buildings[Math.floor(Math.random() * community.buildings.length)];
    const [lon, lat] = building.point;
    return { lat: lat + (Math.random() - 0.5) * 0.002, lon: lon + (Math.random() - 0.5) * 0.002 };
  };
  crowd.devices = Array.from({ length: devices }, (_, n) => ({
    id: uuid(4),
    kind: 'WATCH',
    community: community.id,
    battery: 70,
    state: n % 50 === 0 ? 'OFFLINE' : 'ONLINE',
    lastSeenAt: iso(now()),
    version: 1,
    ...anywhere(),
  }));
  crowd.walkers = Array.from({ length: walkers }, (_, n) => ({
    id: uuid(5),
    name: `志愿者 ${n}`,
    role: 'VOLUNTEER',
    community: community.id,
    onDuty: true,
    busy: n % 10 === 0,
    version: 1,
    ...anywhere(),
  }));
  clearInterval(crowd.timer);
  // Everybody says once every two seconds where they are, spread over the time.
  let next = 0;
  crowd.timer = setInterval(() => {
    for (let n = 0; n < walkers / 20; n++) {
      const walker = crowd.walkers[next++ % walkers];
      walker.lat += (Math.random() - 0.5) * 0.00008;
      walker.lon += (Math.random() - 0.5) * 0.00008;
      const { id, community: at, lat, lon } = walker;
      const frame = {
        type: 'volatile',
        kind: 'position',
        of: 'responder',
        id,
        community: at,
        lat,
        lon,
        acc: 10,
      };
      for (const socket of sockets) if (socket.signedIn) send(socket, { ...frame, at: iso(now()) });
    }
  }, 100);
  // Nobody resumes: everybody gets the town by a snapshot.
  state.log = [];
  for (const known of state.seq.keys()) state.seq.set(known, state.seq.get(known) + 1);
  for (const socket of sockets) socket.close(1012);
}

function control(url) {
  const [, , what, name] = url.pathname.split('/');
  if (what === 'town') {
    makeTown(Number(url.searchParams.get('devices') ?? 5000), Number(url.searchParams.get('walkers') ?? 500));
    return { ok: true };
  }
  if (what === 'scenario') return { ok: setScene(name) };
  if (what === 'state')
    return {
      dossierReads: [...state.dossierReads],
      posts: state.posts,
      alive: [...sockets].map((s) => s.aliveAt ?? null),
    };
  if (what === 'press') {
    const incident = incidentFor(residents[Number(name ?? 0)]);
    state.incidents.set(incident.id, incident);
    note(incident, 'incident.opened', { device: incident.devices[0] }, { kind: 'SOS' });
    publish('incident.opened', incident);
    return { id: incident.id };
  }
  if (what === 'flood') {
    for (let n = 0; n < Number(name ?? 1000); n++) {
      const resident = residents[n % residents.length];
      const buildings = resident.community.buildings;
      const building = buildings[n % buildings.length];
      const [lon, lat] = building.point;
      const incident = incidentFor({ ...resident, building, lat, lon });
      state.incidents.set(incident.id, incident);
      publish('incident.opened', incident);
    }
    return { open: state.incidents.size };
  }
  if (what === 'taken') {
    state.taken = decodeURIComponent(name ?? '');
    return { taken: name };
  }
  if (what === 'again') {
    const incident = [...state.incidents.values()][0];
    incident.signals++;
    publish('incident.signal_added', incident);
    return { signals: incident.signals };
  }
  if (what === 'feed' && name === 'silent') state.silent = url.searchParams.get('off') === null;
  if (what === 'feed' && name === 'degraded') state.degraded = !state.degraded;
  if (what === 'feed' && name === 'close') {
    for (const socket of sockets) socket.close(Number(url.searchParams.get('code') ?? 1012));
  }
  if (what === 'feed' && name === 'gap') {
    const [community] = state.seq.keys();
    state.seq.set(community, state.seq.get(community) + 3);
    const seq = state.seq.get(community) + 1;
    state.seq.set(community, seq);
    const frame = { type: 'event', community, seq, prev: seq - 1, at: iso(now()), event: 'call.ringing' };
    for (const socket of sockets) if (socket.signedIn) send(socket, frame);
  }
  return { ok: true };
}

function json(response, body, status, type = 'application/json') {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function serveFile(path, response) {
  const wanted = join(dist, normalize(path));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, 'index.html');
  if (!existsSync(file)) {
    response.writeHead(404).end('npm run build first');
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
  });
  createReadStream(file).pipe(response);
}

server.on('upgrade', (request, socket, head) => {
  if (new URL(request.url, 'http://mock').pathname !== '/api/v1/feed') return socket.destroy();
  feed.handleUpgrade(request, socket, head, (opened) => feed.emit('connection', opened));
});
setScene(option('scenario', 'several'));
server.listen(port, '127.0.0.1', () =>
  console.log(`mock server on http://127.0.0.1:${server.address().port}  desk / desk`),
);
