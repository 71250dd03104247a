import type { Feature, Features } from '../layers/features';

/** What has changed in one source: MapLibre moves a few points instead of reading thousands again. */
export interface Changes {
  readonly remove: string[];
  readonly add: Feature[];
  readonly update: {
    readonly id: string;
    readonly newGeometry?: Feature['geometry'];
    readonly addOrUpdateProperties?: { readonly key: string; readonly value: string | number | boolean }[];
  }[];
}

/** Compares by id; both sides must have given every feature one. Undefined when nothing has changed. */
export function changesBetween(before: Features, after: Features): Changes | undefined {
  const known = new Map(before.features.map((feature) => [feature.id, feature]));
  const changes: Changes = { remove: [], add: [], update: [] };
  for (const feature of after.features) {
    const was = known.get(feature.id);
    if (!was) changes.add.push(feature);
    else {
      known.delete(feature.id);
      const moved = !sameGeometry(was.geometry, feature.geometry);
      const properties = Object.entries(feature.properties)
        .filter(([key, value]) => was.properties[key] !== value)
        .map(([key, value]) => ({ key, value }));
      if (moved || properties.length > 0) {
        changes.update.push({
          id: feature.id,
          ...(moved ? { newGeometry: feature.geometry } : {}),
          ...(properties.length > 0 ? { addOrUpdateProperties: properties } : {}),
        });
      }
    }
  }
  changes.remove.push(...known.keys());
  const none = changes.remove.length + changes.add.length + changes.update.length === 0;
  return none ? undefined : changes;
}

function sameGeometry(a: Feature['geometry'], b: Feature['geometry']): boolean {
  if (a.type === 'Point' && b.type === 'Point') {
    const [from, to] = [a.coordinates as readonly number[], b.coordinates as readonly number[]];
    return from[0] === to[0] && from[1] === to[1];
  }
  return JSON.stringify(a) === JSON.stringify(b);
}
