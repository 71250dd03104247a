import { describe, expect, it } from 'vitest';
import { metersBetween } from '@/map/core/geometry';
import { gcj02Of } from '@/map/core/gcj02';
import { boundsOn, featuresOn, placingOn } from '@/map/core/placing';
import { groundLayers, groundSource } from '@/map/layers/ground';
import { styleOf } from '@/map/layers/style';
import { PALETTES } from '@/map/core/palette';
import { decodeGround } from '@/wire/ground';
import { decode } from '@/wire/reader';

const ground = (tiles: object | null) => decode({ tiles }, 'ground', decodeGround).value;
const shifted = ground({
  kind: 'RASTER',
  url: 'https://t.example.cn/{z}/{x}/{y}.png',
  archive: false,
  crs: 'GCJ02',
  maxZoom: 18,
  attribution: '© X',
});

describe('over shifted tiles', () => {
  // Points published with the open converters eviltransform (the first three) and coordtransform (the last).
  it.each([
    ['Shanghai', [31.1774276, 121.5272106], [31.17530398364597, 121.531541859215]],
    ['Shenzhen', [22.543847, 113.912316], [22.540796131694766, 113.9171764808363]],
    ['Beijing', [39.911954, 116.377817], [39.91334545536069, 116.38404722455657]],
    ['Tiananmen', [39.915, 116.404], [39.91640428150164, 116.41024449916938]],
  ] as const)('%s stands where the map service draws it', (_, [lat, lon], [drawnLat, drawnLon]) => {
    const drawn = gcj02Of({ lat, lon });
    expect(metersBetween(drawn, { lat: drawnLat, lon: drawnLon })).toBeLessThan(1);
    expect(metersBetween(drawn, { lat, lon })).toBeGreaterThan(300);
  });

  it('leaves alone what is not in China', () => {
    const rome = { lat: 41.9, lon: 12.5 };
    expect(gcj02Of(rome)).toEqual(rome);
  });

  it('moves everything alike, and nothing over tiles that are not shifted', () => {
    const place = placingOn(shifted);
    const at = { lat: 34.76, lon: 113.75 };
    const drawn = place(at);
    const polygon = {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          id: 'a',
          properties: {},
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [at.lon, at.lat],
                [at.lon, at.lat],
              ],
            ],
          },
        },
      ],
    } as const;
    const moved = featuresOn(place, polygon).features[0]!.geometry.coordinates;
    expect(moved).toEqual([
      [
        [drawn.lon, drawn.lat],
        [drawn.lon, drawn.lat],
      ],
    ]);
    expect(boundsOn(place, { west: at.lon, east: at.lon, south: at.lat, north: at.lat })).toEqual({
      west: drawn.lon,
      east: drawn.lon,
      south: drawn.lat,
      north: drawn.lat,
    });
    expect(featuresOn(placingOn(undefined), polygon)).toBe(polygon);
  });
});

describe('the tiles below', () => {
  it('are none unless the house has set some up', () => {
    expect(ground(null)).toBeUndefined();
    expect(groundSource(undefined)).toEqual({});
    expect(groundLayers(PALETTES.night, 1, undefined)).toEqual([]);
  });

  it('are a service or an archive, dimmed at night, under our own buildings', () => {
    expect(groundSource(shifted)).toEqual({
      tiles: { type: 'raster', tileSize: 256, tiles: ['https://t.example.cn/{z}/{x}/{y}.png'], maxzoom: 18 },
    });
    const archive = ground({
      kind: 'VECTOR',
      url: '/map/tiles.pmtiles',
      archive: true,
      crs: 'WGS84',
      maxZoom: 15,
      attribution: '',
    });
    expect(groundSource(archive)).toEqual({ tiles: { type: 'vector', url: 'pmtiles:///map/tiles.pmtiles' } });
    const layers = styleOf(PALETTES.night, 1, archive).layers.map(({ id }) => id);
    expect(layers).toContain('building');
    expect(layers).toContain('tiles-roads');
    expect(layers).not.toContain('road');
    expect(layers.indexOf('tiles-roads')).toBeLessThan(layers.indexOf('building'));
  });
});
