import type { Where } from '@/wire/dossier';
import { STORM_FROM } from '@/console/queue/order';
import type { Incident, Point, Priority } from '@/wire/incident';
import type { DeviceState, ResponderState } from '@/wire/people';
import type { Bounds } from '@/wire/plan';
import { around, metersBetween } from './geometry';

/** Further than this from home, a device is away; nearer, its position is only noise around the house. */
export const AWAY_METERS = 80;
/** Nearer than this two homes of one building have one entrance: the incident one looks at needs no pin of its own. */
const SAME_PLACE_METERS = 8;
/** More pins than this at once cannot be told apart; the gravest are drawn. */
export const PINS_LIMIT = 200;

/**
 * Incidents of one building share a pin, which keeps the plan readable in a storm; the one that is looked at stands at its own
 * entrance, where its people are sent.
 */
export interface Pin {
  readonly key: string;
  readonly point: Point;
  readonly label: string;
  readonly incidents: readonly Incident[];
  readonly priority: Priority;
  readonly unacknowledged: boolean;
  readonly selected: boolean;
  readonly drill: boolean;
  /** The building, where the queue gathers as many as are here into one storm. */
  readonly storm: string | undefined;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly kind: 'doctor' | 'hand';
  readonly letter: string;
  readonly busy: boolean;
  /** Going to the selected incident: drawn with name and line. */
  readonly coming: boolean;
  readonly point: Point;
}

export interface DeviceDot {
  readonly id: string;
  readonly point: Point;
  readonly accuracyMeters: number;
  readonly home: Point | undefined;
  readonly away: boolean;
}

/** One of all devices, for whoever looks after them. */
export interface FleetDot {
  readonly id: string;
  readonly point: Point;
  readonly well: boolean;
}

export interface Scene {
  readonly pins: readonly Pin[];
  readonly fleet: readonly FleetDot[];
  readonly people: readonly Person[];
  readonly devices: readonly DeviceDot[];
  readonly unplaced: number;
}

/** Whoever comes from further than this is not worth a smaller house. */
const IN_VIEW_METERS = 1_500;

/** What one wants to see of an incident: the home, where the device is, and who is coming. */
export function sightOf(scene: Scene, focus: Point): Bounds {
  const near = (point: Point) => metersBetween(point, focus) <= IN_VIEW_METERS;
  const points = [
    focus,
    ...scene.devices.filter(({ away }) => away).map(({ point }) => point),
    ...scene.people.filter(({ coming }) => coming).map(({ point }) => point),
  ].filter(near);
  return around(points) ?? { west: focus.lon, east: focus.lon, south: focus.lat, north: focus.lat };
}

const gravest = (incidents: readonly Incident[]): Priority =>
  incidents.map(({ priority }) => priority).reduce((one, other) => (one <= other ? one : other));

/** Expects the queue's order: the first incident at a place is its gravest. */
export function pinsOf(
  queue: readonly Incident[],
  selectedId: string | undefined,
  placeOf: (incident: Incident) => Point | undefined,
  nameOf: (building: string) => string = () => '',
): { pins: Pin[]; unplaced: number } {
  const byPlace = new Map<string, { point: Point; incidents: Incident[] }>();
  let unplaced = 0;
  for (const incident of queue) {
    const point = placeOf(incident);
    if (!point) {
      unplaced++;
      continue;
    }
    const key = incident.place?.building ?? `${point.lat.toFixed(5)}/${point.lon.toFixed(5)}`;
    const here = byPlace.get(key);
    if (here) here.incidents.push(incident);
    else byPlace.set(key, { point, incidents: [incident] });
  }
  const places = [...byPlace].flatMap(([key, { point, incidents }]) => {
    const at = incidents.findIndex((incident) => incident.id === selectedId);
    const own = at > 0 ? placeOf(incidents[at]!) : undefined;
    if (!own || metersBetween(own, point) <= SAME_PLACE_METERS) return [{ key, point, incidents }];
    // Whoever comes next in the building comes first on its pin: pressing it again goes round.
    const others = [...incidents.slice(at + 1), ...incidents.slice(0, at)];
    return [
      { key, point, incidents: others },
      { key: `${key}/own`, point: own, incidents: [incidents[at]!] },
    ];
  });
  const pins = places.slice(0, PINS_LIMIT).map(({ key, point, incidents }): Pin => {
    const shown = incidents.find((incident) => incident.id === selectedId) ?? incidents[0]!;
    const storm = incidents.length >= STORM_FROM ? shown.place?.building : undefined;
    const name = storm === undefined ? '' : nameOf(storm);
    return {
      key,
      point,
      label: name !== '' ? name : (shown.resident?.name ?? shown.subject.label),
      incidents,
      priority: gravest(incidents),
      unacknowledged: incidents.some((incident) => !incident.acknowledged),
      selected: incidents.some((incident) => incident.id === selectedId),
      drill: incidents.every((incident) => incident.drill),
      storm,
    };
  });
  return { pins, unplaced };
}

export function peopleOf(
  responders: Iterable<ResponderState>,
  selected: Incident | undefined,
  letterOf: (role: string) => string,
): Person[] {
  const coming = new Set(
    selected?.assignments
      .filter(({ state }) => state !== 'CLEARED' && state !== 'RELEASED')
      .map(({ responder }) => responder.id),
  );
  const people: Person[] = [];
  for (const responder of responders) {
    if (!responder.point || (!responder.onDuty && !coming.has(responder.id))) continue;
    people.push({
      id: responder.id,
      name: responder.name,
      kind: responder.role === 'DOCTOR' ? 'doctor' : 'hand',
      letter: letterOf(responder.role),
      busy: responder.busy || coming.has(responder.id),
      coming: coming.has(responder.id),
      point: responder.point,
    });
  }
  return people;
}

/** Shown when somebody asks for it. Where a device was last, not whose it is. */
export function fleetOf(devices: Iterable<DeviceState>): FleetDot[] {
  const dots: FleetDot[] = [];
  for (const { id, point, state } of devices) {
    if (point) dots.push({ id, point, well: state !== 'OFFLINE' && state !== 'LATE' });
  }
  return dots;
}

/** Only of the chosen, open incident: where somebody is, is shown while it is needed and to whom. */
export function deviceDotsOf(
  selected: Incident | undefined,
  fix: Where | undefined,
  home: Point | undefined,
): DeviceDot[] {
  if (!selected || selected.state !== 'OPEN' || !fix?.point) return [];
  const accuracyMeters = fix.accuracyMeters ?? 0;
  const away = home !== undefined && metersBetween(home, fix.point) > Math.max(AWAY_METERS, accuracyMeters);
  return [{ id: selected.id, point: fix.point, accuracyMeters, home, away }];
}
