import type { Ground } from '@/wire/ground';
import type { Point } from '@/wire/incident';
import type { Bounds } from '@/wire/plan';
import type { Features } from '../layers/features';
import { gcj02Of } from './gcj02';

/** Where a WGS-84 point has to be drawn so that it stands where it is on the tiles below. */
export type Placing = (point: Point) => Point;

const AS_IT_IS: Placing = (point) => point;

export function placingOn(ground: Ground | undefined): Placing {
  return ground?.crs === 'GCJ02' ? gcj02Of : AS_IT_IS;
}

export function boundsOn(place: Placing, bounds: Bounds): Bounds {
  const { lat: south, lon: west } = place({ lat: bounds.south, lon: bounds.west });
  const { lat: north, lon: east } = place({ lat: bounds.north, lon: bounds.east });
  return { west, south, east, north };
}

export function featuresOn(place: Placing, features: Features): Features {
  if (place === AS_IT_IS) return features;
  const moved = features.features.map((feature) => ({
    ...feature,
    geometry: { ...feature.geometry, coordinates: coordinatesOn(place, feature.geometry.coordinates) },
  }));
  return { ...features, features: moved };
}

/** A position, or lists of them, however deep. */
function coordinatesOn(place: Placing, coordinates: unknown): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  const [lon, lat] = coordinates as unknown[];
  if (typeof lon !== 'number' || typeof lat !== 'number')
    return coordinates.map((inner) => coordinatesOn(place, inner));
  const placed = place({ lat, lon });
  return [placed.lon, placed.lat];
}
