import type { RingingCall } from '@/wire/call';
import type { EventFrame } from '@/wire/frame';
import type { Incident, Person } from '@/wire/incident';
import type { DeviceState, ResponderState } from '@/wire/people';
import type { FeedEffect } from './machine';

/** Stood-down incidents stay in sight for a while, then make room. */
const CLOSED_KEPT = 30;

const CALLS_KEPT = 20;

/** A telephone that rang, as all the streams this desk follows tell it. */
export interface Call extends RingingCall {
  readonly at: number;
}

/** Everything the live screens show, as of the last number applied. Immutable: a change makes a new one. */
export interface Picture {
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly devices: ReadonlyMap<string, DeviceState>;
  readonly responders: ReadonlyMap<string, ResponderState>;
  readonly calls: ReadonlyMap<string, Call>;
  /** Who keeps watch, and when they last showed a sign of life. */
  readonly watchers: ReadonlyMap<string, Watcher>;
}

export interface Watcher extends Person {
  readonly at: number;
}

export const EMPTY_PICTURE: Picture = {
  incidents: new Map(),
  devices: new Map(),
  responders: new Map(),
  calls: new Map(),
  watchers: new Map(),
};

export interface News {
  readonly what: 'opened' | 'rang_again' | 'changed' | 'stood_down' | 'vanished';
  readonly incident: Incident;
  /** The feed's own word for it, when it came by an event. */
  readonly event?: string;
}

export interface Reduced {
  readonly picture: Picture;
  readonly news: readonly News[];
}

export type PictureEffect = FeedEffect | { readonly do: 'learn'; readonly incident: Incident };

/**
 * Everything that arrived together, at once. The maps that change are copied once for all of it: five hundred people who
 * walk would otherwise copy the whole town for each step.
 */
export function reduceAll(picture: Picture, effects: readonly PictureEffect[]): Reduced {
  const own: Own = new Set();
  const news: News[] = [];
  let next = picture;
  for (const effect of effects) {
    const reduced = reduce(next, effect, own);
    next = reduced.picture;
    news.push(...reduced.news);
  }
  return { picture: next, news };
}

/** Maps made since the last picture was shown: nobody else has them, so they may be written to. */
type Own = Set<ReadonlyMap<string, unknown>>;

function writable<T>(map: ReadonlyMap<string, T>, own: Own): Map<string, T> {
  if (own.has(map)) return map as Map<string, T>;
  const copy = new Map(map);
  own.add(copy);
  return copy;
}

export function reduce(picture: Picture, effect: PictureEffect, own: Own = new Set()): Reduced {
  switch (effect.do) {
    case 'replace':
      return replace(picture, effect);
    case 'event':
      if (effect.frame.call) return { picture: ring(picture, effect.frame.call, effect.frame.at), news: [] };
      return effect.frame.incident
        ? happened(picture, effect.frame, effect.frame.incident)
        : { picture, news: [] };
    case 'learn': {
      const known = picture.incidents.get(effect.incident.id);
      if (known && known.version > effect.incident.version) return { picture, news: [] };
      // An answer does not say on whose stream it stands here.
      return put(picture, lentTo(effect.incident, known?.lentTo), undefined);
    }
    case 'state':
      return { picture: putState(picture, effect.frame, own), news: [] };
    case 'position':
      return { picture: move(picture, effect.frame, own), news: [] };
    case 'presence': {
      const { person, at } = effect.frame;
      return {
        picture: { ...picture, watchers: writable(picture.watchers, own).set(person.id, { ...person, at }) },
        news: [],
      };
    }
    case 'forget':
      return { picture: EMPTY_PICTURE, news: [] };
    default:
      return { picture, news: [] };
  }
}

/**
 * On another community's stream: it is lent there, and gone from there when taken back. A desk of both communities hears it
 * on both streams, after an outage one whole stream after the other: there it stays where it belongs.
 */
function happened(picture: Picture, frame: EventFrame, incident: Incident): Reduced {
  const known = picture.incidents.get(incident.id);
  // An answer was faster than the feed: its older word is news of the past.
  const newest = known && known.version > incident.version ? known : incident;
  if (frame.community === incident.community) return put(picture, lentTo(newest, undefined), frame.event);
  if (isHome(known)) return put(picture, newest, frame.event);
  if (frame.event !== 'incident.taken_back') {
    return put(picture, lentTo(newest, frame.community), frame.event);
  }
  if (known?.lentTo !== frame.community) return { picture, news: [] };
  const incidents = new Map(picture.incidents);
  incidents.delete(incident.id);
  return {
    picture: { ...picture, incidents },
    news: [{ what: 'vanished', incident: known, event: frame.event }],
  };
}

/** Known by the word of its own community. */
function isHome(known: Incident | undefined): boolean {
  return known !== undefined && known.lentTo === undefined;
}

function lentTo(incident: Incident, community: string | undefined): Incident {
  if (incident.lentTo === community) return incident;
  const { lentTo: _, ...told } = incident;
  return community === undefined ? told : { ...told, lentTo: community };
}

