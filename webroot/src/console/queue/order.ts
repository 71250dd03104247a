import type { Incident } from '@/wire/incident';
import { doctorClock, doorClock } from '../clocks';
import { helpOf } from '../dock/response';

/** From this many open incidents in one building on, they are one storm and take one place in the queue. */
export const STORM_FROM = 4;

export type QueueEntry =
  | { readonly kind: 'incident'; readonly incident: Incident }
  | {
      readonly kind: 'storm';
      readonly building: string;
      readonly label: string;
      readonly incidents: readonly Incident[];
    };

/** A promise to the resident is broken and nobody is with them. */
export function isOverdue(incident: Incident, now: number): boolean {
  const late = [doctorClock(incident, now), doorClock(incident, now)].some(
    (clock) => clock?.state === 'late',
  );
  if (!late) return false;
  const help = helpOf(incident);
  return help === 'nobody' || help === 'coming';
}

/** What needs a human most stands lowest: overdue, nobody coming, not acknowledged, on its way, there, done. */
function calmness(incident: Incident, overdue: boolean): number {
  if (overdue) return 0;
  switch (helpOf(incident)) {
    case 'nobody':
      return 1;
    case 'coming':
      return incident.acknowledged ? 3 : 2;
    case 'there':
      return 4;
    case 'done':
      return 5;
  }
}

/**
 * Gravest first; within a priority by need of attention, then the one that has waited longest.
 * A drill walks the whole way but never stands before a real one of its priority.
 */
function compareIncidents(a: Incident, b: Incident, overdue: ReadonlySet<string>): number {
  return (
    compareText(a.priority, b.priority) ||
    Number(a.drill) - Number(b.drill) ||
    calmness(a, overdue.has(a.id)) - calmness(b, overdue.has(b.id)) ||
    Number(a.acknowledged !== undefined) - Number(b.acknowledged !== undefined) ||
    a.openedAt - b.openedAt ||
    compareText(a.id, b.id)
  );
}

/** @param overdue those {@link isOverdue} now */
export function openQueue(
  incidents: Iterable<Incident>,
  overdue: ReadonlySet<string> = new Set(),
): Incident[] {
  return [...incidents]
    .filter((incident) => incident.state === 'OPEN')
    .sort((a, b) => compareIncidents(a, b, overdue));
}

export function recentlyClosed(incidents: Iterable<Incident>): Incident[] {
  return [...incidents]
    .filter((incident) => incident.state === 'STOOD_DOWN')
    .sort((a, b) => (b.stoodDownAt ?? 0) - (a.stoodDownAt ?? 0));
}

/** Gathers storms. A storm stands where its gravest incident would have stood. Expects {@link openQueue}'s order. */
export function gatherStorms(queue: readonly Incident[], nameOf: (building: string) => string): QueueEntry[] {
  const byBuilding = new Map<string, Incident[]>();
  for (const incident of queue) {
    const building = incident.place?.building;
    if (building === undefined) continue;
    const together = byBuilding.get(building);
    if (together) together.push(incident);
    else byBuilding.set(building, [incident]);
  }
  const entries: QueueEntry[] = [];
  const placed = new Set<string>();
  for (const incident of queue) {
    const building = incident.place?.building;
    const together = building === undefined ? undefined : byBuilding.get(building);
    if (building === undefined || !together || together.length < STORM_FROM) {
      entries.push({ kind: 'incident', incident });
    } else if (!placed.has(building)) {
      placed.add(building);
      entries.push({ kind: 'storm', building, label: nameOf(building), incidents: together });
    }
  }
  return entries;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
