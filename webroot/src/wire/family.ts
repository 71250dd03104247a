import { decodePoint, DISPOSITIONS, NEEDS, PRIORITIES } from './incident';
import type { Disposition, Need, Point, Priority } from './incident';
import { decodePhone } from './dossier';
import type { Reader } from './reader';

export const SIGNS = ['PRESSED', 'MEASURED', 'WORN', 'VISITED'] as const;
export type Sign = (typeof SIGNS)[number];

export const CONSENTS = ['FAMILY_WHEREABOUTS', 'FAMILY_READINGS'] as const;
export type ConsentKind = (typeof CONSENTS)[number];

export interface MyDevice {
  readonly id: string;
  readonly kind: string;
  readonly battery?: number;
  readonly lastSeenAt?: number;
  readonly state?: string;
  /** Absent for a thing that cannot tell. */
  readonly worn?: boolean;
  /** Whether somebody tried its button lately. */
  readonly test?: string;
  /** Somebody works on it until then. */
  readonly maintenanceUntil?: number;
}

export interface Past {
  readonly incident: string;
  readonly openedAt: number;
  readonly stoodDownAt?: number;
  readonly need?: Need;
  readonly priority?: Priority;
  readonly disposition?: Disposition;
  readonly drill: boolean;
}

/** One's own elder, as far as one may know. */
export interface MyResident {
  readonly id: string;
  readonly name: string;
  readonly phone?: string;
  readonly away: boolean;
  readonly readAt: number;
  readonly lastSign?: { readonly kind: Sign; readonly at: number };
  readonly devices: readonly MyDevice[];
  /** While help is being sent, and by their consent. */
  readonly where?: { readonly point: Point; readonly at: number };
  /** By their consent; absent without. */
  readonly readings?: readonly { readonly kind: string; readonly value: number; readonly at: number }[];
  readonly history: readonly Past[];
}

export interface FamilyContact {
  readonly id: string;
  readonly name: string;
  readonly relation?: string;
  readonly phone?: string;
  readonly hasKey: boolean;
  readonly minutesAway?: number;
  /** With which account they sign in. */
  readonly account?: string;
  readonly version: number;
}

export interface Consent {
  readonly kind: ConsentKind;
  readonly granted: boolean;
  readonly by?: string;
  readonly at?: number;
}

export function decodeMyResident(reader: Reader): MyResident {
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    phone: decodePhone(reader, 'phone'),
    away: reader.flag('away', false),
    readAt: reader.instant('readAt'),
    lastSign: reader.optionalObject('lastSign', (sign) => ({
      kind: sign.word('kind', SIGNS, 'MEASURED'),
      at: sign.instant('at'),
    })),
    devices: reader.list('devices', (device) => ({
      id: device.text('id'),
      kind: device.optionalText('kind') ?? 'OTHER',
      battery: device.optionalNumber('battery', 0, 100),
      lastSeenAt: device.optionalInstant('lastSeenAt'),
      state: device.optionalText('state'),
      worn: device.optionalFlag('worn'),
      test: device.optionalText('test'),
      maintenanceUntil: device.optionalInstant('maintenanceUntil'),
    })),
    where: reader.optionalObject('where', (where) => ({
      point: decodePoint(where) ?? { lat: 0, lon: 0 },
      at: where.instant('at'),
    })),
    readings: reader.has('readings')
      ? reader
          .list('readings', (reading) => ({
            kind: reading.text('kind'),
            value: reading.optionalNumber('value') ?? NaN,
            at: reading.instant('at'),
          }))
          .filter((reading) => !Number.isNaN(reading.value))
      : undefined,
    history: reader.list('history', (past) => ({
      incident: past.text('incident'),
      openedAt: past.instant('openedAt'),
      stoodDownAt: past.optionalInstant('stoodDownAt'),
      need: past.optionalWord('need', NEEDS),
      priority: past.optionalWord('priority', PRIORITIES),
      disposition: past.optionalWord('disposition', DISPOSITIONS),
      drill: past.flag('drill', false),
    })),
  };
}

export function decodeFamilyContact(reader: Reader): FamilyContact {
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    relation: reader.optionalText('relation'),
    phone: decodePhone(reader, 'phone'),
    hasKey: reader.flag('hasKey', false),
    minutesAway: reader.optionalNumber('minutesAway', 0),
    account: reader.optionalText('account'),
    version: reader.optionalNumber('version', 0) ?? 0,
  };
}

export function decodeConsent(reader: Reader): Consent {
  return {
    kind: reader.word('kind', CONSENTS, 'FAMILY_READINGS'),
    granted: reader.flag('granted', false),
    by: reader.optionalText('by'),
    at: reader.optionalInstant('at'),
  };
}