function put(picture: Picture, incident: Incident, event: string | undefined): Reduced {
  const known = picture.incidents.get(incident.id);
  const incidents = new Map(picture.incidents).set(incident.id, incident);
  if (incident.state === 'STOOD_DOWN') forgetOldest(incidents);
  return { picture: { ...picture, incidents }, news: [{ what: newsOf(known, incident), incident, event }] };
}

/** A number of people in several communities rings on each one's stream, with its own. */
function ring(picture: Picture, call: RingingCall, at: number): Picture {
  const known = picture.calls.get(call.id);
  const others = (known?.residents ?? []).filter(({ id }) => !call.residents.some((one) => one.id === id));
  const calls = new Map(picture.calls);
  calls.set(call.id, { ...call, residents: [...others, ...call.residents], at: known?.at ?? at });
  for (const oldest of [...calls.keys()].slice(0, Math.max(0, calls.size - CALLS_KEPT))) calls.delete(oldest);
  return { ...picture, calls };
}

function newsOf(known: Incident | undefined, incident: Incident): News['what'] {
  if (incident.state === 'STOOD_DOWN') return 'stood_down';
  if (!known) return 'opened';
  return incident.signals > known.signals ? 'rang_again' : 'changed';
}

function replace(picture: Picture, snapshot: Extract<FeedEffect, { do: 'replace' }>): Reduced {
  const incidents = new Map(picture.incidents);
  const present = new Set(snapshot.incidents.map((incident) => incident.id));
  const news: News[] = [];
  for (const known of picture.incidents.values()) {
    // Open when we last knew, and not in the whole truth any more: ended while we were away.
    const theirs = known.lentTo ?? known.community;
    if (theirs === snapshot.community && known.state === 'OPEN' && !present.has(known.id)) {
      incidents.delete(known.id);
      news.push({ what: 'vanished', incident: known });
    }
  }
  for (const incident of snapshot.incidents) {
    const known = picture.incidents.get(incident.id);
    const what = newsOf(known, incident);
    if (what !== 'changed' || known?.version !== incident.version) news.push({ what, incident });
    if (incident.community === snapshot.community) incidents.set(incident.id, incident);
    else if (!known || !isHome(known)) incidents.set(incident.id, lentTo(incident, snapshot.community));
    else if (known.version < incident.version) incidents.set(incident.id, incident);
  }
  return {
    picture: {
      ...picture,
      incidents,
      devices: replaced(picture.devices, snapshot.devices, snapshot.community),
      responders: replaced(picture.responders, snapshot.responders, snapshot.community),
    },
    news,
  };
}

function replaced<T extends { id: string; community?: string }>(
  known: ReadonlyMap<string, T>,
  snapshot: readonly T[],
  community: string,
): ReadonlyMap<string, T> {
  const next = new Map([...known].filter(([, thing]) => thing.community !== community));
  for (const thing of snapshot) next.set(thing.id, thing.community ? thing : { ...thing, community });
  return next;
}

function putState(picture: Picture, frame: Extract<FeedEffect, { do: 'state' }>['frame'], own: Own): Picture {
  if (frame.kind === 'device') {
    return { ...picture, devices: newest(picture.devices, frame.device, own) };
  }
  return { ...picture, responders: newest(picture.responders, frame.responder, own) };
}

/** The latest version wins. What a state frame leaves out stays as it was known. */
function newest<T extends { id: string; version: number }>(
  known: ReadonlyMap<string, T>,
  state: T,
  own: Own,
): ReadonlyMap<string, T> {
  const before = known.get(state.id);
  if (before && before.version > state.version) return known;
  const told = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as T;
  return writable(known, own).set(state.id, before ? { ...before, ...told } : state);
}

function move(picture: Picture, frame: Extract<FeedEffect, { do: 'position' }>['frame'], own: Own): Picture {
  const position = { point: frame.point, positionAt: frame.at };
  if (frame.of === 'device') {
    const device = picture.devices.get(frame.id);
    if (!device || (device.positionAt ?? 0) > frame.at) return picture;
    const moved = { ...device, ...position, accuracyMeters: frame.accuracyMeters };
    return { ...picture, devices: writable(picture.devices, own).set(frame.id, moved) };
  }
  const responder = picture.responders.get(frame.id);
  if (!responder || (responder.positionAt ?? 0) > frame.at) return picture;
  const responders = writable(picture.responders, own).set(frame.id, { ...responder, ...position });
  return { ...picture, responders };
}

function forgetOldest(incidents: Map<string, Incident>): void {
  const closed = [...incidents.values()].filter((incident) => incident.state === 'STOOD_DOWN');
  if (closed.length <= CLOSED_KEPT) return;
  closed
    .sort((a, b) => (b.stoodDownAt ?? 0) - (a.stoodDownAt ?? 0))
    .slice(CLOSED_KEPT)
    .forEach((incident) => incidents.delete(incident.id));
}
