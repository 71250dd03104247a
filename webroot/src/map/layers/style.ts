import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Palette } from '../core/palette';

/** One GeoJSON source per kind of thing. */
export const SOURCES = ['plan', 'accuracy', 'links', 'devices', 'people'] as const;
export type SourceId = (typeof SOURCES)[number];

/**
 * Without a `glyphs` address MapLibre draws every letter with the computer's own fonts: no glyph server, no request.
 */
const FONT = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', 'sans-serif'];

export function styleOf(palette: Palette): StyleSpecification {
  const empty = { type: 'FeatureCollection', features: [] } as const;
  return {
    version: 8,
    sources: Object.fromEntries(
      SOURCES.map((id) => [id, { type: 'geojson', data: { ...empty, features: [] } }]),
    ),
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
      ...planLayers(palette),
      ...deviceLayers(palette),
      ...peopleLayers(palette),
    ],
  };
}

function planLayers(palette: Palette): LayerSpecification[] {
  const kind = (name: string): ['==', ['get', 'kind'], string] => ['==', ['get', 'kind'], name];
  return [
    area('green', 'green', palette.green),
    area('water', 'water', palette.water),
    road('road-edge', palette.roadEdge, 3),
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
      id: 'gate',
      type: 'circle',
      source: 'plan',
      filter: kind('gate'),
      paint: {
        'circle-radius': 3,
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
        'text-size': 11,
        'text-letter-spacing': 0.1,
      },
      paint: { 'text-color': palette.place, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.2 },
    },
    label('building-name', 'building', palette.label, palette, 15.2, 12),
    label('place-name', 'place', palette.place, palette, 13.5, 13),
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
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 13, 1.5 + extra / 3, 18, 16 + extra],
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
      filter: kind(name),
      minzoom,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], minzoom, size - 1, 18, size + 4],
        'text-offset': offset,
        'text-padding': 4,
      },
      paint: { 'text-color': color, 'text-halo-color': labelHalo, 'text-halo-width': 1.4 },
    };
  }
}

function deviceLayers(palette: Palette): LayerSpecification[] {
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
        'circle-radius': 6,
        'circle-color': palette.device,
        'circle-stroke-color': palette.ground,
        'circle-stroke-width': 2,
      },
    },
  ];
}

function peopleLayers(palette: Palette): LayerSpecification[] {
  const color: LayerSpecification = {
    id: 'person',
    type: 'circle',
    source: 'people',
    paint: {
      'circle-radius': ['case', ['get', 'busy'], 9, 7.5],
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
        'text-size': 10.5,
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
        'text-size': 13,
        'text-offset': [0, 1.3],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.label, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.6 },
    },
  ];
}

export const LABEL_LAYERS = [
  'road-name',
  'building-name',
  'place-name',
  'green-name',
  'water-name',
  'gate-name',
];
export const PEOPLE_LAYERS = ['person', 'person-letter', 'person-name', 'link-coming'];
