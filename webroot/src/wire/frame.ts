import { decodeRingingCall } from './call';
import type { RingingCall } from './call';
import { decodeIncident, decodePerson, decodePoint } from './incident';
import type { Incident, Person, Point } from './incident';
import { decodeDeviceState, decodeResponderState } from './people';
import type { DeviceState, ResponderState } from './people';
import { decode, Malformed } from './reader';
import type { Decoded, Reader } from './reader';

/** One frame of the feed, as the app knows it. */
export type Frame =
  | SnapshotFrame
  | EventFrame
  | StateFrame
  | PositionFrame
  | PresenceFrame
  | HeartbeatFrame
  | NoticeFrame
  | UnknownFrame;

export interface SnapshotFrame {
  readonly type: 'snapshot';
  readonly community: string;
  readonly epoch: string;
  readonly seq: number;
  readonly incidents: readonly Incident[];
  readonly devices: readonly DeviceState[];
  readonly responders: readonly ResponderState[];
  readonly complete: boolean;
}

export interface EventFrame {
  readonly type: 'event';
  readonly community: string;
  readonly seq: number;
  readonly prev: number;
  readonly at: number;
  readonly event: string;
  /** Absent for events that are not about an incident, and when the incident could not be read. */
  readonly incident?: Incident;
  /** With `call.ringing`. */
  readonly call?: RingingCall;
}

export type StateFrame =
  | { readonly type: 'state'; readonly kind: 'device'; readonly device: DeviceState }
  | { readonly type: 'state'; readonly kind: 'responder'; readonly responder: ResponderState };

export interface PositionFrame {
  readonly type: 'position';
  readonly of: 'device' | 'responder';
  readonly id: string;
  readonly point: Point;
  readonly accuracyMeters?: number;
  readonly at: number;
}

/** Somebody keeps watch over a community, too. */
export interface PresenceFrame {
  readonly type: 'presence';
  readonly community: string;
  readonly person: Person;
  readonly at: number;
}

export interface HeartbeatFrame {
  readonly type: 'heartbeat';
  readonly at: number;
  readonly heads: ReadonlyMap<string, number>;
  /** Which life of the database the heads count in, where the server tells. */
  readonly epochs: ReadonlyMap<string, string>;
  readonly degraded: boolean;
}

/** Something for the signed-in person alone; without a receipt their next channel is tried. */
export interface NoticeFrame {
  readonly type: 'notice';
  readonly id: string;
}

/** A kind of frame a newer server sends: tolerated. */
export interface UnknownFrame {
  readonly type: 'unknown';
}

const UNKNOWN: UnknownFrame = { type: 'unknown' };

/** Throws {@link Malformed} when the frame cannot be trusted as a whole; otherwise notes what was left out. */
export function decodeFrame(text: string): Decoded<Frame> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new Malformed('frame', 'is not JSON');
  }
  return decode(raw, 'frame', readFrame);
}

/** What is only ever the latest value may be lost; what is numbered or whole may not. */
function lossy(reader: Reader, read: (reader: Reader) => Frame): Frame {
  try {
    return read(reader);
  } catch (failure) {
    if (!(failure instanceof Malformed)) throw failure;
    reader.notes.add(failure.path, failure.reason);
    return UNKNOWN;
  }
}

function readFrame(reader: Reader): Frame {
  switch (reader.text('type')) {
    case 'snapshot':
      return {
        type: 'snapshot',
        community: reader.text('community'),
        epoch: reader.optionalText('epoch') ?? '',
        seq: reader.integer('seq'),
        incidents: reader.list('incidents', decodeIncident),
        devices: reader.list('devices', decodeDeviceState),
        responders: reader.list('responders', decodeResponderState),
        complete: reader.flag('complete', true),
      };
    case 'event':
      return {
        type: 'event',
        community: reader.text('community'),
        seq: reader.integer('seq'),
        prev: reader.integer('prev'),
        at: reader.instant('at'),
        event: reader.text('event'),
        incident: reader.optionalObject('incident', decodeIncident),
        call: reader.optionalObject('call', decodeRingingCall),
      };
    case 'state':
      return lossy(reader, readState);
    case 'volatile':
      return lossy(reader, readVolatile);
    case 'heartbeat':
      return {
        type: 'heartbeat',
        at: reader.instant('at'),
        heads: reader.numbersById('heads'),
        epochs: reader.textsById('epochs'),
        degraded: reader.flag('degraded', false),
      };
    case 'notice':
      return { type: 'notice', id: reader.text('id') };
    default:
      return UNKNOWN;
  }
}

function readState(reader: Reader): Frame {
  switch (reader.optionalText('kind')) {
    case 'device':
      return { type: 'state', kind: 'device', device: decodeDeviceState(reader) };
    case 'responder':
      return { type: 'state', kind: 'responder', responder: decodeResponderState(reader) };
    default:
      return UNKNOWN;
  }
}

function readVolatile(reader: Reader): Frame {
  if (reader.optionalText('kind') === 'presence') {
    return {
      type: 'presence',
      community: reader.text('community'),
      person: reader.object('person', decodePerson),
      at: reader.instant('at'),
    };
  }
  const of = reader.optionalText('of');
  const point = decodePoint(reader);
  if (reader.optionalText('kind') !== 'position' || (of !== 'device' && of !== 'responder')) return UNKNOWN;
  if (!point) throw new Malformed(reader.path, 'a position without coordinates');
  return {
    type: 'position',
    of,
    id: reader.text('id'),
    point,
    accuracyMeters: reader.optionalNumber('acc', 0),
    at: reader.instant('at'),
  };
}
