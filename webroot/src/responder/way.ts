import { toBd09, toGcj02 } from '@/app/datum';
import type { Point } from '@/wire/incident';

export type MapApp = 'amap' | 'baidu' | 'tencent' | 'geo';

export interface WayLink {
  readonly app: MapApp;
  readonly href: string;
}

const DIGITS = 6;

/**
 * The way there in the map applications people have. Each speaks its own datum. They learn a point and the word of the
 * building, never a name or a door.
 */
export function waysTo(point: Point, building: string): WayLink[] {
  const gcj = toGcj02(point);
  const bd = toBd09(point);
  const name = building === '' ? '目的地' : building;
  return [
    {
      app: 'amap',
      href: link('https://uri.amap.com/navigation', {
        to: `${fixed(gcj.lon)},${fixed(gcj.lat)},${name}`,
        mode: 'walk',
        coordinate: 'gaode',
        src: 'anling',
        callnative: '1',
      }),
    },
    {
      app: 'baidu',
      href: link('https://api.map.baidu.com/marker', {
        location: `${fixed(bd.lat)},${fixed(bd.lon)}`,
        title: name,
        content: name,
        coord_type: 'bd09ll',
        output: 'html',
        src: 'webapp.anling.anling',
      }),
    },
    {
      app: 'tencent',
      href: link('https://apis.map.qq.com/uri/v1/routeplan', {
        type: 'walk',
        to: name,
        tocoord: `${fixed(gcj.lat)},${fixed(gcj.lon)}`,
        referer: 'anling',
      }),
    },
    {
      app: 'geo',
      href: `geo:${fixed(point.lat)},${fixed(point.lon)}?q=${encodeURIComponent(
        `${fixed(point.lat)},${fixed(point.lon)}(${name})`,
      )}`,
    },
  ];
}

function fixed(degrees: number): string {
  return degrees.toFixed(DIGITS);
}

function link(address: string, query: Record<string, string>): string {
  return `${address}?${new URLSearchParams(query).toString()}`;
}
