import type { Incident, Priority } from '@/wire/incident';

/** Which presses a human at this desk has silenced: incident → how many signals it had then. */
export type Silenced = ReadonlyMap<string, number>;

/** How often a ringing desk rings, by the gravest incident that rings: a human silences it, it never stops by itself. */
export const RING_EVERY_MS: Record<Priority, number> = {
  P1: 2_600,
  P2: 5_000,
  P3: 15_000,
  P4: 60_000,
};

/** Open, taken by nobody — or asked for from beside, which nobody here can take —, and not silenced since its last signal. A repeat press rings again. */
export function ringing(
  incidents: Iterable<Incident>,
  silenced: Silenced,
  isOurs: (incident: Incident) => boolean = () => true,
): Incident[] {
  return [...incidents].filter(
    (incident) =>
      incident.state === 'OPEN' &&
      (incident.acknowledged === undefined || !isOurs(incident)) &&
      incident.signals > (silenced.get(incident.id) ?? 0),
  );
}

export function gravest(incidents: readonly Incident[]): Priority | undefined {
  return incidents.map((incident) => incident.priority).sort()[0];
}

/** A human silences what rings now, and nothing else: the next press is heard. */
export function silence(incidents: readonly Incident[], silenced: Silenced): Silenced {
  const next = new Map(silenced);
  for (const incident of incidents) next.set(incident.id, incident.signals);
  return next;
}
