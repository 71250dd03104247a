import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Ground } from '@/wire/ground';
import type { Palette } from '../core/palette';
import { FONT } from './font';

/** What the tiles of a PMTiles archive are asked for by; the library answers to it. */
export const ARCHIVE_PROTOCOL = 'pmtiles';
const RASTER_TILE_PX = 256;
const SOURCE = 'tiles';

export function groundSource(ground: Ground | undefined): Record<string, SourceSpecification> {
  if (!ground) return {};
  const address = ground.archive
    ? { url: `${ARCHIVE_PROTOCOL}://${ground.url}` }
    : { tiles: [ground.url], maxzoom: ground.maxZoom };
  return {
    [SOURCE]:
      ground.kind === 'RASTER'
        ? { type: 'raster', tileSize: RASTER_TILE_PX, ...address }
        : { type: 'vector', ...address },
  };
}

export function groundLayers(
  palette: Palette,
  scale: number,
  ground: Ground | undefined,
): LayerSpecification[] {
  if (!ground) return [];
  if (ground.kind === 'RASTER') {
    // Map services draw for the day: at night they are dimmed, so that the pins stay the brightest thing.
    const paint = palette.night ? { 'raster-brightness-max': 0.45, 'raster-saturation': -0.6 } : {};
    return [{ id: 'tiles', type: 'raster', source: SOURCE, paint }];
  }
  return vectorLayers(palette, scale);
}

/** Layers of the Protomaps schema, which archives made from OpenStreetMap have (docs.protomaps.com/basemaps/layers). */
function vectorLayers(palette: Palette, scale: number): LayerSpecification[] {
  const name: ExpressionSpecification = ['coalesce', ['get', 'name:zh'], ['get', 'name']];
  return [
    fill('earth', palette.ground),
    fill('landuse', palette.green),
    fill('water', palette.water),
    {
      id: 'tiles-roads',
      type: 'line',
      source: SOURCE,
      'source-layer': 'roads',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.road,
        'line-width': ['interpolate', ['exponential', 1.8], ['zoom'], 10, 0.6, 16, 6 * scale, 20, 40 * scale],
      },
    },
    {
      ...fill('buildings', palette.building),
      minzoom: 14,
    } as LayerSpecification,
    label('roads', name, palette.place, 'line'),
    label('places', name, palette.label, 'point'),
  ];

  function fill(layer: string, color: string): LayerSpecification {
    return {
      id: `tiles-${layer}`,
      type: 'fill',
      source: SOURCE,
      'source-layer': layer,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': color },
    };
  }

  function label(
    layer: string,
    text: ExpressionSpecification,
    color: string,
    placement: 'line' | 'point',
  ): LayerSpecification {
    return {
      id: `tiles-${layer}-name`,
      type: 'symbol',
      source: SOURCE,
      'source-layer': layer,
      layout: {
        'symbol-placement': placement,
        'text-field': text,
        'text-font': FONT,
        'text-size': 11 * scale,
      },
      paint: { 'text-color': color, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.2 },
    };
  }
}
