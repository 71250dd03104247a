import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { Ground } from '@/wire/ground';
import type { Palette } from '../core/palette';
import { FONT } from './font';
import { groundLayers, groundSource } from './ground';

/** One GeoJSON source per kind of thing. */
export const SOURCES = ['plan', 'accuracy', 'links', 'fleet', 'devices', 'people'] as const;
export type SourceId = (typeof SOURCES)[number];

/**
 * Without a `glyphs` address MapLibre draws every letter with the computer's own fonts: no glyph server, no request.
 */
const AED: FilterSpecification = [
  'all',
  ['==', ['get', 'kind'], 'place-name'],
  ['==', ['get', 'place'], 'aed'],
];
const PLAIN_PLACE: FilterSpecification = [
  'all',
  ['==', ['get', 'kind'], 'place-name'],
  ['!=', ['get', 'place'], 'aed'],
];
/** @param scale how much larger than a common screen's everything is drawn: a 4K wall is read from further away */
export function styleOf(
  palette: Palette,
  scale: number,
  ground: Ground | undefined = undefined,
): StyleSpecification {
  const own = planLayers(palette, scale);
  return {
    version: 8,
    sources: {
      ...groundSource(ground),
      ...Object.fromEntries(SOURCES.map((id) => [id, sourceOf(id)])),
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
      ...groundLayers(palette, scale, ground),
      // Streets, parks and water are the map service's business then; buildings, gates and AEDs stay ours.
      ...(ground ? own.filter(({ id }) => !GROUND_KNOWS.includes(id)) : own),
      ...fleetLayers(palette, scale),
      ...deviceLayers(palette, scale),
      ...peopleLayers(palette, scale),
    ],
  };
}

export const CHOSEN_HOUSE = 'building-chosen';

export function chosenHouse(id: string): FilterSpecification {
  return ['all', ['==', ['get', 'kind'], 'building'], ['==', ['get', 'id'], id]];
}

const GROUND_KNOWS = ['green', 'water', 'road-edge', 'road', 'road-name', 'green-name', 'water-name'];

/** Dots nearer to each other than this are one dot with a number. */
const CLUSTER_RADIUS_PX = 46;
/** From here on a house fills the screen, and its devices are told apart. */
const CLUSTER_MAX_ZOOM = 18;

function sourceOf(id: SourceId): SourceSpecification {
  const data = { type: 'FeatureCollection', features: [] } as const;
  if (id !== 'fleet') return { type: 'geojson', data };
  return {
    type: 'geojson',
    data,
    // One zoom more than the last with clusters, or the dots told apart would be cut from tiles of a cluster's zoom.
    maxzoom: CLUSTER_MAX_ZOOM + 1,
    cluster: true,
    clusterRadius: CLUSTER_RADIUS_PX,
    clusterMaxZoom: CLUSTER_MAX_ZOOM,
    clusterProperties: { unwell: ['+', ['get', 'unwell']] },
  };
}

function fleetLayers(palette: Palette, scale: number): LayerSpecification[] {
  const color: ExpressionSpecification = ['case', ['>', ['get', 'unwell'], 0], palette.unwell, palette.place];
  return [
    {
      id: 'fleet-cluster',
      type: 'circle',
      source: 'fleet',
      filter: ['has', 'point_count'],
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['get', 'point_count'], 2, 9 * scale, 500, 20 * scale],
        'circle-color': palette.ground,
        'circle-opacity': 0.85,
        'circle-stroke-color': color,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'fleet-count',
      type: 'symbol',
      source: 'fleet',
      filter: ['has', 'point_count'],
      layout: {
        'text-field': ['get', 'point_count_abbreviated'],
        'text-font': FONT,
        'text-size': 11 * scale,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': palette.label },
    },
    {
      id: 'fleet-dot',
      type: 'circle',
      source: 'fleet',
      filter: ['!', ['has', 'point_count']],
      paint: {
        'circle-radius': 3.5 * scale,
        'circle-color': color,
        'circle-stroke-color': palette.ground,
        'circle-stroke-width': 1,
      },
    },
  ];
}

