import type { Reader } from './reader';

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const NEEDS = [
  'MEDICAL',
  'PHYSICAL_HELP',
  'FIRE_OR_GAS',
  'WANDERING',
  'WELFARE',
  'TECHNICAL',
  'OTHER',
] as const;
export type Need = (typeof NEEDS)[number];
/** OTHER is what a newer server says. */
export type SayableNeed = Exclude<Need, 'OTHER'>;

export const ROLES = ['DOCTOR', 'FIRST_HAND', 'BRINGER', 'COORDINATOR', 'FAMILY', 'OTHER'] as const;
export type Role = (typeof ROLES)[number];

export const OFFER_STATES = ['PENDING', 'ACCEPTED', 'DECLINED', 'LAPSED', 'WITHDRAWN'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

export const ASSIGNMENT_STATES = ['ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'CLEARED', 'RELEASED'] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

/** Why somebody no longer holds a role, as far as a page says it in words of its own. */
export const WHY_ENDED = ['DONE', 'STOOD_DOWN', 'GIVEN_BACK', 'HANDED_OVER'] as const;
export type WhyEnded = (typeof WHY_ENDED)[number];

/** What a human may end a response with. */
export const CHOSEN_DISPOSITIONS = [
  'HELPED',
  'HOSPITAL',
  'FALSE_ALARM',
  'TEST',
  'TRANSFERRED_120',
  'TRANSFERRED_119',
  'NO_CONTACT',
] as const;
export type ChosenDisposition = (typeof CHOSEN_DISPOSITIONS)[number];
export const DISPOSITIONS = [...CHOSEN_DISPOSITIONS, 'MERGED', 'RECOVERED'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const EQUIPMENT = ['KEY', 'AED', 'WHEELCHAIR', 'STAIR_CLIMBER'] as const;
export type Equipment = (typeof EQUIPMENT)[number];

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Point {
  readonly lat: number;
  readonly lon: number;
}

export interface Place {
  readonly building?: string;
  readonly label: string;
  readonly point?: Point;
}

export interface Offer {
  readonly id: string;
  readonly responder: Person;
  readonly role: Role;
  readonly slot: number;
  readonly state: OfferState;
  readonly madeAt?: number;
  readonly expiresAt?: number;
  readonly distanceMeters?: number;
  readonly etaSeconds?: number;
  readonly brings?: Equipment;
  /** Whoever holds the place asks to be relieved, and holds it until this is accepted. */
  readonly handOver: boolean;
}

export interface Assignment {
  readonly id: string;
  readonly responder: Person;
  readonly role: Role;
  readonly slot: number;
  readonly state: AssignmentState;
  readonly acceptedAt?: number;
  readonly enRouteAt?: number;
  readonly onSceneAt?: number;
  readonly clearedAt?: number;
  readonly etaSeconds?: number;
  /** When the last estimate says they arrive. */
  readonly expectedAt?: number;
  /** One's own: not there by then, somebody else is looked for. */
  readonly arriveBy?: number;
  /** One's own: without a word by then the desk is alarmed. */
  readonly checkInBy?: number;
  /** Nobody has heard from them on scene since they should have spoken. */
  readonly alarmedAt?: number;
  readonly brings?: Equipment;
  readonly whyEnded?: WhyEnded;
}

/** A promise and what became of it, as the server counts it. `kept` is unknown while nobody has come. */
export interface ResponseClock {
  readonly startedAt: number;
  readonly dueAt: number;
  readonly stoppedAt?: number;
  readonly kept?: boolean;
}

export interface Step {
  readonly index: number;
  readonly total: number;
  readonly nextAt?: number;
}

/** An incident as every screen knows it: never a clinical field. Instants are milliseconds since the epoch. */
export interface Incident {
  readonly id: string;
  readonly community: string;
  readonly subject: {
    readonly kind: 'RESIDENT' | 'PLACE' | 'DEVICE';
    readonly id: string;
    readonly label: string;
  };
  readonly resident?: Person;
  readonly place?: Place;
  readonly devices: readonly string[];
  readonly priority: Priority;
  readonly need: Need;
  readonly needs: readonly Need[];
  readonly reasons: readonly string[];
  readonly state: 'OPEN' | 'STOOD_DOWN';
  readonly kind?: string;
  readonly openedAt: number;
  readonly lastSignalAt: number;
  readonly signals: number;
  readonly cancelRequested: boolean;
  readonly drill: boolean;
  readonly acknowledged?: { readonly by?: Person; readonly at: number };
  readonly disposition?: Disposition;
  readonly mergedInto?: string;
  readonly clocks: { readonly doctor?: ResponseClock; readonly door?: ResponseClock };
  readonly stoodDownAt?: number;
  readonly stoodDownBy?: Person;
  readonly step?: Step;
  readonly offers: readonly Offer[];
  readonly assignments: readonly Assignment[];
  readonly version: number;
  /** On whose stream it came, when that is not its own community's. */
  readonly lentTo?: string;
}

export function decodeIncident(reader: Reader): Incident {
  const resident = reader.optionalObject('resident', decodePerson);
  const openedAt = reader.instant('openedAt');
  const need = reader.word('need', NEEDS, 'OTHER');
  const needs = reader
    .texts('needs')
    .filter((word): word is Need => (NEEDS as readonly string[]).includes(word));
  return {
    id: reader.text('id'),
    community: reader.text('community'),
    subject: reader.optionalObject('subject', decodeSubject) ?? {
      kind: resident ? 'RESIDENT' : 'PLACE',
      id: resident?.id ?? '',
      label: resident?.name ?? '',
    },
    resident,
    place: reader.optionalObject('place', decodePlace),
    devices: reader.texts('devices'),
    // Careful: what we cannot read is treated as the gravest, never as the mildest.
    priority: reader.word('priority', PRIORITIES, 'P1'),
    need,
    needs: needs.length > 0 ? needs : [need],
    reasons: reader.texts('reasons'),
    state: reader.word('state', ['OPEN', 'STOOD_DOWN'], 'OPEN'),
    kind: reader.optionalText('kind'),
    openedAt,
    lastSignalAt: reader.optionalInstant('lastSignalAt') ?? openedAt,
    signals: Math.max(1, reader.optionalNumber('signals', 0) ?? 1),
    cancelRequested: reader.flag('cancelRequested', false),
    drill: reader.flag('drill', false),
    acknowledged: reader.optionalObject('acknowledged', (acknowledged) => ({
      by: acknowledged.optionalObject('by', decodePerson),
      at: acknowledged.instant('at'),
    })),
    disposition: reader.optionalWord('disposition', DISPOSITIONS),
    mergedInto: reader.optionalText('mergedInto'),
    clocks:
      reader.optionalObject('clocks', (clocks) => ({
        doctor: clocks.optionalObject('doctor', decodeClock),
        door: clocks.optionalObject('door', decodeClock),
      })) ?? {},
    stoodDownAt: reader.optionalInstant('stoodDownAt'),
    stoodDownBy: reader.optionalObject('stoodDownBy', decodePerson),
    step: reader.optionalObject('step', (step) => ({
      index: step.integer('index'),
      total: step.integer('total'),
      nextAt: step.optionalInstant('nextAt'),
    })),
    offers: reader.list('offers', decodeOffer),
    assignments: reader.list('assignments', decodeAssignment),
    version: reader.optionalNumber('version', 0) ?? 0,
  };
}

function decodeClock(reader: Reader): ResponseClock {
  return {
    startedAt: reader.instant('startedAt'),
    dueAt: reader.instant('dueAt'),
    stoppedAt: reader.optionalInstant('stoppedAt'),
    kept: reader.optionalFlag('kept'),
  };
}

export function decodePerson(reader: Reader): Person {
  return { id: reader.text('id'), name: reader.optionalText('name') ?? '—' };
}

export function decodePoint(reader: Reader): Point | undefined {
  const lat = reader.optionalNumber('lat', -90, 90);
  const lon = reader.optionalNumber('lon', -180, 180);
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

function decodeSubject(reader: Reader): Incident['subject'] {
  return {
    kind: reader.word('kind', ['RESIDENT', 'PLACE', 'DEVICE'], 'PLACE'),
    id: reader.optionalText('id') ?? '',
    label: reader.optionalText('label') ?? '',
  };
}

function decodePlace(reader: Reader): Place {
  return {
    building: reader.optionalText('building'),
    label: reader.optionalText('label') ?? '',
    point: decodePoint(reader),
  };
}

function decodeOffer(reader: Reader): Offer {
  return {
    id: reader.text('id'),
    responder: reader.object('responder', decodePerson),
    role: reader.word('role', ROLES, 'OTHER'),
    slot: reader.optionalNumber('slot', 0) ?? 1,
    state: reader.word('state', OFFER_STATES, 'PENDING'),
    madeAt: reader.optionalInstant('madeAt'),
    expiresAt: reader.optionalInstant('expiresAt'),
    distanceMeters: reader.optionalNumber('distanceMeters', 0),
    etaSeconds: reader.optionalNumber('etaSeconds', 0),
    brings: reader.optionalWord('brings', EQUIPMENT),
    handOver: reader.flag('handOver', false),
  };
}

export function decodeAssignment(reader: Reader): Assignment {
  return {
    id: reader.text('id'),
    responder: reader.object('responder', decodePerson),
    role: reader.word('role', ROLES, 'OTHER'),
    slot: reader.optionalNumber('slot', 0) ?? 1,
    state: reader.word('state', ASSIGNMENT_STATES, 'ACCEPTED'),
    acceptedAt: reader.optionalInstant('acceptedAt'),
    enRouteAt: reader.optionalInstant('enRouteAt'),
    onSceneAt: reader.optionalInstant('onSceneAt'),
    clearedAt: reader.optionalInstant('clearedAt'),
    etaSeconds: reader.optionalNumber('etaSeconds', 0),
    expectedAt: reader.optionalInstant('expectedAt'),
    arriveBy: reader.optionalInstant('arriveBy'),
    checkInBy: reader.optionalInstant('checkInBy'),
    alarmedAt: reader.optionalInstant('alarmedAt'),
    brings: reader.optionalWord('brings', EQUIPMENT),
    whyEnded: reader.optionalWord('whyEnded', WHY_ENDED),
  };
}
