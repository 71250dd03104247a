import { decodeIncident, decodePerson, decodePoint, DISPOSITIONS, NEEDS, PRIORITIES } from './incident';
import type { Disposition, Incident, Need, Person, Point, Priority } from './incident';
import type { Reader } from './reader';

export const VITAL_KINDS = ['hr', 'sys', 'dia', 'spo2', 'temp', 'rr', 'glucose', 'consciousness'] as const;
export type VitalKind = (typeof VITAL_KINDS)[number];

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly relation?: string;
  /** Digits, `+`, `*` and `#` only: safe behind `tel:`. */
  readonly phone?: string;
  readonly order: number;
  readonly hasKey: boolean;
  readonly minutesAway?: number;
}

export interface Vital {
  readonly kind: VitalKind;
  readonly value: number | string;
  readonly unit?: string;
  readonly at: number;
  readonly trend: readonly { readonly at: number; readonly value: number }[];
}

export interface News2 {
  readonly score: number;
  readonly complete: boolean;
  readonly missing: readonly string[];
  readonly lowerBound?: number;
  readonly upperBound?: number;
  readonly at?: number;
}

export interface DossierDevice {
  readonly id: string;
  readonly kind: string;
  readonly model?: string;
  readonly battery?: number;
  readonly lastSeenAt?: number;
  readonly state?: string;
  /** Whether somebody tried its button within a week. */
  readonly test?: string;
  /** Somebody works on it until then. */
  readonly maintenanceUntil?: number;
}

export interface Where {
  readonly basis: 'HOME' | 'DEVICE' | 'NONE';
  readonly point?: Point;
  readonly accuracyMeters?: number;
  readonly at?: number;
  /** Where a device was, beside a home that is known: one goes home first. */
  readonly device?: Where;
}

export interface Dossier {
  readonly incident?: Incident;
  readonly resident?: {
    readonly id: string;
    readonly name: string;
    readonly sex?: 'F' | 'M';
    readonly birthDate?: string;
    readonly age?: number;
    readonly phone?: string;
    readonly livingSituation?: string;
    readonly livesAlone: boolean;
    /** Away or in hospital just now. */
    readonly absence?: 'AWAY' | 'HOSPITAL';
    readonly language?: string;
  };
  readonly address?: {
    readonly community?: Person;
    readonly building?: Person;
    readonly unit?: string;
    readonly floor?: number;
    readonly room?: string;
    readonly keyBox?: string;
    readonly point?: Point;
    readonly text?: string;
  };
  readonly clinical?: {
    readonly conditions: readonly string[];
    readonly medications: readonly string[];
    readonly allergies: readonly string[];
    readonly bloodType?: string;
    readonly frailty?: number;
    readonly oxygenTherapy: boolean;
    readonly spo2Scale2: boolean;
    readonly notes?: string;
    /** What was noted with the absence that lasts. */
    readonly absenceNote?: string;
  };
  readonly contacts: readonly Contact[];
  readonly vitals: readonly Vital[];
  readonly news2?: News2;
  readonly devices: readonly DossierDevice[];
  readonly where: Where;
  readonly history: readonly {
    readonly incident: string;
    readonly openedAt: number;
    readonly need?: Need;
    readonly priority?: Priority;
    readonly disposition?: Disposition;
    readonly signals?: number;
  }[];
}

/** Why it is so grave: what the live picture says, and what of health was read with the dossier. */
export function reasonsOf(incident: Incident, dossier: Dossier | undefined): string[] {
  return [...new Set([...incident.reasons, ...(dossier?.incident?.reasons ?? [])])];
}

