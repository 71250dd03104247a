import { nothing } from '@/api/client';
import type { Api, Schemas } from '@/api/client';
import { decodePerson } from '@/wire/incident';
import type { Person } from '@/wire/incident';
import { decodePage } from '@/wire/people';
import type { Page } from '@/wire/people';
import type { Reader } from '@/wire/reader';
import { SHEET_LIMIT_MS, decodeSheetRead } from '../kit/sheets';
import type { SheetAsked, SheetRead } from '../kit/sheets';

export interface Address {
  readonly community: Person;
  readonly building?: Person;
  readonly unit?: string;
  readonly floor?: number;
  readonly room?: string;
  readonly keyBox?: string;
  readonly text: string;
}

/** One line of the register: no health field. */
export interface ResidentLine {
  readonly id: string;
  /** How an office's own list calls them. */
  readonly externalId?: string;
  readonly name: string;
  readonly pinyin: string;
  readonly sex?: string;
  readonly birthDate?: string;
  readonly phone?: string;
  readonly livesAlone: boolean;
  readonly away: boolean;
  readonly address: Address;
  readonly version: number;
}

export interface Clinical {
  readonly conditions: readonly string[];
  readonly medications: readonly string[];
  readonly allergies: readonly string[];
  readonly bloodType?: string;
  readonly frailty: number;
  readonly oxygenTherapy: boolean;
  readonly spo2Scale2: boolean;
  readonly notes?: string;
}

export interface Resident extends ResidentLine {
  readonly age?: number;
  readonly livingSituation?: string;
  readonly language?: string;
  /** Absent where one may not look. */
  readonly clinical?: Clinical;
}

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly relation: string;
  readonly phone: string;
  readonly order: number;
  readonly hasKey: boolean;
  readonly minutesAway?: number;
  readonly account?: string;
  readonly version: number;
}

export interface ResidentSheetRead extends SheetRead {
  readonly added: number;
  readonly changed: number;
}

export interface ResidentFilter {
  readonly q?: string;
  readonly community?: string;
  readonly livesAlone?: boolean;
  readonly away?: boolean;
}

/** Of a sheet, as the server names them; the first two cannot be left out. */
export const COLUMNS: readonly string[] = [
  ...[
    'externalId',
    'name',
    'pinyin',
    'sex',
    'birthDate',
    'phone',
    'livingSituation',
    'livesAlone',
    'language',
  ],
  ...['building', 'unit', 'floor', 'room', 'keyBox'],
  ...['conditions', 'medications', 'allergies', 'bloodType', 'notes'],
  ...['lat', 'lon', 'frailty', 'oxygenTherapy', 'spo2Scale2'],
  ...[1, 2, 3].flatMap((n) => ['Name', 'Relation', 'Phone', 'HasKey'].map((what) => `contact${n}${what}`)),
];
export const COLUMNS_NEEDED = 2;
const PAGE_ITEMS = 100;

export async function listResidents(
  api: Api,
  filter: ResidentFilter,
  cursor?: string,
): Promise<Page<ResidentLine>> {
  const query = { ...filter, limit: PAGE_ITEMS, cursor };
  return api.call({ method: 'get', path: '/api/v1/residents', query, read: decodePage(decodeLine) });
}

export async function getResident(api: Api, id: string): Promise<Resident> {
  return api.call({ method: 'get', path: '/api/v1/residents/{id}', at: { id }, read: decodeResident });
}

export async function addResident(
  api: Api,
  body: Schemas['NewResident'],
  idempotencyKey: string,
): Promise<Resident> {
  return api.call({ method: 'post', path: '/api/v1/residents', body, idempotencyKey, read: decodeResident });
}

export async function changeResident(
  api: Api,
  before: Resident,
  body: Schemas['ResidentChange'],
): Promise<Resident> {
  return api.call({
    method: 'patch',
    path: '/api/v1/residents/{id}',
    at: { id: before.id },
    body,
    ifMatch: before.version,
    read: decodeResident,
  });
}

export async function listContacts(api: Api, id: string): Promise<readonly Contact[]> {
  const { items } = await api.call({
    method: 'get',
    path: '/api/v1/residents/{id}/contacts',
    at: { id },
    read: decodePage(decodeContact),
  });
  return items;
}

