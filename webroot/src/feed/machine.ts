import type { DeviceState, ResponderState } from '@/wire/people';
import type {
  EventFrame,
  Frame,
  HeartbeatFrame,
  PositionFrame,
  PresenceFrame,
  SnapshotFrame,
  StateFrame,
} from '@/wire/frame';
import type { Incident } from '@/wire/incident';

/**
 * The feed as a state machine: pure, so that every gap, restart and silence can be tested without a socket.
 *
 *   signed_out ──signed_in──▶ connecting ──opened──▶ syncing ──heads reached──▶ live
 *        ▲                        ▲                     │                        │
 *        └─ renewal refused ──────┤◀──── retry due ── waiting ◀── closed · gap · silence ──┘
 *
 * `live` means: this socket's last heartbeat is fresh and every number it told of has been applied. Whether the
 * screen must be covered is another question, answered by {@link isStale}.
 */

/** The contract's heartbeat is every 5 s; two lost ones and a little more, and the screen is not live. */
export const SILENCE_LIMIT_MS = 12_000;
const RETRY_FLOOR_MS = 200;
const RETRY_BASE_MS = 500;
const RETRY_CEILING_MS = 15_000;
/** After a planned close the server is back soon and everybody comes at once: spread them. */
const PROMPT_RETRY_SPREAD_MS = 400;
const RESTART_RETRY_SPREAD_MS = 1_500;
const MALFORMED_BEFORE_AFRESH = 2;

export const CLOSE = {
  badFrame: 4400,
  notSignedIn: 4401,
  scopeLost: 4403,
  tooSlow: 4408,
  restarting: 1012,
} as const;

export type Phase = 'signed_out' | 'connecting' | 'syncing' | 'live' | 'waiting';

export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

/** A snapshot arriving in parts, and the events that overtook its last part. */
interface Stage extends Cursor {
  readonly incidents: readonly Incident[];
  readonly devices: readonly DeviceState[];
  readonly responders: readonly ResponderState[];
  readonly overtaking: readonly EventFrame[];
}

export interface FeedState {
  readonly phase: Phase;
  readonly cursors: ReadonlyMap<string, Cursor>;
  readonly stages: ReadonlyMap<string, Stage>;
  /** Feed nodes the signed-in person may see, and those this socket has brought up to date. */
  readonly expected: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  /** Heads of the previous heartbeat that were ahead of us: still ahead at the next one means a lost event. */
  readonly ahead: ReadonlyMap<string, number>;
  readonly attempt: number;
  readonly retryAt: number | undefined;
  /** In a row: since the first one every attempt renews the token. */
  readonly refusals: number;
  readonly phaseSince: number;
  /** When a heartbeat was last heard while live; before the first, when we began to try. */
  readonly liveAt: number;
  readonly everLive: boolean;
  readonly heartbeatAt: number | undefined;
  readonly degraded: boolean;
  readonly counters: Counters;
}

export interface Counters {
  readonly gaps: number;
  readonly malformed: number;
  readonly reconnects: number;
  readonly epochChanges: number;
}

export type FeedInput =
  | { readonly on: 'signed_in'; readonly communities: readonly string[] }
  | { readonly on: 'signed_out' }
  | { readonly on: 'opened' }
  | { readonly on: 'frame'; readonly frame: Frame }
  | { readonly on: 'malformed' }
  | { readonly on: 'closed'; readonly code: number }
  | { readonly on: 'wake' }
  | { readonly on: 'tick' };

export type FeedEffect =
  | { readonly do: 'open'; readonly renewToken: boolean }
  | { readonly do: 'close' }
  | { readonly do: 'authenticate'; readonly resume: ReadonlyMap<string, Cursor> }
  | {
      readonly do: 'replace';
      readonly community: string;
      readonly incidents: readonly Incident[];
      readonly devices: readonly DeviceState[];
      readonly responders: readonly ResponderState[];
    }
  | { readonly do: 'event'; readonly frame: EventFrame }
  | { readonly do: 'state'; readonly frame: StateFrame }
  | { readonly do: 'position'; readonly frame: PositionFrame }
  | { readonly do: 'presence'; readonly frame: PresenceFrame }
  | { readonly do: 'clock'; readonly at: number }
  | { readonly do: 'forget' }
  | { readonly do: 'reload_scope' }
  | { readonly do: 'sign_out' };

