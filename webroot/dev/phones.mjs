/** What the cardboard server knows of phones: a volunteer and a daughter, what rings for them, and what they may ask. */

const iso = (ms) => new Date(ms).toISOString();

/** @param me the coordinator, whose part of the tree everybody here shares */
export function phoneAccounts(me, responders, residents) {
  const [, , zhao] = responders;
  const [wang] = residents;
  return {
    desk: me,
    hand: { ...me, id: zhao.id, username: 'hand', name: zhao.name, role: 'VOLUNTEER', onDuty: true },
    idle: {
      ...me,
      id: responders[5].id,
      username: 'idle',
      name: responders[5].name,
      role: 'STAFF',
      onDuty: false,
    },
    doctor: { ...me, id: responders[0].id, username: 'doctor', name: responders[0].name, role: 'DOCTOR' },
    family: {
      ...me,
      id: 'ffffffff-0000-4000-8000-000000000001',
      username: 'family',
      name: '王丽',
      role: 'FAMILY',
      responder: false,
      resident: wang.id,
    },
  };
}

export function phoneScenarios({ incidentFor, offer, assignment, residents, responders, now }) {
  const [doctor, , zhao, sun] = responders;
  const asked = (extra, offerExtra) => {
    const incident = incidentFor(residents[0], { openedAt: now() - 9_000, signals: 2, ...extra });
    incident.offers = [
      offer(incident, zhao, 'FIRST_HAND', 1, 'PENDING', {
        madeAt: iso(now() - 8_000),
        expiresAt: iso(now() + 52_000),
        distanceMeters: 320,
        etaSeconds: 252,
        ...offerExtra,
      }),
    ];
    return incident;
  };
  const going = (held, more = {}) => {
    const incident = incidentFor(residents[0], { openedAt: now() - 134_000, signals: 2 });
    incident.assignments = [
      assignment(incident, zhao, 'FIRST_HAND', 1, held, 19_000, {
        arriveBy: iso(now() + 400_000),
        expectedAt: iso(now() + 190_000),
        ...more,
      }),
      assignment(incident, doctor, 'DOCTOR', 1, 'ACCEPTED', 7_000),
      assignment(incident, sun, 'BRINGER', 1, 'EN_ROUTE', 31_000, {
        brings: 'AED',
        expectedAt: iso(now() + 260_000),
      }),
    ];
    return incident;
  };
  return {
    ask: () => [asked()],
    'ask-drill': () => [asked({ drill: true }, { brings: 'AED' })],
    'ask-doctor': () => {
      const incident = asked();
      incident.offers = [
        offer(incident, doctor, 'DOCTOR', 1, 'PENDING', {
          expiresAt: iso(now() + 9_000),
          madeAt: iso(now() - 1_000),
        }),
      ];
      return [incident];
    },
    going: () => [going('ACCEPTED')],
    visit: () => {
      const incident = going('EN_ROUTE');
      return [incident];
    },
    there: () => [
      going('ON_SCENE', {
        onSceneAt: iso(now() - 60_000),
        checkInBy: iso(now() + 1_130_000),
        arriveBy: undefined,
      }),
    ],
  };
}

/** @return undefined for what is not a phone's alone */
export function phoneApi({
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
}) {
  const act = /^\/(offers|assignments)\/([^/]+)\/([a-z-]+)$/.exec(path);
  if (act) return acted({ act, body, account, state, responders, publish, problem, now });
  if (path === '/me/position' || path.startsWith('/me/notifications')) return {};
  if (path === '/push/key') return { key: null };
  if (path === '/me/resident') return elder(residents[0], now);
  if (path === '/me/contact' && method === 'PUT') return { ...contacts(account)[0], ...body, version: 2 };
  if (/^\/residents\/[^/]+\/contacts$/.test(path)) return { items: contacts(account), next: null };
  if (/^\/residents\/[^/]+\/consents/.test(path)) return { items: consents(now), next: null };
  if (/^\/residents\/[^/]+\/access-log/.test(path)) return { items: looks(now), next: null };
  return undefined;
}