export async function addContact(
  api: Api,
  id: string,
  body: Schemas['NewContact'],
  idempotencyKey: string,
): Promise<Contact> {
  return api.call({
    method: 'post',
    path: '/api/v1/residents/{id}/contacts',
    at: { id },
    body,
    idempotencyKey,
    read: decodeContact,
  });
}

export async function changeContact(
  api: Api,
  id: string,
  contact: Contact,
  body: Schemas['NewContact'],
): Promise<readonly Contact[]> {
  const { items } = await api.call({
    method: 'put',
    path: '/api/v1/residents/{id}/contacts/{contact}',
    at: { id, contact: contact.id },
    body,
    ifMatch: contact.version,
    read: decodePage(decodeContact),
  });
  return items;
}

export async function removeContact(api: Api, id: string, contact: Contact): Promise<void> {
  await api.call({
    method: 'delete',
    path: '/api/v1/residents/{id}/contacts/{contact}',
    at: { id, contact: contact.id },
    ifMatch: contact.version,
    read: nothing,
  });
}

export async function readSheet(
  api: Api,
  sheet: Blob,
  how: SheetAsked & { community: string },
  idempotencyKey: string,
): Promise<ResidentSheetRead> {
  return api.call({
    method: 'post',
    path: '/api/v1/residents/import',
    query: how,
    body: sheet,
    idempotencyKey,
    limitMs: SHEET_LIMIT_MS,
    read: (reader) => ({
      ...decodeSheetRead(reader),
      added: reader.integer('added'),
      changed: reader.integer('changed'),
    }),
  });
}

/** A community's register as the sheet that the import reads; each resident a recorded look. */
export async function writeSheet(api: Api, community: string, language: 'zh' | 'en'): Promise<string> {
  return api.text({
    method: 'get',
    path: '/api/v1/residents/export',
    query: { community, language },
    limitMs: SHEET_LIMIT_MS,
    read: nothing,
  });
}

function decodeAddress(reader: Reader): Address {
  return {
    community: reader.object('community', decodePerson),
    building: reader.optionalObject('building', decodePerson),
    unit: reader.optionalText('unit'),
    floor: reader.optionalNumber('floor'),
    room: reader.optionalText('room'),
    keyBox: reader.optionalText('keyBox'),
    text: reader.optionalText('text') ?? '',
  };
}

function decodeLine(reader: Reader): ResidentLine {
  return {
    id: reader.text('id'),
    externalId: reader.optionalText('externalId'),
    name: reader.optionalText('name') ?? '—',
    pinyin: reader.optionalText('pinyin') ?? '',
    sex: reader.optionalText('sex'),
    birthDate: reader.optionalText('birthDate'),
    phone: reader.optionalText('phone'),
    livesAlone: reader.flag('livesAlone', false),
    away: reader.flag('away', false),
    address: reader.object('address', decodeAddress),
    version: reader.integer('version'),
  };
}

function decodeResident(reader: Reader): Resident {
  return {
    ...decodeLine(reader),
    age: reader.optionalNumber('age'),
    livingSituation: reader.optionalText('livingSituation'),
    language: reader.optionalText('language'),
    clinical: reader.optionalObject('clinical', decodeClinical),
  };
}

function decodeClinical(reader: Reader): Clinical {
  return {
    conditions: reader.texts('conditions'),
    medications: reader.texts('medications'),
    allergies: reader.texts('allergies'),
    bloodType: reader.optionalText('bloodType'),
    frailty: reader.optionalNumber('frailty', 0, 9) ?? 0,
    oxygenTherapy: reader.flag('oxygenTherapy', false),
    spo2Scale2: reader.flag('spo2Scale2', false),
    notes: reader.optionalText('notes'),
  };
}

function decodeContact(reader: Reader): Contact {
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    relation: reader.optionalText('relation') ?? '',
    phone: reader.optionalText('phone') ?? '',
    order: reader.optionalNumber('order') ?? 1,
    hasKey: reader.flag('hasKey', false),
    minutesAway: reader.optionalNumber('minutesAway'),
    account: reader.optionalText('account'),
    version: reader.integer('version'),
  };
}
