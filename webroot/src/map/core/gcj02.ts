import type { Point } from '@/wire/incident';

/**
 * WGS-84 → GCJ-02, the shifted coordinates every map published in mainland China is drawn in. For display alone: what is
 * stored, sent and measured stays WGS-84. The formula is the one in common use, good to a few meters; the ellipsoid is
 * Krasovsky 1940's.
 */
const AXIS_METERS = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;

export function gcj02Of(point: Point): Point {
  if (isAbroad(point)) return point;
  const [x, y] = [point.lon - 105, point.lat - 35];
  const phi = radians(point.lat);
  const magic = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  const root = Math.sqrt(magic);
  const north = (AXIS_METERS * (1 - ECCENTRICITY_SQUARED)) / (magic * root);
  const east = (AXIS_METERS / root) * Math.cos(phi);
  return {
    lat: point.lat + degrees(northing(x, y) / north),
    lon: point.lon + degrees(easting(x, y) / east),
  };
}

/** The shift ends at a box around the country, not at its border; Hong Kong and Macau are shifted, too. */
function isAbroad({ lat, lon }: Point): boolean {
  return lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271;
}

function northing(x: number, y: number): number {
  return (
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    wave(20, 6 * x, 20, 2 * x) +
    wave(20, y, 40, y / 3) +
    wave(160, y / 12, 320, y / 30)
  );
}

function easting(x: number, y: number): number {
  return (
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    wave(20, 6 * x, 20, 2 * x) +
    wave(20, x, 40, x / 3) +
    wave(150, x / 12, 300, x / 30)
  );
}

function wave(a: number, x: number, b: number, y: number): number {
  return ((a * Math.sin(Math.PI * x) + b * Math.sin(Math.PI * y)) * 2) / 3;
}

function radians(degree: number): number {
  return (degree * Math.PI) / 180;
}

function degrees(radian: number): number {
  return (radian * 180) / Math.PI;
}
