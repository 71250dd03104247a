import { decodeIncident } from '@/wire/incident';
import type { Incident } from '@/wire/incident';
import { decode } from '@/wire/reader';
import { decodeFrame } from '@/wire/frame';
import type { Frame } from '@/wire/frame';

export const T0 = Date.parse('2026-11-22T03:00:00Z');
export const at = (secondsLater: number) => new Date(T0 + secondsLater * 1000).toISOString();

let counter = 0;
export const id = () => `0199aaaa-0000-7000-8000-${String(++counter).padStart(12, '0')}`;

/** An incident as the server writes it. */
export function wireIncident(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: id(),
    community: 'c1',
    subject: { kind: 'RESIDENT', id: 'r1', label: '王秀兰' },
    resident: { id: 'r1', name: '王秀兰' },
    place: { building: 'b1', label: '3号楼 2单元 502', lat: 34.76, lon: 113.75 },
    devices: ['d1'],
    priority: 'P1',
    need: 'MEDICAL',
    needs: ['MEDICAL'],
    reasons: ['SOS_PRESSED'],
    state: 'OPEN',
    kind: 'SOS',
    openedAt: at(0),
    lastSignalAt: at(0),
    signals: 1,
    cancelRequested: false,
    drill: false,
    acknowledged: null,
    disposition: null,
    stoodDownAt: null,
    stoodDownBy: null,
    step: { index: 1, total: 3, nextAt: at(60) },
    offers: [],
    assignments: [],
    version: 1,
    ...over,
  };
}

export const incident = (over: Record<string, unknown> = {}): Incident =>
  decode(wireIncident(over), 'incident', decodeIncident).value;

export const frame = (raw: object): Frame => decodeFrame(JSON.stringify(raw)).value;

export const assignment = (role: string, state: string, over: Record<string, unknown> = {}) => ({
  id: id(),
  incident: 'i',
  responder: { id: 'p1', name: '赵强' },
  role,
  slot: 1,
  state,
  acceptedAt: at(7),
  ...over,
});

export const offer = (role: string, state: string, over: Record<string, unknown> = {}) => ({
  id: id(),
  incident: 'i',
  responder: { id: 'p1', name: '赵强' },
  role,
  slot: 1,
  state,
  madeAt: at(1),
  expiresAt: at(61),
  ...over,
});
