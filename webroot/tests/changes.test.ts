import { describe, expect, it } from 'vitest';
import { changesBetween } from '@/map/core/changes';
import { fleetOf } from '@/map/core/scene';
import type { Feature, Features } from '@/map/layers/features';
import { fleetFeatures } from '@/map/layers/features';
import { styleOf } from '@/map/layers/style';
import { PALETTES } from '@/map/core/palette';

const dot = (id: string, lon: number, properties: Feature['properties'] = {}): Feature => ({
  type: 'Feature',
  id,
  properties,
  geometry: { type: 'Point', coordinates: [lon, 34] },
});
const all = (...features: Feature[]): Features => ({ type: 'FeatureCollection', features });

/** What a source holds after a change, as MapLibre applies it. */
function apply(before: Features, changes: ReturnType<typeof changesBetween>): Map<string, Feature> {
  const held = new Map(before.features.map((feature) => [feature.id, feature]));
  changes?.remove.forEach((id) => held.delete(id));
  changes?.add.forEach((feature) => held.set(feature.id, feature));
  for (const { id, newGeometry, addOrUpdateProperties } of changes?.update ?? []) {
    const was = held.get(id)!;
    held.set(id, {
      ...was,
      geometry: newGeometry ?? was.geometry,
      properties: {
        ...was.properties,
        ...Object.fromEntries((addOrUpdateProperties ?? []).map(({ key, value }) => [key, value])),
      },
    });
  }
  return held;
}

describe('what is told to the map', () => {
  it('is nothing when nothing has changed', () => {
    expect(changesBetween(all(dot('a', 1)), all(dot('a', 1)))).toBeUndefined();
  });

  it('is one step of one person among five hundred', () => {
    const crowd = Array.from({ length: 500 }, (_, n) => dot(`p${n}`, n / 1000));
    const changes = changesBetween(all(...crowd), all(...crowd.slice(1), dot('p0', 9)));
    expect(changes).toEqual({
      remove: [],
      add: [],
      update: [{ id: 'p0', newGeometry: { type: 'Point', coordinates: [9, 34] } }],
    });
  });

  it('leaves the map with what is true, whatever changed', () => {
    const before = all(dot('a', 1, { busy: false }), dot('b', 2), dot('c', 3));
    const after = all(dot('a', 1, { busy: true }), dot('c', 4), dot('d', 5));
    expect(apply(before, changesBetween(before, after))).toEqual(
      new Map(after.features.map((feature) => [feature.id, feature])),
    );
  });
});

describe('all devices', () => {
  const device = (id: string, state: string, placed = true) => ({
    id,
    kind: 'WATCH',
    state,
    resident: 'somebody',
    version: 1,
    ...(placed ? { point: { lat: 34, lon: 113 } } : {}),
  });

  it('are dots that say whether they are well, and not whose they are', () => {
    const fleet = fleetOf([device('a', 'ONLINE'), device('b', 'OFFLINE'), device('c', 'ONLINE', false)]);
    const features = fleetFeatures({ pins: [], people: [], devices: [], unplaced: 0, fleet });
    expect(features.features.map(({ id, properties }) => [id, properties])).toEqual([
      ['a', { unwell: 0 }],
      ['b', { unwell: 1 }],
    ]);
    expect(JSON.stringify(features)).not.toContain('somebody');
  });

  it('are gathered where they are close, and an unwell one is seen in its cluster', () => {
    expect(styleOf(PALETTES.day, 1).sources.fleet).toMatchObject({
      cluster: true,
      clusterProperties: { unwell: ['+', ['get', 'unwell']] },
    });
  });
});
