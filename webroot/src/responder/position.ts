import type { Point } from '@/wire/incident';

export interface Fix {
  readonly point: Point;
  readonly accuracyMeters: number | undefined;
  readonly at: number;
}

/** Between calls a position of ten minutes still counts (the server's `POSITION_FRESH`); on the way every step does. */
const STANDBY_EVERY_MS = 120_000;
const ON_THE_WAY_EVERY_MS = 10_000;
const ON_THE_WAY_METERS = 15;
const EARTH_METERS = 6_371_000;

/** Whether this fix is worth the battery and the line. */
export function isWorthTelling(told: Fix | undefined, fix: Fix, onTheWay: boolean): boolean {
  if (!told) return true;
  const age = fix.at - told.at;
  if (!onTheWay) return age >= STANDBY_EVERY_MS;
  return age >= ON_THE_WAY_EVERY_MS || metersBetween(told.point, fix.point) >= ON_THE_WAY_METERS;
}

/** Equirectangular: exact enough within a town. */
export function metersBetween(a: Point, b: Point): number {
  const north = ((b.lat - a.lat) * Math.PI) / 180;
  const east = (((b.lon - a.lon) * Math.PI) / 180) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east) * EARTH_METERS;
}
