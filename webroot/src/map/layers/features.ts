import type { Point } from '@/wire/incident';
import type { Plan } from '@/wire/plan';
import { circle, metersPerPixel } from '../core/geometry';
import type { Scene } from '../core/scene';

/** GeoJSON for each source. Written out by hand: the app's own types in, plain features out. */
export interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly properties: Record<string, string | number | boolean>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

export interface Features {
  readonly type: 'FeatureCollection';
  readonly features: readonly Feature[];
}

/**
 * Shapes, and the names of areas as points of their own: a shape is cut at the edges of tiles, and each piece would
 * carry the name again.
 */
export function planFeatures(plan: Plan): Features {
  const shapes = plan.features.map((feature): Feature => {
    const { kind, id, name, place, shape } = feature;
    const widthAt20 = feature.widthMeters / metersPerPixel(feature.center.lat, 20);
    return {
      type: 'Feature',
      id: `${kind}/${id}`,
      properties: { kind, id, name, place, widthAt20 },
      geometry: shape,
    };
  });
  const names = plan.features
    .filter(({ name, shape }) => name !== '' && shape.type !== 'LineString')
    .map(({ kind, id, name, place, center }) =>
      point(`${kind}-name/${id}`, center, { kind: `${kind}-name`, name, place }),
    );
  return collection([...shapes, ...names]);
}

export function accuracyFeatures(scene: Scene): Features {
  return collection(
    scene.devices
      .filter((device) => device.accuracyMeters > 0)
      .map((device) => ({
        type: 'Feature',
        id: device.id,
        properties: { id: device.id },
        geometry: { type: 'Polygon', coordinates: [circle(device.point, device.accuracyMeters)] },
      })),
  );
}

export function linkFeatures(scene: Scene, to: Point | undefined): Features {
  const home = scene.devices.flatMap((device) =>
    device.away && device.home ? [line('home', device.id, device.point, device.home)] : [],
  );
  const coming = to
    ? scene.people
        .filter((person) => person.coming)
        .map((person) => line('coming', person.id, person.point, to))
    : [];
  return collection([...home, ...coming]);
}

export function deviceFeatures(scene: Scene): Features {
  return collection(scene.devices.map((device) => point(device.id, device.point, { id: device.id })));
}

/** Every device that has said where it is: no name, no resident, only whether it is well. */
export function fleetFeatures(scene: Scene): Features {
  return collection(scene.fleet.map(({ id, point: at, well }) => point(id, at, { unwell: well ? 0 : 1 })));
}

export function peopleFeatures(scene: Scene): Features {
  return collection(
    scene.people.map((person) =>
      point(person.id, person.point, {
        id: person.id,
        name: person.name,
        kind: person.kind,
        letter: person.letter,
        busy: person.busy,
        coming: person.coming,
      }),
    ),
  );
}

function collection(features: readonly Feature[]): Features {
  return { type: 'FeatureCollection', features };
}

function point(id: string, at: Point, properties: Feature['properties']): Feature {
  return { type: 'Feature', id, properties, geometry: { type: 'Point', coordinates: [at.lon, at.lat] } };
}

function line(kind: string, id: string, from: Point, to: Point): Feature {
  return {
    type: 'Feature',
    id: `${kind}/${id}`,
    properties: { kind },
    geometry: {
      type: 'LineString',
      coordinates: [
        [from.lon, from.lat],
        [to.lon, to.lat],
      ],
    },
  };
}
