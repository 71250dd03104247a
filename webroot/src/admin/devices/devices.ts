import { nothing } from '@/api/client';
import type { Api, Schemas } from '@/api/client';
import { decodePerson } from '@/wire/incident';
import type { Person } from '@/wire/incident';
import { decodePage } from '@/wire/people';
import type { Page } from '@/wire/people';
import type { Reader } from '@/wire/reader';
import { SHEET_LIMIT_MS, decodeSheetRead } from '../kit/sheets';
import type { SheetAsked, SheetRead } from '../kit/sheets';

export interface DeviceLine {
  readonly id: string;
  readonly kind: string;
  readonly dialect: string;
  readonly state: string;
  readonly liveness: string;
  readonly test: string;
  readonly batteryPercent?: number;
  readonly lastSeenAt?: number;
  readonly model?: string;
  readonly community: string;
  readonly resident?: Person;
  readonly building?: string;
  readonly placeLabel?: string;
  readonly place?: string;
  readonly address?: string;
  readonly gateway?: string;
  readonly note?: string;
  readonly version: number;
}

export interface DeviceFilter {
  readonly q?: string;
  readonly community?: string;
  readonly state?: (typeof STATES)[number];
}

export interface DeviceSheetRead extends SheetRead {
  readonly devices: readonly {
    readonly line: number;
    readonly id: string;
    readonly address?: string;
    readonly secret?: string;
  }[];
}

export const STATES = ['ONLINE', 'LATE', 'OFFLINE', 'NEVER_SEEN', 'MAINTENANCE', 'RETIRED'] as const;
export const KINDS: readonly Schemas['DeviceKind'][] = [
  'WATCH',
  'PENDANT',
  'PULL_CORD',
  'FALL_RADAR',
  'VITALS_MONITOR',
  'SMOKE',
  'GAS',
  'WATER',
  'MOTION',
  'KIOSK',
  'GATEWAY',
];
/** What this server speaks; another may be registered, and is let in. */
export const DIALECTS = ['native', 'imede', 'zigbee2mqtt'] as const;
/** Of a sheet, as the server names them; the first three cannot be left out. */
export const COLUMNS: readonly string[] =
  'kind dialect community resident building placeLabel model address gateway note'.split(' ');
export const COLUMNS_NEEDED = 3;
const PAGE_ITEMS = 100;

export async function listDevices(
  api: Api,
  filter: DeviceFilter,
  cursor?: string,
): Promise<Page<DeviceLine>> {
  const query = { ...filter, limit: PAGE_ITEMS, cursor };
  return api.call({ method: 'get', path: '/api/v1/devices', query, read: decodePage(decodeDevice) });
}

export async function getDevice(api: Api, id: string): Promise<DeviceLine> {
  return api.call({ method: 'get', path: '/api/v1/devices/{id}', at: { id }, read: decodeDevice });
}

/** @returns its secret, shown once; none for one that a gateway speaks for. */
export async function addDevice(
  api: Api,
  body: Schemas['NewDevice'],
  idempotencyKey: string,
): Promise<{ id: string; secret?: string }> {
  return api.call({
    method: 'post',
    path: '/api/v1/devices',
    body,
    idempotencyKey,
    read: (reader) => ({ id: reader.text('id'), secret: reader.optionalText('secret') }),
  });
}

export async function changeDevice(
  api: Api,
  before: DeviceLine,
  body: Schemas['DeviceChange'],
): Promise<DeviceLine> {
  return api.call({
    method: 'patch',
    path: '/api/v1/devices/{id}',
    at: { id: before.id },
    body,
    ifMatch: before.version,
    read: decodeDevice,
  });
}

export async function rotateSecret(
  api: Api,
  id: string,
  idempotencyKey: string,
): Promise<string | undefined> {
  return api.call({
    method: 'post',
    path: '/api/v1/devices/{id}/rotate-secret',
    at: { id },
    idempotencyKey,
    read: (reader) => reader.optionalText('secret'),
  });
}

/** The old secret lets nobody in any more. */
export async function finishRotation(api: Api, id: string, idempotencyKey: string): Promise<void> {
  await api.call({
    method: 'post',
    path: '/api/v1/devices/{id}/finish-rotation',
    at: { id },
    idempotencyKey,
    read: nothing,
  });
}

export async function retireDevice(
  api: Api,
  id: string,
  reason: string,
  idempotencyKey: string,
): Promise<void> {
  await api.call({
    method: 'post',
    path: '/api/v1/devices/{id}/retire',
    at: { id },
    body: { reason },
    idempotencyKey,
    read: nothing,
  });
}

export async function readSheet(
  api: Api,
  sheet: Blob,
  how: Omit<SheetAsked, 'partial'>,
  idempotencyKey: string,
): Promise<DeviceSheetRead> {
  return api.call({
    method: 'post',
    path: '/api/v1/devices/import',
    query: how,
    body: sheet,
    idempotencyKey,
    limitMs: SHEET_LIMIT_MS,
    read: (reader) => ({
      ...decodeSheetRead(reader),
      devices: reader.list('devices', (one) => ({
        line: one.integer('line'),
        id: one.text('id'),
        address: one.optionalText('address'),
        secret: one.optionalText('secret'),
      })),
    }),
  });
}

function decodeDevice(reader: Reader): DeviceLine {
  return {
    id: reader.text('id'),
    kind: reader.text('kind'),
    dialect: reader.text('dialect'),
    state: reader.text('state'),
    liveness: reader.text('liveness'),
    test: reader.text('test'),
    batteryPercent: reader.optionalNumber('batteryPercent', 0, 100),
    lastSeenAt: reader.optionalInstant('lastSeenAt'),
    model: reader.optionalText('model'),
    community: reader.text('community'),
    resident: reader.optionalObject('resident', decodePerson),
    building: reader.optionalText('building'),
    placeLabel: reader.optionalText('placeLabel'),
    place: reader.optionalText('place'),
    address: reader.optionalText('address'),
    gateway: reader.optionalText('gateway'),
    note: reader.optionalText('note'),
    version: reader.integer('version'),
  };
}
