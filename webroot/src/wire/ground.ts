import type { Reader } from './reader';

/** What is drawn under the plan, if the house has set up anything: see `map.tiles.*` in the server's settings. */
export interface Ground {
  readonly kind: 'RASTER' | 'VECTOR';
  /** `https://…/{z}/{x}/{y}.png`, or the address of a PMTiles archive. */
  readonly url: string;
  readonly archive: boolean;
  /** What the tiles are drawn in. Everything of ours is WGS-84 and moved when drawn over shifted ones. */
  readonly crs: 'WGS84' | 'GCJ02';
  readonly maxZoom: number;
  readonly attribution: string;
}

export function decodeGround(reader: Reader): Ground | undefined {
  return reader.optionalObject('tiles', (tiles) => ({
    kind: tiles.word('kind', ['RASTER', 'VECTOR'], 'RASTER'),
    url: tiles.text('url'),
    archive: tiles.flag('archive', false),
    crs: tiles.word('crs', ['WGS84', 'GCJ02'], 'WGS84'),
    maxZoom: tiles.optionalNumber('maxZoom', 1, 24) ?? 18,
    attribution: tiles.optionalText('attribution') ?? '',
  }));
}
