import type { Point } from '@/wire/incident';

/**
 * From WGS-84 to the datums Chinese maps draw in; the way back is the server's (`core.geo.Datum`), with the same formulas.
 * Good to a decimetre. For display and for links only: nothing of ours is ever stored shifted.
 */

/** Krasovsky 1940, as GCJ-02 has it. */
const SEMI_MAJOR_METERS = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_94;
const ORIGIN: Point = { lat: 35, lon: 105 };
const BAIDU_TURN = (Math.PI * 3000) / 180;

export function toGcj02({ lat, lon }: Point): Point {
  if (!isShifted(lat, lon)) return { lat, lon };
  const flattening = 1 - ECCENTRICITY_SQUARED * Math.sin(radians(lat)) ** 2;
  const meridian = (SEMI_MAJOR_METERS * (1 - ECCENTRICITY_SQUARED)) / flattening ** 1.5;
  const parallel = (SEMI_MAJOR_METERS / Math.sqrt(flattening)) * Math.cos(radians(lat));
  return {
    lat: lat + degrees(metersNorth(lat, lon) / meridian),
    lon: lon + degrees(metersEast(lat, lon) / parallel),
  };
}

export function toBd09(point: Point): Point {
  const { lat, lon } = toGcj02(point);
  const radius = Math.hypot(lon, lat) + 0.000_02 * Math.sin(lat * BAIDU_TURN);
  const angle = Math.atan2(lat, lon) + 0.000_003 * Math.cos(lon * BAIDU_TURN);
  return { lat: radius * Math.sin(angle) + 0.006, lon: radius * Math.cos(angle) + 0.0065 };
}

/** The box in which the shift is applied; outside both datums are one. */
function isShifted(lat: number, lon: number): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function metersNorth(lat: number, lon: number): number {
  const [x, y] = [lon - ORIGIN.lon, lat - ORIGIN.lat];
  const polynomial = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  const swell = 20 * sinPi(y) + 40 * sinPi(y / 3) + 160 * sinPi(y / 12) + 320 * sinPi(y / 30);
  return polynomial + ripple(x) + (swell * 2) / 3;
}

function metersEast(lat: number, lon: number): number {
  const [x, y] = [lon - ORIGIN.lon, lat - ORIGIN.lat];
  const polynomial = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  const swell = 20 * sinPi(x) + 40 * sinPi(x / 3) + 150 * sinPi(x / 12) + 300 * sinPi(x / 30);
  return polynomial + ripple(x) + (swell * 2) / 3;
}

const ripple = (x: number) => ((20 * sinPi(6 * x) + 20 * sinPi(2 * x)) * 2) / 3;
const sinPi = (turns: number) => Math.sin(turns * Math.PI);
const radians = (angle: number) => (angle * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;
