import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import type { GeoJSONSource } from 'maplibre-gl';
// Without its worker's address MapLibre 6 loads nothing, and says nothing.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Point } from '@/wire/incident';
import type { Bounds, Plan } from '@/wire/plan';
import {
  accuracyFeatures,
  deviceFeatures,
  linkFeatures,
  peopleFeatures,
  planFeatures,
} from '../layers/features';
import type { Features } from '../layers/features';
import { LABEL_LAYERS, PEOPLE_LAYERS, styleOf } from '../layers/style';
import type { SourceId } from '../layers/style';
import type { Palette } from './palette';
import type { Scene } from './scene';

setWorkerUrl(workerUrl);

const FOCUS_ZOOM = 17;
const COMMON_FONT_PX = 16;
/** Room for a pin and its label above, for the controls at the right. */
const PADDING_PX = { top: 110, right: 100, bottom: 60, left: 50 };
const GLIDE_MS = 900;
/** A context may come back by itself, after sleep for one. */
const LOST_CONTEXT_GRACE_MS = 3_000;

export interface LivePlanListener {
  readonly onMove: () => void;
  readonly onReady: () => void;
  /** A human has dragged or zoomed: the map is theirs until they choose something. */
  readonly onHandled: () => void;
  readonly onLost: () => void;
}

/** The drawn plan. The only file that knows MapLibre; loaded after the console can already be worked with. */
export class LivePlan {
  private readonly map: MapLibre;
  private readonly data = new Map<SourceId, Features>();
  private readonly drawn = new Map<SourceId, string>();
  private readonly hidden = new Set<string>();
  private loaded = false;
  private lostTimer: ReturnType<typeof setTimeout> | undefined;

  /** Throws when the browser cannot draw with WebGL. */
  constructor(
    container: HTMLElement,
    palette: Palette,
    start: Bounds | undefined,
    listener: LivePlanListener,
  ) {
    this.map = new MapLibre({
      container,
      style: styleOf(palette, screenScale()),
      attributionControl: false,
      // North is up and the plan is flat: nobody loses their bearings at night.
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      minZoom: 9,
      maxZoom: 20,
      fadeDuration: 0,
      bounds: start ? corners(start) : [73, 18, 135, 53],
      fitBoundsOptions: { padding: PADDING_PX },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.on('move', listener.onMove);
    this.map.on('resize', listener.onMove);
    this.map.on('dragstart', listener.onHandled);
    this.map.on('wheel', listener.onHandled);
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
    return this.map.project([point.lon, point.lat]);
  }

  setPlan(plan: Plan): void {
    this.put('plan', planFeatures(plan));
  }

  setScene(scene: Scene, focus: Point | undefined): void {
    this.put('accuracy', accuracyFeatures(scene));
    this.put('links', linkFeatures(scene, focus));
    this.put('devices', deviceFeatures(scene));
    this.put('people', peopleFeatures(scene));
  }

  setPalette(palette: Palette): void {
    this.map.setStyle(styleOf(palette, screenScale()), { diff: true });
    this.map.once('styledata', () => this.restore());
  }

  show(what: 'labels' | 'people', shown: boolean): void {
    for (const layer of what === 'labels' ? LABEL_LAYERS : PEOPLE_LAYERS) {
      if (shown) this.hidden.delete(layer);
      else this.hidden.add(layer);
    }
    if (this.loaded) this.restoreVisibility();
  }

  fit(bounds: Bounds, animate: boolean): void {
    this.map.fitBounds(corners(bounds), {
      padding: PADDING_PX,
      maxZoom: focusZoom(),
      duration: animate ? GLIDE_MS : 0,
    });
  }

  zoom(by: 1 | -1): void {
    this.map.easeTo({ zoom: this.map.getZoom() + by, duration: 200 });
  }

  resize(): void {
    this.map.resize();
  }

  remove(): void {
    clearTimeout(this.lostTimer);
    this.map.remove();
  }

  private put(source: SourceId, features: Features): void {
    // Positions arrive every second and mostly move one kind of thing: the others are not drawn again.
    const text = JSON.stringify(features);
    if (this.drawn.get(source) === text) return;
    this.drawn.set(source, text);
    this.data.set(source, features);
    if (this.loaded) this.source(source)?.setData(features as never);
  }

  private source(id: SourceId): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(id);
  }

  private restore(): void {
    for (const [source, features] of this.data) this.source(source)?.setData(features as never);
    this.restoreVisibility();
  }

  private restoreVisibility(): void {
    for (const layer of [...LABEL_LAYERS, ...PEOPLE_LAYERS]) {
      if (this.map.getLayer(layer)) {
        this.map.setLayoutProperty(layer, 'visibility', this.hidden.has(layer) ? 'none' : 'visible');
      }
    }
  }
}

/** The page's letters grow with the screen (theme.css); the map's grow along. */
function screenScale(): number {
  return Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / COMMON_FONT_PX);
}

function focusZoom(): number {
  return FOCUS_ZOOM + Math.log2(screenScale());
}

function corners(bounds: Bounds): [number, number, number, number] {
  return [bounds.west, bounds.south, bounds.east, bounds.north];
}
