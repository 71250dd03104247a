import type { Point } from '@/wire/incident';
import type { Bounds } from '@/wire/plan';

const EARTH_RADIUS_METERS = 6_371_008.8;
const WEB_MERCATOR_RADIUS_METERS = 6_378_137;
const CIRCLE_STEPS = 48;

/** Great-circle distance. */
export function metersBetween(a: Point, b: Point): number {
  const [lat1, lat2] = [radians(a.lat), radians(b.lat)];
  const [dLat, dLon] = [lat2 - lat1, radians(b.lon - a.lon)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A circle of so many meters as a ring of positions, for an accuracy one can see. */
export function circle(center: Point, radiusMeters: number): [number, number][] {
  const dLat = degrees(radiusMeters / EARTH_RADIUS_METERS);
  const dLon = dLat / Math.max(0.01, Math.cos(radians(center.lat)));
  return Array.from({ length: CIRCLE_STEPS + 1 }, (_, step) => {
    const angle = (2 * Math.PI * step) / CIRCLE_STEPS;
    return [center.lon + dLon * Math.cos(angle), center.lat + dLat * Math.sin(angle)];
  });
}

export function around(points: readonly Point[]): Bounds | undefined {
  if (points.length === 0) return undefined;
  return {
    west: Math.min(...points.map((point) => point.lon)),
    east: Math.max(...points.map((point) => point.lon)),
    south: Math.min(...points.map((point) => point.lat)),
    north: Math.max(...points.map((point) => point.lat)),
  };
}

/** Of the web's square map with tiles of 512 pixels. */
export function metersPerPixel(lat: number, zoom: number): number {
  return (2 * Math.PI * WEB_MERCATOR_RADIUS_METERS * Math.cos(radians(lat))) / (512 * 2 ** zoom);
}

/** Meters per degree at a place, enough for a plan of a few kilometers. */
export function flatScale(lat: number): { readonly x: number; readonly y: number } {
  const y = (Math.PI * EARTH_RADIUS_METERS) / 180;
  return { x: y * Math.cos(radians(lat)), y };
}

function radians(degree: number): number {
  return (degree * Math.PI) / 180;
}

function degrees(radian: number): number {
  return (radian * 180) / Math.PI;
}
