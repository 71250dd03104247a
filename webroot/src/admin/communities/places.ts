import type { Api, Schemas } from '@/api/client';
import type { CommunityNode } from '@/wire/people';
import type { Reader } from '@/wire/reader';
import type { Field } from '../kit/fields';

export type Level = CommunityNode['level'];

/** A node with what administrators keep of it. */
export interface Place {
  readonly id: string;
  readonly level: Level;
  readonly parent?: string;
  readonly name: string;
  readonly nameEn?: string;
  readonly lat?: number;
  readonly lon?: number;
  /** Its part of the map's plan. */
  readonly plan?: string;
  /** Whether its volunteers are asked for the communities beside it. */
  readonly lends: boolean;
  readonly version: number;
}

const LEVELS = ['STREET', 'COMMUNITY', 'BUILDING'] as const;

/** What stands below: streets are made from the command line, and nothing stands below a building. */
export function levelBelow(level: Level): Level | undefined {
  switch (level) {
    case 'STREET':
      return 'COMMUNITY';
    case 'COMMUNITY':
      return 'BUILDING';
    case 'BUILDING':
      return undefined;
  }
}

/** Only a community has neighbours to lend volunteers to. */
export function placeFields(level: Level): readonly Field[] {
  return [
    { name: 'name', word: 'placeName', kind: 'text', required: true, max: 60 },
    { name: 'nameEn', word: 'placeNameEn', kind: 'text', max: 80 },
    {
      name: 'lat',
      word: 'lat',
      kind: 'number',
      with: 'lon',
      hint: 'placeLat',
      group: 'map',
      refusals: ['bad_position'],
    },
    {
      name: 'lon',
      word: 'lon',
      kind: 'number',
      with: 'lat',
      hint: 'homeLon',
      group: 'map',
      refusals: ['bad_position'],
    },
    { name: 'plan', word: 'mapPlan', kind: 'text', max: 120, hint: 'mapPlan', wide: true, group: 'map' },
    ...(level === 'COMMUNITY'
      ? [{ name: 'lends', word: 'lends', kind: 'flag', wide: true, group: 'help' } satisfies Field]
      : []),
  ];
}

/** As the tree has it. */
export function nodeOf({ id, name, level, parent, lat, lon }: Place): CommunityNode {
  return {
    id,
    name,
    level,
    parent,
    point: lat === undefined || lon === undefined ? undefined : { lat, lon },
  };
}

export async function getPlace(api: Api, id: string): Promise<Place> {
  return api.call({ method: 'get', path: '/api/v1/communities/{id}', at: { id }, read: decodePlace });
}

export async function addPlace(
  api: Api,
  body: Schemas['NewCommunity'],
  idempotencyKey: string,
): Promise<Place> {
  return api.call({ method: 'post', path: '/api/v1/communities', body, idempotencyKey, read: decodePlace });
}

export async function changePlace(api: Api, before: Place, body: Schemas['CommunityChange']): Promise<Place> {
  return api.call({
    method: 'patch',
    path: '/api/v1/communities/{id}',
    at: { id: before.id },
    body,
    ifMatch: before.version,
    read: decodePlace,
  });
}

function decodePlace(reader: Reader): Place {
  return {
    id: reader.text('id'),
    level: reader.word('level', LEVELS, 'BUILDING'),
    parent: reader.optionalText('parent'),
    name: reader.optionalText('name') ?? '—',
    nameEn: reader.optionalText('nameEn'),
    lat: reader.optionalNumber('lat', -90, 90),
    lon: reader.optionalNumber('lon', -180, 180),
    plan: reader.optionalText('plan'),
    lends: reader.flag('lends', true),
    version: reader.integer('version'),
  };
}