export interface FeedStep {
  readonly state: FeedState;
  readonly effects: readonly FeedEffect[];
}

export const SIGNED_OUT: FeedState = {
  phase: 'signed_out',
  cursors: new Map(),
  stages: new Map(),
  expected: new Set(),
  fresh: new Set(),
  ahead: new Map(),
  attempt: 0,
  retryAt: undefined,
  refusals: 0,
  phaseSince: 0,
  liveAt: 0,
  everLive: false,
  heartbeatAt: undefined,
  degraded: false,
  counters: { gaps: 0, malformed: 0, reconnects: 0, epochChanges: 0 },
};

/** Whether what the screen shows may be old, so that it must say so over everything. */
export function isStale(state: FeedState, now: number): boolean {
  if (state.phase === 'signed_out') return false;
  return now - state.liveAt >= SILENCE_LIMIT_MS;
}

/** The line was there and is gone: the picture stands still, long before it is stale. */
export function isLost(state: FeedState): boolean {
  return state.everLive && state.phase !== 'live' && state.phase !== 'signed_out';
}

/** One input, what becomes of the state, and what the shell must do. `random` is uniform in [0, 1). */
export function step(state: FeedState, input: FeedInput, now: number, random: number): FeedStep {
  switch (input.on) {
    case 'signed_in':
      return {
        state: {
          ...SIGNED_OUT,
          phase: 'connecting',
          expected: new Set(input.communities),
          phaseSince: now,
          liveAt: now,
        },
        effects: [{ do: 'open', renewToken: false }],
      };
    case 'signed_out':
      return { state: SIGNED_OUT, effects: [{ do: 'close' }, { do: 'forget' }] };
    case 'opened':
      return onOpened(state, now);
    case 'frame':
      return onFrame(state, input.frame, now, random);
    case 'malformed':
      return onMalformed(count(state, 'malformed'), now, random);
    case 'closed':
      return onClosed(state, input.code, now, random);
    case 'wake':
      return state.phase === 'waiting' ? reopen(state, now) : still(state);
    case 'tick':
      return onTick(state, now, random);
  }
}

function onOpened(state: FeedState, now: number): FeedStep {
  if (state.phase !== 'connecting') return still(state);
  return {
    state: {
      ...state,
      phase: 'syncing',
      phaseSince: now,
      stages: new Map(),
      fresh: new Set(),
      ahead: new Map(),
    },
    effects: [{ do: 'authenticate', resume: state.cursors }],
  };
}

function onFrame(state: FeedState, frame: Frame, now: number, random: number): FeedStep {
  if (state.phase !== 'syncing' && state.phase !== 'live') return still(state);
  switch (frame.type) {
    case 'snapshot':
      return onSnapshot(state, frame, now, random);
    case 'event':
      return onEvent(state, frame, now, random);
    case 'heartbeat':
      return onHeartbeat(state, frame, now, random);
    case 'state':
      return { state, effects: [{ do: 'state', frame }] };
    case 'position':
      return { state, effects: [{ do: 'position', frame }] };
    case 'presence':
      return { state, effects: [{ do: 'presence', frame }] };
    case 'notice':
    case 'unknown':
      return still(state);
  }
}

/** It may have been an event, so ask again from the last good number; if that only brings it back, start afresh. */
function onMalformed(state: FeedState, now: number, random: number): FeedStep {
  const afresh = state.attempt >= MALFORMED_BEFORE_AFRESH;
  return gap(afresh ? { ...state, cursors: new Map() } : state, now, random);
}