function planLayers(palette: Palette, scale: number): LayerSpecification[] {
  const kind = (name: string): ['==', ['get', 'kind'], string] => ['==', ['get', 'kind'], name];
  return [
    area('green', 'green', palette.green),
    area('water', 'water', palette.water),
    {
      id: 'community',
      type: 'line',
      source: 'plan',
      filter: kind('community'),
      paint: { 'line-color': palette.communityEdge, 'line-width': 1.5, 'line-dasharray': [4, 3] },
    },
    road('road-edge', palette.roadEdge, 2.5),
    road('road', palette.road, 0),
    {
      id: 'building',
      type: 'fill',
      source: 'plan',
      filter: kind('building'),
      paint: { 'fill-color': palette.building },
    },
    {
      id: 'building-edge',
      type: 'line',
      source: 'plan',
      filter: kind('building'),
      paint: { 'line-color': palette.buildingEdge, 'line-width': 1 },
    },
    {
      id: CHOSEN_HOUSE,
      type: 'line',
      source: 'plan',
      filter: chosenHouse(''),
      paint: { 'line-color': palette.label, 'line-width': 2.5 * scale },
    },
    {
      id: 'gate',
      type: 'circle',
      source: 'plan',
      filter: kind('gate'),
      paint: {
        'circle-radius': 3 * scale,
        'circle-color': palette.ground,
        'circle-stroke-color': palette.place,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'road-name',
      type: 'symbol',
      source: 'plan',
      filter: kind('road'),
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 11 * scale,
        'text-letter-spacing': 0.1,
      },
      paint: { 'text-color': palette.place, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.2 },
    },
    {
      ...label('community-name', 'community', palette.label, palette, 12, 15),
      maxzoom: 16,
    } as LayerSpecification,
    label('building-name', 'building', palette.label, palette, 15.2, 12),
    {
      ...label('place-name', 'place', palette.place, palette, 15.6, 11),
      filter: PLAIN_PLACE,
    } as LayerSpecification,
    {
      id: 'aed',
      type: 'circle',
      source: 'plan',
      filter: AED,
      paint: { 'circle-radius': 4 * scale, 'circle-color': palette.aed },
    },
    {
      ...label('aed-name', 'place', palette.aed, palette, 15, 11, [0, 1]),
      filter: AED,
    } as LayerSpecification,
    label('green-name', 'green', palette.place, palette, 15.5, 11),
    label('water-name', 'water', palette.place, palette, 15.5, 11),
    label('gate-name', 'gate', palette.place, palette, 16, 11, [0, 0.9]),
  ];

  function area(id: string, name: string, color: string): LayerSpecification {
    return { id, type: 'fill', source: 'plan', filter: kind(name), paint: { 'fill-color': color } };
  }

  function road(id: string, color: string, extra: number): LayerSpecification {
    return {
      id,
      type: 'line',
      source: 'plan',
      filter: kind('road'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': color,
        // As wide as in the street, whatever the zoom; never thinner than can be seen.
        'line-width': [
          'interpolate',
          ['exponential', 2],
          ['zoom'],
          10,
          ['+', 0.8 + extra, ['/', ['get', 'widthAt20'], 1024]],
          20,
          ['+', extra, ['get', 'widthAt20']],
        ],
      },
    };
  }

  function label(
    id: string,
    name: string,
    color: string,
    { labelHalo }: Palette,
    minzoom: number,
    size: number,
    offset: [number, number] = [0, 0],
  ): LayerSpecification {
    return {
      id,
      type: 'symbol',
      source: 'plan',
      filter: kind(`${name}-name`),
      minzoom,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': [
          'interpolate',
          ['linear'],
          ['zoom'],
          minzoom,
          (size - 1) * scale,
          18,
          (size + 3) * scale,
        ],
        'text-offset': offset,
        'text-padding': 4,
      },
      paint: { 'text-color': color, 'text-halo-color': labelHalo, 'text-halo-width': 1.4 },
    };
  }
}

function deviceLayers(palette: Palette, scale: number): LayerSpecification[] {
  return [
    {
      id: 'accuracy',
      type: 'fill',
      source: 'accuracy',
      paint: { 'fill-color': palette.device, 'fill-opacity': 0.12, 'fill-outline-color': palette.device },
    },
    {
      id: 'link-home',
      type: 'line',
      source: 'links',
      filter: ['==', ['get', 'kind'], 'home'],
      paint: {
        'line-color': palette.device,
        'line-width': 1.5,
        'line-dasharray': [2, 2],
        'line-opacity': 0.8,
      },
    },
    {
      id: 'link-coming',
      type: 'line',
      source: 'links',
      filter: ['==', ['get', 'kind'], 'coming'],
      paint: { 'line-color': palette.hand, 'line-width': 2, 'line-dasharray': [1, 2], 'line-opacity': 0.9 },
    },
    {
      id: 'device',
      type: 'circle',
      source: 'devices',
      paint: {
        'circle-radius': 6 * scale,
        'circle-color': palette.device,
        'circle-stroke-color': palette.ground,
        'circle-stroke-width': 2,
      },
    },
  ];
}

function peopleLayers(palette: Palette, scale: number): LayerSpecification[] {
  const color: LayerSpecification = {
    id: 'person',
    type: 'circle',
    source: 'people',
    paint: {
      'circle-radius': ['case', ['get', 'busy'], 9 * scale, 7.5 * scale],
      'circle-color': [
        'case',
        ['get', 'busy'],
        ['match', ['get', 'kind'], 'doctor', palette.doctor, palette.hand],
        palette.ground,
      ],
      'circle-stroke-color': ['match', ['get', 'kind'], 'doctor', palette.doctor, palette.hand],
      'circle-stroke-width': 2,
    },
  };
  return [
    color,
    {
      id: 'person-letter',
      type: 'symbol',
      source: 'people',
      layout: {
        'text-field': ['get', 'letter'],
        'text-font': FONT,
        'text-size': 10.5 * scale,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: {
        'text-color': [
          'case',
          ['get', 'busy'],
          palette.personInk,
          ['match', ['get', 'kind'], 'doctor', palette.doctor, palette.hand],
        ],
      },
    },
    {
      id: 'person-name',
      type: 'symbol',
      source: 'people',
      filter: ['get', 'coming'],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 13 * scale,
        'text-offset': [0, 1.3],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.label, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.6 },
    },
  ];
}

export const LABEL_LAYERS = [
  'community-name',
  'road-name',
  'building-name',
  'place-name',
  'aed-name',
  'green-name',
  'water-name',
  'gate-name',
];
export const PEOPLE_LAYERS = ['person', 'person-letter', 'person-name', 'link-coming'];
export const FLEET_LAYERS = ['fleet-cluster', 'fleet-count', 'fleet-dot'];
