import { addProtocol, Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import type { GeoJSONSource, GeoJSONSourceDiff } from 'maplibre-gl';
// Without its worker's address MapLibre 6 loads nothing, and says nothing.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Ground } from '@/wire/ground';
import type { Point } from '@/wire/incident';
import type { Bounds, Plan } from '@/wire/plan';
import {
  accuracyFeatures,
  deviceFeatures,
  fleetFeatures,
  linkFeatures,
  peopleFeatures,
  planFeatures,
} from '../layers/features';
import type { Features } from '../layers/features';
import { ARCHIVE_PROTOCOL } from '../layers/ground';
import {
  chosenHouse,
  CHOSEN_HOUSE,
  FLEET_LAYERS,
  LABEL_LAYERS,
  PEOPLE_LAYERS,
  styleOf,
} from '../layers/style';
import type { SourceId } from '../layers/style';
import { changesBetween } from './changes';
import { boundsOn, featuresOn, placingOn } from './placing';
import type { Placing } from './placing';
import type { Palette } from './palette';
import type { Scene } from './scene';

setWorkerUrl(workerUrl);

const FOCUS_ZOOM = 17;
const COMMON_FONT_PX = 16;
/** Room for a pin and its label above, for the controls at the right, the legend below; on a common screen. */
const PADDING_PX = { top: 110, right: 120, bottom: 60, left: 100 };
const GLIDE_MS = 900;
/** A context may come back by itself, after sleep for one. */
const LOST_CONTEXT_GRACE_MS = 3_000;

/** However fast people walk, their dots move this often; what stands in between is one step. */
const GATHER_MS = 200;
/** More changes than this at once and the whole source is quicker read again. */
const CHANGES_LIMIT = 2_000;

type Collection = Parameters<GeoJSONSource['setData']>[0];

const LAYERS_OF = { labels: LABEL_LAYERS, people: PEOPLE_LAYERS, fleet: FLEET_LAYERS } as const;
export type Switchable = keyof typeof LAYERS_OF;

export interface LivePlanListener {
  readonly onMove: () => void;
  readonly onReady: () => void;
  /** Whether all it was given is drawn and nothing moves. */
  readonly onRest: (resting: boolean) => void;
  /** A human has dragged or zoomed: the map is theirs until they choose something. */
  readonly onHandled: () => void;
  readonly onLost: () => void;
  /** A building was pressed. */
  readonly onBuilding: (id: string) => void;
}

/** The drawn plan. The only file that knows MapLibre; loaded after the console can already be worked with. */
export class LivePlan {
  private readonly map: MapLibre;
  private readonly data = new Map<SourceId, Features>();
  private readonly place: Placing;
  private readonly hidden = new Set<string>();
  private house = '';
  private loaded = false;
  private lostTimer: ReturnType<typeof setTimeout> | undefined;
  private waiting: { readonly scene: Scene; readonly focus: Point | undefined } | undefined;
  private gathering: ReturnType<typeof setTimeout> | undefined;

  /** Throws when the browser cannot draw with WebGL. */
  constructor(
    container: HTMLElement,
    palette: Palette,
    start: Bounds | undefined,
    private readonly ground: Ground | undefined,
    listener: LivePlanListener,
  ) {
    this.place = placingOn(ground);
    if (ground?.archive) openArchives();
    this.map = new MapLibre({
      container,
      style: styleOf(palette, screenScale(), ground),
      attributionControl: ground?.attribution ? { customAttribution: ground.attribution } : false,
      // North is up and the plan is flat: nobody loses their bearings at night.
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      minZoom: 9,
      maxZoom: 20,
      fadeDuration: 0,
      bounds: start ? corners(boundsOn(this.place, start)) : [73, 18, 135, 53],
      fitBoundsOptions: { padding: padding() },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.on('idle', () => listener.onRest(true));
    for (const busy of ['movestart', 'dataloading', 'render'] as const) {
      this.map.on(busy, () => listener.onRest(false));
    }
    this.map.on('move', listener.onMove);
    this.map.on('resize', listener.onMove);
    this.map.on('dragstart', listener.onHandled);
    this.map.on('wheel', listener.onHandled);
    this.map.on('click', 'building', (press) => {
      const id: unknown = press.features?.[0]?.properties.id;
      if (typeof id === 'string' && id !== '') listener.onBuilding(id);
    });
    this.map.on('mouseenter', 'building', () => (this.map.getCanvas().style.cursor = 'pointer'));
    this.map.on('mouseleave', 'building', () => (this.map.getCanvas().style.cursor = ''));
    this.map.on('load', () => {
      this.loaded = true;
      this.restore();
      listener.onReady();
      listener.onMove();
    });
    this.map.on('webglcontextlost', () => {
      this.lostTimer = setTimeout(listener.onLost, LOST_CONTEXT_GRACE_MS);
    });
    this.map.on('webglcontextrestored', () => clearTimeout(this.lostTimer));
  }

  project(point: Point): { x: number; y: number } {
    const { lat, lon } = this.place(point);
    return this.map.project([lon, lat]);
  }

  setPlan(plan: Plan): void {
    this.put('plan', planFeatures(plan));
  }

  setScene(scene: Scene, focus: Point | undefined): void {
    this.waiting = { scene, focus };
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      if (this.waiting) this.drawScene(this.waiting.scene, this.waiting.focus);
    }, GATHER_MS);
  }

  private drawScene(scene: Scene, focus: Point | undefined): void {
    this.put('accuracy', accuracyFeatures(scene));
    this.put('links', linkFeatures(scene, focus));
    this.put('fleet', fleetFeatures(scene));
    this.put('devices', deviceFeatures(scene));
    this.put('people', peopleFeatures(scene));
  }

  setPalette(palette: Palette): void {
    this.map.setStyle(styleOf(palette, screenScale(), this.ground), { diff: true });
    this.map.once('styledata', () => this.restore());
  }

  /** What a screen reader says of the drawing; MapLibre's own word is English. */
  name(words: string): void {
    this.map.getCanvas().setAttribute('aria-label', words);
  }

  show(what: Switchable, shown: boolean): void {
    for (const layer of LAYERS_OF[what]) {
      if (shown) this.hidden.delete(layer);
      else this.hidden.add(layer);
    }
    if (this.loaded) this.restoreVisibility();
  }

  /** Whose residents are being read. */
  mark(house: string | undefined): void {
    this.house = house ?? '';
    if (this.loaded) this.restoreVisibility();
  }

  /** @param covered pixels at the left that something lies over */
  fit(bounds: Bounds, animate: boolean, covered = 0): void {
    this.map.fitBounds(corners(boundsOn(this.place, bounds)), {
      padding: padding(covered),
      maxZoom: focusZoom(),
      duration: animate ? GLIDE_MS : 0,
    });
  }

  pan(right: number, down: number): void {
    this.map.panBy([right, down], { duration: GLIDE_MS });
  }

  zoom(by: 1 | -1): void {
    this.map.easeTo({ zoom: this.map.getZoom() + by, duration: 200 });
  }

  resize(): void {
    this.map.resize();
  }

  remove(): void {
    clearTimeout(this.lostTimer);
    clearTimeout(this.gathering);
    this.map.remove();
  }

  private put(source: SourceId, unplaced: Features): void {
    const features = featuresOn(this.place, unplaced);
    const before = this.data.get(source);
    const changes = changesBetween(before ?? { type: 'FeatureCollection', features: [] }, features);
    if (before && !changes) return;
    this.data.set(source, features);
    if (!this.loaded) return;
    const many = !changes || changes.add.length + changes.update.length > CHANGES_LIMIT;
    const drawn = this.source(source);
    const done = many
      ? drawn?.setData(features as Collection)
      : drawn?.updateData(changes as GeoJSONSourceDiff);
    // A source that is just being replaced by another style is filled by `restore`.
    void done?.catch(() => undefined);
  }

  private source(id: SourceId): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(id);
  }

  private restore(): void {
    for (const [source, features] of this.data) {
      void this.source(source)
        ?.setData(features as Collection)
        .catch(() => undefined);
    }
    this.restoreVisibility();
  }

  private restoreVisibility(): void {
    if (this.map.getLayer(CHOSEN_HOUSE)) this.map.setFilter(CHOSEN_HOUSE, chosenHouse(this.house));
    for (const layer of Object.values(LAYERS_OF).flat()) {
      if (this.map.getLayer(layer)) {
        this.map.setLayoutProperty(layer, 'visibility', this.hidden.has(layer) ? 'none' : 'visible');
      }
    }
  }
}

let archivesOpen = false;

/** The library that reads PMTiles is fetched by whoever has such an archive, and by nobody else. */
function openArchives(): void {
  if (archivesOpen) return;
  archivesOpen = true;
  const reader = import('pmtiles').then(({ Protocol }) => new Protocol());
  addProtocol(ARCHIVE_PROTOCOL, async (request, abort) => (await reader).tile(request, abort));
}

/** The page's letters grow with the screen (theme.css); the map's grow along. */
function screenScale(): number {
  return Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / COMMON_FONT_PX);
}

/** The panels grow with the letters. */
function padding(covered = 0): typeof PADDING_PX {
  const { top, right, bottom, left } = PADDING_PX;
  const by = screenScale();
  if (covered > 0) return { top: top * by, right: (right / 2) * by, bottom: bottom * by, left: covered };
  return { top: top * by, right: right * by, bottom: bottom * by, left: left * by };
}

function focusZoom(): number {
  return FOCUS_ZOOM + Math.log2(screenScale());
}

function corners(bounds: Bounds): [number, number, number, number] {
  return [bounds.west, bounds.south, bounds.east, bounds.north];
}
