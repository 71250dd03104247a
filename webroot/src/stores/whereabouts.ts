import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { nothing } from '@/api/client';
import { isWorthTelling } from '@/responder/position';
import type { Fix } from '@/responder/position';
import { useLive } from './live';
import { useSession } from './session';

const KEY = 'anling.position';

export type Sharing = 'off' | 'idle' | 'searching' | 'on' | 'denied' | 'unavailable';

/**
 * Where this phone is, told to the server while its owner has said yes and is on duty or on the way, and never else. The
 * consent is kept on the phone; what is on is always to be seen.
 */
export const useWhereabouts = defineStore('whereabouts', () => {
  const session = useSession();
  const live = useLive();
  const consented = ref(read());
  const onTheWay = ref(false);
  const trouble = ref<'denied' | 'unavailable'>();
  const latest = shallowRef<Fix>();
  const told = shallowRef<Fix>();
  const toldAt = ref(0);
  let watching: number | undefined;

  const wanted = computed(
    () => consented.value && session.signedIn && (session.me?.onDuty === true || onTheWay.value),
  );
  const sharing = computed<Sharing>(() => {
    if (!consented.value) return 'off';
    if (trouble.value) return trouble.value;
    if (!wanted.value) return 'idle';
    return told.value ? 'on' : 'searching';
  });

  function consent(yes: boolean): void {
    consented.value = yes;
    trouble.value = undefined;
    try {
      if (yes) localStorage.setItem(KEY, 'yes');
      else localStorage.removeItem(KEY);
    } catch {
      // Asked again next time.
    }
  }

  function start(): void {
    if (!('geolocation' in navigator)) {
      trouble.value = 'unavailable';
      return;
    }
    watching = navigator.geolocation.watchPosition(found, missed, {
      enableHighAccuracy: onTheWay.value,
      maximumAge: 30_000,
    });
  }

  function stop(): void {
    if (watching !== undefined) navigator.geolocation.clearWatch(watching);
    watching = undefined;
    told.value = undefined;
  }

  function found({ coords, timestamp }: GeolocationPosition): void {
    trouble.value = undefined;
    const fix: Fix = {
      point: { lat: coords.latitude, lon: coords.longitude },
      accuracyMeters: Number.isFinite(coords.accuracy) ? coords.accuracy : undefined,
      at: timestamp,
    };
    latest.value = fix;
    if (isWorthTelling(told.value, fix, onTheWay.value)) void tell(fix);
  }

  /** Only ever the latest: what was not heard is outdated by the next. */
  async function tell(fix: Fix): Promise<void> {
    const before = told.value;
    told.value = fix;
    toldAt.value = live.now;
    const { lat, lon } = fix.point;
    const acc = fix.accuracyMeters === undefined ? {} : { acc: Math.min(1_000_000, fix.accuracyMeters) };
    await session.api
      .call({ method: 'put', path: '/api/v1/me/position', body: { lat, lon, ...acc }, read: nothing })
      .catch(() => (told.value = before));
  }

  function missed(failure: GeolocationPositionError): void {
    trouble.value = failure.code === failure.PERMISSION_DENIED ? 'denied' : 'unavailable';
  }

  watch(
    [wanted, onTheWay],
    ([now]) => {
      stop();
      if (now) start();
    },
    { immediate: true },
  );
  session.onEnded(stop);

  return { consented, sharing, latest, told, toldAt, onTheWay, consent };
});

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}