export function decodeDossier(reader: Reader): Dossier {
  return {
    incident: reader.optionalObject('incident', decodeIncident),
    resident: reader.optionalObject('resident', decodeResident),
    address: reader.optionalObject('address', decodeAddress),
    clinical: reader.optionalObject('clinical', (clinical) => ({
      conditions: clinical.texts('conditions'),
      medications: clinical.texts('medications'),
      allergies: clinical.texts('allergies'),
      bloodType: clinical.optionalText('bloodType'),
      // Nobody has judged it: 0.
      frailty: clinical.optionalNumber('frailty', 0, 9) || undefined,
      oxygenTherapy: clinical.flag('oxygenTherapy', false),
      spo2Scale2: clinical.flag('spo2Scale2', false),
      notes: clinical.optionalText('notes'),
      absenceNote: clinical.optionalText('absenceNote'),
    })),
    contacts: reader.list('contacts', decodeContact).sort((a, b) => a.order - b.order),
    vitals: reader.list('vitals', decodeVital),
    news2: reader.optionalObject('news2', decodeNews2),
    devices: reader.list('devices', (device) => ({
      id: device.text('id'),
      kind: device.optionalText('kind') ?? 'OTHER',
      model: device.optionalText('model'),
      battery: device.optionalNumber('battery', 0, 100),
      lastSeenAt: device.optionalInstant('lastSeenAt'),
      state: device.optionalText('state'),
      test: device.optionalText('test'),
      maintenanceUntil: device.optionalInstant('maintenanceUntil'),
    })),
    where: reader.optionalObject('where', decodeWhere) ?? { basis: 'NONE' },
    history: reader.list('history', (past) => ({
      incident: past.text('incident'),
      openedAt: past.instant('openedAt'),
      need: past.optionalWord('need', NEEDS),
      priority: past.optionalWord('priority', PRIORITIES),
      disposition: past.optionalWord('disposition', DISPOSITIONS),
      signals: past.optionalNumber('signals', 0),
    })),
  };
}

function decodeResident(reader: Reader): Dossier['resident'] {
  return {
    id: reader.text('id'),
    name: reader.text('name'),
    sex: reader.optionalWord('sex', ['F', 'M']),
    birthDate: reader.optionalText('birthDate'),
    age: reader.optionalNumber('age', 0, 150),
    phone: decodePhone(reader, 'phone'),
    livingSituation: reader.optionalText('livingSituation'),
    livesAlone: reader.flag('livesAlone', false),
    absence: reader.optionalObject('absence', (absence) =>
      absence.word('kind', ['AWAY', 'HOSPITAL'], 'AWAY'),
    ),
    language: reader.optionalText('language'),
  };
}

function decodeAddress(reader: Reader): Dossier['address'] {
  return {
    community: reader.optionalObject('community', decodePerson),
    building: reader.optionalObject('building', decodePerson),
    unit: reader.optionalText('unit'),
    floor: reader.optionalNumber('floor', -10, 200),
    room: reader.optionalText('room'),
    keyBox: reader.optionalText('keyBox'),
    point: decodePoint(reader),
    text: reader.optionalText('text'),
  };
}

function decodeContact(reader: Reader): Contact {
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    relation: reader.optionalText('relation'),
    phone: decodePhone(reader, 'phone'),
    order: reader.optionalNumber('order') ?? 99,
    hasKey: reader.flag('hasKey', false),
    minutesAway: reader.optionalNumber('minutesAway', 0),
  };
}

/** Only what a telephone understands may stand behind `tel:`. */
export function decodePhone(reader: Reader, key: string): string | undefined {
  const digits = reader.optionalText(key)?.replace(/[^+0-9*#]/g, '');
  return digits === '' ? undefined : digits;
}

function decodeVital(reader: Reader): Vital {
  const kind = reader.word('kind', VITAL_KINDS, 'consciousness');
  const value = kind === 'consciousness' ? reader.optionalText('value') : reader.optionalNumber('value');
  return {
    kind,
    value: value ?? '—',
    unit: reader.optionalText('unit'),
    at: reader.instant('at'),
    trend: reader
      .list('trend', (point) => ({ at: point.instant('at'), value: point.optionalNumber('value') ?? NaN }))
      .filter((point) => !Number.isNaN(point.value)),
  };
}

function decodeNews2(reader: Reader): News2 {
  return {
    score: reader.integer('score'),
    complete: reader.flag('complete', false),
    missing: reader.texts('missing'),
    lowerBound: reader.optionalNumber('lowerBound', 0, 20),
    upperBound: reader.optionalNumber('upperBound', 0, 20),
    at: reader.optionalInstant('at'),
  };
}

function decodeWhere(reader: Reader): Where {
  return {
    basis: reader.word('basis', ['HOME', 'DEVICE', 'NONE'], 'NONE'),
    point: decodePoint(reader),
    accuracyMeters: reader.optionalNumber('accuracyMeters', 0),
    at: reader.optionalInstant('at'),
    device: reader.optionalObject('device', decodeWhere),
  };
}