function acted({ act, account, state, responders, publish, problem, now }) {
  const [, kind, id, what] = act;
  for (const incident of state.incidents.values()) {
    const offer = incident.offers.find((each) => each.id === id);
    if (kind === 'offers' && offer) {
      if (what === 'decline') return Object.assign(offer, { state: 'DECLINED' });
      if (state.taken)
        return { ...problem(409, 'offer_taken', 'Already taken'), winner: { name: state.taken } };
      offer.state = 'ACCEPTED';
      const made = {
        id: offer.id.replace(/^./, 'e'),
        incident: incident.id,
        responder: offer.responder,
        role: offer.role,
        slot: offer.slot,
        state: 'ACCEPTED',
        acceptedAt: iso(now()),
        arriveBy: iso(now() + 420_000),
      };
      incident.assignments.push(made);
      publish('incident.assigned', incident);
      return made;
    }
    const held = incident.assignments.find((each) => each.id === id);
    if (kind === 'assignments' && held) {
      if (what === 'reliefs')
        return {
          items: responders.slice(3, 7).map((each, index) => ({
            id: each.id,
            name: each.name,
            role: 'VOLUNTEER',
            distanceMeters: 120 + index * 90,
          })),
          next: null,
        };
      held.state =
        { 'en-route': 'EN_ROUTE', 'on-scene': 'ON_SCENE', clear: 'CLEARED', release: 'RELEASED' }[what] ??
        held.state;
      if (held.state === 'ON_SCENE') held.checkInBy = iso(now() + 1_200_000);
      publish('incident.assignment_changed', incident);
      return held;
    }
  }
  return account ? problem(404, 'not_found', 'Not found') : undefined;
}

function elder(resident, now) {
  return {
    id: resident.id,
    name: resident.name,
    phone: '13800138000',
    away: false,
    readAt: iso(now()),
    lastSign: { kind: 'MEASURED', at: iso(now() - 720_000) },
    devices: [
      {
        id: resident.watch,
        kind: 'WATCH',
        battery: 64,
        lastSeenAt: iso(now() - 120_000),
        state: 'ONLINE',
        worn: true,
        test: 'TEST_OVERDUE',
        maintenanceUntil: null,
      },
      {
        id: resident.vitalsDevice,
        kind: 'VITALS_MONITOR',
        battery: 14,
        lastSeenAt: iso(now() - 4_200_000),
        state: 'LATE',
        worn: null,
        test: 'NOT_EXPECTED',
        maintenanceUntil: iso(now() + 5_400_000),
      },
    ],
    readings: [
      { kind: 'hr', value: 74, at: iso(now() - 720_000) },
      { kind: 'spo2', value: 97, at: iso(now() - 720_000) },
      { kind: 'sys', value: 132, at: iso(now() - 9_000_000) },
      { kind: 'dia', value: 78, at: iso(now() - 9_000_000) },
    ],
    history: [
      past(now, 12, 'MEDICAL', 'P1', 'HELPED', 1_560_000),
      past(now, 30, 'TECHNICAL', 'P4', 'RECOVERED', 540_000),
      past(now, 41, 'MEDICAL', 'P1', 'FALSE_ALARM', 310_000),
    ],
  };
}

function past(now, days, need, priority, disposition, lasted) {
  const openedAt = now() - days * 86_400_000;
  return {
    incident: `eeeeeeee-0000-4000-8000-0000000000${days}`,
    openedAt: iso(openedAt),
    stoodDownAt: iso(openedAt + lasted),
    need,
    priority,
    disposition,
    drill: false,
  };
}

function contacts(account) {
  const one = { order: 1, hasKey: true, minutesAway: 15, version: 1 };
  return [
    {
      ...one,
      id: 'cccccccc-0000-4000-8000-000000000001',
      name: '王丽',
      relation: '女儿',
      phone: '13912345678',
      account: account.id,
    },
    {
      ...one,
      id: 'cccccccc-0000-4000-8000-000000000002',
      name: '赵师傅',
      relation: '邻居',
      phone: '13687654321',
      order: 2,
      hasKey: false,
      account: null,
    },
  ];
}

function looks(now) {
  const look = (id, hours, name, role, action, reason = null) => ({
    id,
    at: iso(now() - 3_600_000 * hours),
    by: { id: `who-${id}`, name },
    role,
    action,
    fields: [],
    reason,
    breakGlass: reason !== null,
    review: null,
  });
  return [
    look('3', 5, '王医生', 'DOCTOR', 'DOSSIER'),
    look('2', 30, '周坐席', 'COORDINATOR', 'BREAK_GLASS', '邻里求助，无人应门'),
    look('1', 400, '刘敏', 'COORDINATOR', 'RESIDENT_EDIT'),
  ];
}

function consents(now) {
  return [
    { kind: 'FAMILY_WHEREABOUTS', granted: false, note: '', by: null, at: null },
    {
      kind: 'FAMILY_READINGS',
      granted: true,
      note: '当面口头同意',
      by: '刘敏',
      at: iso(now() - 86_400_000 * 20),
    },
  ];
}
