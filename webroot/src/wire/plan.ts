import type { Point } from './incident';

/** The bundled plan of the communities: what is drawn under the incidents. WGS-84. */
export const PLAN_KINDS = [
  'street',
  'community',
  'building',
  'road',
  'green',
  'water',
  'gate',
  'place',
] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

type Position = readonly [lon: number, lat: number];

export type Shape =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] };

export interface PlanFeature {
  readonly kind: PlanKind;
  readonly id: string;
  readonly name: string;
  readonly community: string;
  readonly floors: number;
  /** What a place is: `clinic`, `canteen`, `desk`, `centre`, `aed`, … */
  readonly place: string;
  /** Of a road. */
  readonly widthMeters: number;
  readonly shape: Shape;
  readonly center: Point;
}

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Plan {
  readonly features: readonly PlanFeature[];
  readonly bounds: Bounds | undefined;
  /** Features left out because they could not be read. */
  readonly refused: number;
}

export const EMPTY_PLAN: Plan = { features: [], bounds: undefined, refused: 0 };

export function decodePlan(raw: unknown): Plan {
  const list = (raw as { features?: unknown } | null)?.features;
  if (!Array.isArray(list)) return EMPTY_PLAN;
  const features: PlanFeature[] = [];
  let refused = 0;
  for (const item of list) {
    const read = readFeature(item);
    if (read.length === 0) refused++;
    features.push(...read);
  }
  return { features, bounds: boundsOf(features.flatMap((feature) => positionsOf(feature.shape))), refused };
}

function readFeature(item: unknown): PlanFeature[] {
  if (typeof item !== 'object' || item === null) return [];
  const { properties, geometry } = item as {
    properties?: Record<string, unknown>;
    geometry?: Record<string, unknown>;
  };
  const kind = PLAN_KINDS.find((known) => known === properties?.kind);
  if (!kind || !geometry) return [];
  return shapesOf(geometry).map((shape) => ({
    kind,
    id: String(properties?.id ?? ''),
    name: typeof properties?.name === 'string' ? properties.name : '',
    community: typeof properties?.community === 'string' ? properties.community : '',
    floors: typeof properties?.floors === 'number' ? properties.floors : 0,
    place: typeof properties?.place === 'string' ? properties.place : '',
    widthMeters: typeof properties?.width === 'number' ? Math.min(60, Math.max(2, properties.width)) : 7,
    shape,
    center: centerOf(positionsOf(shape)),
  }));
}

function shapesOf(geometry: Record<string, unknown>): Shape[] {
  const { type, coordinates } = geometry;
  switch (type) {
    case 'Point':
      return isPosition(coordinates) ? [{ type, coordinates }] : [];
    case 'LineString':
      return isLine(coordinates) ? [{ type, coordinates }] : [];
    case 'Polygon':
      return isPolygon(coordinates) ? [{ type, coordinates }] : [];
    case 'MultiLineString':
      return Array.isArray(coordinates)
        ? coordinates.filter(isLine).map((line) => ({ type: 'LineString', coordinates: line }))
        : [];
    case 'MultiPolygon':
      return Array.isArray(coordinates)
        ? coordinates.filter(isPolygon).map((polygon) => ({ type: 'Polygon', coordinates: polygon }))
        : [];
    default:
      return [];
  }
}

function isPosition(value: unknown): value is Position {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'number' &&
    typeof value[1] === 'number' &&
    Math.abs(value[0]) <= 180 &&
    Math.abs(value[1]) <= 90
  );
}

function isLine(value: unknown): value is Position[] {
  return Array.isArray(value) && value.length >= 2 && value.every(isPosition);
}

function isPolygon(value: unknown): value is Position[][] {
  return Array.isArray(value) && value.length >= 1 && value.every((ring) => isLine(ring) && ring.length >= 4);
}

export function positionsOf(shape: Shape): readonly Position[] {
  switch (shape.type) {
    case 'Point':
      return [shape.coordinates];
    case 'LineString':
      return shape.coordinates;
    case 'Polygon':
      return shape.coordinates[0] ?? [];
  }
}

function centerOf(positions: readonly Position[]): Point {
  const bounds = boundsOf(positions);
  return bounds
    ? { lat: (bounds.south + bounds.north) / 2, lon: (bounds.west + bounds.east) / 2 }
    : { lat: 0, lon: 0 };
}

export function boundsOf(positions: readonly Position[]): Bounds | undefined {
  if (positions.length === 0) return undefined;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return { west, south, east, north };
}