function onSnapshot(state: FeedState, part: SnapshotFrame, now: number, random: number): FeedStep {
  const begun = state.stages.get(part.community);
  const sameSnapshot = begun !== undefined && begun.seq === part.seq && begun.epoch === part.epoch;
  const stage: Stage = {
    epoch: part.epoch,
    seq: part.seq,
    incidents: sameSnapshot ? [...begun.incidents, ...part.incidents] : part.incidents,
    devices: sameSnapshot ? [...begun.devices, ...part.devices] : part.devices,
    responders: sameSnapshot ? [...begun.responders, ...part.responders] : part.responders,
    overtaking: begun?.overtaking ?? [],
  };
  if (!part.complete) {
    return still({ ...state, stages: withEntry(state.stages, part.community, stage) });
  }
  const known = state.cursors.get(part.community);
  const taken: FeedState = {
    ...(known && known.epoch !== part.epoch ? count(state, 'epochChanges') : state),
    stages: withoutEntry(state.stages, part.community),
    cursors: withEntry(state.cursors, part.community, { epoch: part.epoch, seq: part.seq }),
    fresh: new Set([...state.fresh, part.community]),
  };
  let next: FeedStep = {
    state: taken,
    effects: [
      {
        do: 'replace',
        community: part.community,
        incidents: stage.incidents,
        devices: stage.devices,
        responders: stage.responders,
      },
    ],
  };
  for (const event of stage.overtaking) {
    next = after(next, (following) => onEvent(following, event, now, random));
  }
  return after(next, (following) => maybeLive(following, now));
}

function onEvent(state: FeedState, frame: EventFrame, now: number, random: number): FeedStep {
  if (state.phase !== 'syncing' && state.phase !== 'live') return still(state);
  const stage = state.stages.get(frame.community);
  if (stage) {
    const overtaking = [...stage.overtaking, frame];
    return still({ ...state, stages: withEntry(state.stages, frame.community, { ...stage, overtaking }) });
  }
  const cursor = state.cursors.get(frame.community);
  if (!cursor || frame.prev > cursor.seq) return gap(count(state, 'gaps'), now, random);
  if (frame.seq <= cursor.seq) return still(state);
  const cursors = withEntry(state.cursors, frame.community, { ...cursor, seq: frame.seq });
  return { state: { ...state, cursors }, effects: [{ do: 'event', frame }] };
}

function onHeartbeat(state: FeedState, frame: HeartbeatFrame, now: number, random: number): FeedStep {
  const clock: FeedEffect = { do: 'clock', at: frame.at };
  const heard: FeedState = { ...state, heartbeatAt: now, degraded: frame.degraded };
  const reborn = [...frame.epochs].filter(([community, epoch]) => {
    const cursor = state.cursors.get(community);
    return cursor !== undefined && cursor.epoch !== epoch && !state.stages.has(community);
  });
  if (reborn.length > 0) {
    // The numbers count in another life of the database: ours mean nothing there.
    const cursors = new Map(state.cursors);
    for (const [community] of reborn) cursors.delete(community);
    return withEffect(gap(count({ ...heard, cursors }, 'epochChanges'), now, random), clock);
  }
  const ahead = new Map(
    [...frame.heads].filter(
      ([community, head]) => head > (state.cursors.get(community)?.seq ?? -1) && !state.stages.has(community),
    ),
  );
  const lost = [...state.ahead].some(
    ([community, head]) => ahead.has(community) && head > (state.cursors.get(community)?.seq ?? -1),
  );
  if (lost) return withEffect(gap(count(heard, 'gaps'), now, random), clock);
  if (ahead.size > 0 || heard.stages.size > 0) {
    // Still catching up, or the head overtook its event by a moment: the next heartbeat judges.
    const liveAt = state.phase === 'live' ? now : state.liveAt;
    return { state: { ...heard, ahead, liveAt }, effects: [clock] };
  }
  const reached: FeedState = { ...heard, ahead, fresh: new Set([...heard.fresh, ...frame.heads.keys()]) };
  return { state: live(reached, now), effects: [clock] };
}

/** A first snapshot of everything expected is as good as a heartbeat; a resume must wait for the heads. */
function maybeLive(state: FeedState, now: number): FeedStep {
  if (state.phase !== 'syncing' || state.stages.size > 0) return still(state);
  const complete =
    state.expected.size > 0 && [...state.expected].every((community) => state.fresh.has(community));
  return still(complete ? live(state, now) : state);
}

function live(state: FeedState, now: number): FeedState {
  return {
    ...state,
    phase: 'live',
    phaseSince: state.phase === 'live' ? state.phaseSince : now,
    liveAt: now,
    everLive: true,
    attempt: 0,
    refusals: 0,
    retryAt: undefined,
  };
}

