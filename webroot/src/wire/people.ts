import { decodePerson, decodePoint, ROLES } from './incident';
import type { Person, Point, Role } from './incident';
import type { Reader } from './reader';

export interface CommunityNode {
  readonly id: string;
  readonly name: string;
  readonly level: 'STREET' | 'COMMUNITY' | 'BUILDING';
  readonly parent?: string;
  readonly point?: Point;
}

export interface Me {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly community?: Person;
  readonly onDuty: boolean;
  /** Whether this person can be on duty at all: somebody who only watches has no such switch. */
  readonly responder: boolean;
  /** The feed nodes in scope. */
  readonly communities: readonly CommunityNode[];
  /** Whose family they are. */
  readonly resident?: string;
  /** Until they have, the server answers nothing else. */
  readonly mustChangePassword: boolean;
  /** Whether signing in has a second step; absent for those who can have none. */
  readonly totp?: 'ON' | 'OFF' | 'REQUIRED';
}

const TOTP = ['ON', 'OFF', 'REQUIRED'] as const;

export interface Tokens {
  readonly access: string;
  readonly expiresInSeconds: number;
  readonly refresh?: string;
}

/** Who is a responder's own role (DOCTOR, VOLUNTEER, STAFF, FAMILY, …): a word we show, not one we decide by. */
export interface ResponderState {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly community?: string;
  readonly onDuty: boolean;
  readonly busy: boolean;
  readonly point?: Point;
  readonly positionAt?: number;
  readonly version: number;
}

export interface DeviceState {
  readonly id: string;
  readonly kind: string;
  readonly resident?: string;
  readonly community?: string;
  readonly battery?: number;
  readonly state?: string;
  /** Whether somebody tried its button lately. */
  readonly test?: string;
  /** Somebody works on it until then; long ago when nobody does. */
  readonly maintenanceUntil?: number;
  /** Its resident is not at home. */
  readonly away?: boolean;
  readonly lastSeenAt?: number;
  readonly point?: Point;
  readonly accuracyMeters?: number;
  readonly positionAt?: number;
  readonly version: number;
}

/** Somebody who could take one's place. */
export interface Relief extends Person {
  readonly role: string;
  readonly distanceMeters?: number;
}

export interface TimelineEntry {
  readonly seq?: number;
  readonly at: number;
  readonly event: string;
  readonly by?: { readonly name: string; readonly role?: string };
  readonly detail: ReadonlyMap<string, string>;
  /** The offers made by a step, by id. */
  readonly offers: readonly string[];
  /** What a step reminds the desk to do by hand. */
  readonly prompts: readonly string[];
}

export interface Candidate {
  readonly responder: Person;
  readonly role: Role;
  readonly chosen: boolean;
  readonly reason: string;
  readonly distanceMeters?: number;
  readonly etaSeconds?: number;
  readonly step?: number;
  readonly at?: number;
}

const LEVELS = ['STREET', 'COMMUNITY', 'BUILDING'] as const;

export function decodeCommunity(reader: Reader): CommunityNode {
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    level: reader.word('level', LEVELS, 'COMMUNITY'),
    parent: reader.optionalText('parent'),
    point: decodePoint(reader),
  };
}

export function decodeMe(reader: Reader): Me {
  return {
    id: reader.text('id'),
    username: reader.optionalText('username') ?? '',
    name: reader.optionalText('name') ?? reader.optionalText('username') ?? '—',
    role: reader.text('role'),
    community: reader.optionalObject('community', decodePerson),
    onDuty: reader.flag('onDuty', false),
    responder: reader.flag('responder', true),
    communities: reader.list('communities', decodeCommunity),
    resident: reader.optionalText('resident'),
    mustChangePassword: reader.flag('mustChangePassword', false),
    totp: TOTP.find((state) => state === reader.optionalText('totp')),
  };
}

export function decodeTokens(reader: Reader): Tokens {
  return {
    access: reader.text('access_token'),
    expiresInSeconds: reader.optionalNumber('expires_in', 1) ?? 300,
    refresh: reader.optionalText('refresh_token'),
  };
}

export function decodeResponderState(reader: Reader): ResponderState {
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    role: reader.optionalText('role') ?? 'OTHER',
    community: reader.optionalText('community'),
    onDuty: reader.flag('onDuty', false),
    busy: reader.flag('busy', false),
    point: decodePoint(reader),
    positionAt: reader.optionalInstant('positionAt'),
    version: reader.optionalNumber('version') ?? 0,
  };
}

export function decodeDeviceState(reader: Reader): DeviceState {
  return {
    id: reader.text('id'),
    // In a state frame `kind` says that it is a device; which kind of device stands beside it.
    kind: reader.optionalText('deviceKind') ?? reader.optionalText('kind') ?? 'OTHER',
    resident: reader.optionalObject('resident', decodePerson)?.id,
    community: reader.optionalText('community'),
    battery: reader.optionalNumber('battery', 0, 100),
    state: reader.optionalText('state')?.toUpperCase(),
    test: reader.optionalText('test'),
    // Told together with the test, and null when the work is done.
    maintenanceUntil: reader.optionalInstant('maintenanceUntil') ?? (reader.has('test') ? 0 : undefined),
    away: reader.optionalFlag('away'),
    lastSeenAt: reader.optionalInstant('lastSeenAt'),
    point: decodePoint(reader),
    accuracyMeters: reader.optionalNumber('acc', 0),
    positionAt: reader.optionalInstant('positionAt'),
    version: reader.optionalNumber('version') ?? 0,
  };
}

export function decodeRelief(reader: Reader): Relief {
  return {
    ...decodePerson(reader),
    role: reader.optionalText('role') ?? 'OTHER',
    distanceMeters: reader.optionalNumber('distanceMeters', 0),
  };
}

export function decodeTimelineEntry(reader: Reader): TimelineEntry {
  return {
    seq: reader.optionalNumber('seq'),
    at: reader.instant('at'),
    event: reader.text('event'),
    by: reader.optionalObject('by', (by) => ({
      name: by.optionalText('name') ?? by.optionalText('device') ?? '',
      role: by.optionalText('role') ?? (by.has('device') ? 'DEVICE' : undefined),
    })),
    detail: reader.scalars('detail'),
    offers: reader.optionalObject('detail', (detail) => detail.texts('offers')) ?? [],
    prompts: reader.optionalObject('detail', (detail) => detail.texts('prompts')) ?? [],
  };
}

export function decodeCandidate(reader: Reader): Candidate {
  return {
    responder: reader.object('responder', decodePerson),
    role: reader.word('role', ROLES, 'OTHER'),
    chosen: reader.flag('chosen', false),
    reason: reader.optionalText('reason') ?? '',
    distanceMeters: reader.optionalNumber('distanceMeters', 0),
    etaSeconds: reader.optionalNumber('etaSeconds', 0),
    step: reader.optionalNumber('step'),
    at: reader.optionalInstant('at'),
  };
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export function decodePage<T>(item: (reader: Reader) => T): (reader: Reader) => Page<T> {
  return (reader) => ({ items: reader.list('items', item), next: reader.optionalText('next') });
}
