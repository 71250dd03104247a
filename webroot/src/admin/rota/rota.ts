import { nothing } from '@/api/client';
import type { Api } from '@/api/client';
import { readAll } from '@/api/pages';
import { decodePerson } from '@/wire/incident';
import type { Person } from '@/wire/incident';
import { decodePage, decodeResponderState } from '@/wire/people';
import type { ResponderState } from '@/wire/people';
import type { Reader } from '@/wire/reader';

export interface PlannedShift {
  readonly id: string;
  readonly responder: Person;
  readonly role: string;
  readonly community: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly version: number;
}

/** Who can be planned: family and the desk have no rota. */
export const PLANNED_ROLES = ['STAFF', 'DOCTOR', 'VOLUNTEER'];
const PAGE_ITEMS = 500;

/** All shifts that touch this time. */
export async function listRota(api: Api, from: number, to: number): Promise<readonly PlannedShift[]> {
  return readAll((cursor) =>
    api.call({
      method: 'get',
      path: '/api/v1/rota',
      query: { from: iso(from), to: iso(to), limit: PAGE_ITEMS, cursor },
      read: decodePage(decodeShift),
    }),
  );
}

export async function listPlannable(api: Api): Promise<readonly ResponderState[]> {
  const all = await readAll((cursor) =>
    api.call({
      method: 'get',
      path: '/api/v1/responders',
      query: { cursor },
      read: decodePage(decodeResponderState),
    }),
  );
  return all.filter(({ role }) => PLANNED_ROLES.includes(role));
}

export async function planShift(
  api: Api,
  responder: string,
  span: { startsAt: number; endsAt: number },
  idempotencyKey: string,
): Promise<void> {
  const body = { responder, startsAt: iso(span.startsAt), endsAt: iso(span.endsAt) };
  await api.call({ method: 'post', path: '/api/v1/rota', body, idempotencyKey, read: nothing });
}

export async function changeShift(
  api: Api,
  shift: PlannedShift,
  span: { startsAt: number; endsAt: number },
): Promise<PlannedShift> {
  return api.call({
    method: 'patch',
    path: '/api/v1/rota/{id}',
    at: { id: shift.id },
    body: { startsAt: iso(span.startsAt), endsAt: iso(span.endsAt) },
    ifMatch: shift.version,
    read: decodeShift,
  });
}

export async function getShift(api: Api, id: string): Promise<PlannedShift> {
  return api.call({ method: 'get', path: '/api/v1/rota/{id}', at: { id }, read: decodeShift });
}

export async function removeShift(api: Api, shift: PlannedShift): Promise<void> {
  await api.call({
    method: 'delete',
    path: '/api/v1/rota/{id}',
    at: { id: shift.id },
    ifMatch: shift.version,
    read: nothing,
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function decodeShift(reader: Reader): PlannedShift {
  return {
    id: reader.text('id'),
    responder: reader.object('responder', decodePerson),
    role: reader.optionalText('role') ?? 'OTHER',
    community: reader.text('community'),
    startsAt: reader.instant('startsAt'),
    endsAt: reader.instant('endsAt'),
    version: reader.integer('version'),
  };
}