function onClosed(state: FeedState, code: number, now: number, random: number): FeedStep {
  if (state.phase === 'signed_out' || state.phase === 'waiting') return still(state);
  switch (code) {
    case CLOSE.notSignedIn: {
      // Who is signed out hears it when the token is renewed; a server that has just started may be wrong about it.
      const refused = { ...state, refusals: state.refusals + 1 };
      return state.refusals === 0
        ? reopen(refused, now)
        : waiting(refused, now, backOff(state.attempt, random));
    }
    case CLOSE.scopeLost:
      return withEffects(waiting({ ...state, cursors: new Map() }, now, backOff(state.attempt, random)), [
        { do: 'forget' },
        { do: 'reload_scope' },
      ]);
    case CLOSE.badFrame:
      // Our own resume may be what it disliked: come back empty-handed.
      return waiting({ ...state, cursors: new Map() }, now, backOff(state.attempt, random));
    case CLOSE.tooSlow:
      return waiting(state, now, RETRY_FLOOR_MS + random * PROMPT_RETRY_SPREAD_MS);
    case CLOSE.restarting:
      return waiting(
        state,
        now,
        Math.max(RETRY_FLOOR_MS + random * RESTART_RETRY_SPREAD_MS, backOff(state.attempt, random)),
      );
    default:
      return waiting(state, now, backOff(state.attempt, random));
  }
}

function onTick(state: FeedState, now: number, random: number): FeedStep {
  switch (state.phase) {
    case 'signed_out':
      return still(state);
    case 'waiting':
      return state.retryAt !== undefined && now >= state.retryAt ? reopen(state, now) : still(state);
    case 'connecting':
    case 'syncing':
      return now - Math.max(state.phaseSince, state.heartbeatAt ?? 0) >= SILENCE_LIMIT_MS
        ? closing(waiting(state, now, backOff(state.attempt, random)))
        : still(state);
    case 'live':
      return now - state.liveAt >= SILENCE_LIMIT_MS
        ? closing(waiting(state, now, random * PROMPT_RETRY_SPREAD_MS))
        : still(state);
  }
}

/** Something is missing: never guess, come again and ask from the last number that was surely seen. */
function gap(state: FeedState, now: number, random: number): FeedStep {
  if (state.phase !== 'syncing' && state.phase !== 'live') return still(state);
  const delay = state.attempt === 0 ? random * PROMPT_RETRY_SPREAD_MS : backOff(state.attempt, random);
  return closing(waiting(state, now, delay));
}

function waiting(state: FeedState, now: number, delay: number): FeedStep {
  return still({
    ...state,
    phase: 'waiting',
    phaseSince: now,
    retryAt: now + delay,
    attempt: state.attempt + 1,
    stages: new Map(),
    ahead: new Map(),
  });
}

function reopen(state: FeedState, now: number): FeedStep {
  return {
    state: { ...count(state, 'reconnects'), phase: 'connecting', phaseSince: now, retryAt: undefined },
    effects: [{ do: 'open', renewToken: state.refusals > 0 }],
  };
}

/** Exponential with full jitter, so that a restart does not bring every desk back in the same instant. */
export function backOff(attempt: number, random: number): number {
  const ceiling = Math.min(RETRY_CEILING_MS, RETRY_BASE_MS * 2 ** Math.min(attempt, 10));
  return RETRY_FLOOR_MS + random * ceiling;
}

function still(state: FeedState): FeedStep {
  return { state, effects: [] };
}

function closing(next: FeedStep): FeedStep {
  return withEffects(next, [{ do: 'close' }]);
}

function withEffect(next: FeedStep, first: FeedEffect): FeedStep {
  return { state: next.state, effects: [first, ...next.effects] };
}

function withEffects(next: FeedStep, more: readonly FeedEffect[]): FeedStep {
  return { state: next.state, effects: [...next.effects, ...more] };
}

function after(first: FeedStep, then: (state: FeedState) => FeedStep): FeedStep {
  const second = then(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}

function count(state: FeedState, counter: keyof Counters): FeedState {
  return { ...state, counters: { ...state.counters, [counter]: state.counters[counter] + 1 } };
}

function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value);
}

function withoutEntry<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
