import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { bell } from '@/app/sound';
import { steadyNow } from '@/app/time/steady';
import { gravest, ringing, RING_EVERY_MS, silence } from '@/console/ringing';
import type { Silenced } from '@/console/ringing';
import { useLendings } from './lendings';
import { useLive } from './live';
import { useSession } from './session';

const BEAT_MS = 200;
const STALE_RING_EVERY_MS = 20_000;
const TITLE_FLASH_MS = 1_000;

/** Everything that calls a human who is not looking: sound, the window's title, the browser's notification. */
export const useAttention = defineStore('attention', () => {
  const live = useLive();
  const session = useSession();
  const lendings = useLendings();
  const silenced = shallowRef<Silenced>(new Map());
  const staleSilenced = ref(false);
  const audible = ref(false);
  const notifications = ref<NotificationPermission | 'unsupported'>(
    typeof Notification === 'undefined' ? 'unsupported' : Notification.permission,
  );

  const ringingNow = computed(() => ringing(live.incidents.values(), silenced.value, lendings.isOurs));
  const isRinging = computed(() => ringingNow.value.length > 0 || (live.stale && !staleSilenced.value));

  let rangAt = -Infinity;
  let rangFor = new Set<string>();
  let staleRangAt = -Infinity;

  function beat(): void {
    audible.value = bell.audible;
    if (!session.signedIn) return;
    const now = steadyNow();
    const priority = gravest(ringingNow.value);
    const newcomer = ringingNow.value.some((incident) => !rangFor.has(`${incident.id}/${incident.signals}`));
    if (priority !== undefined) {
      if (newcomer || now - rangAt >= RING_EVERY_MS[priority]) {
        bell.play(priority);
        rangAt = now;
        rangFor = new Set(ringingNow.value.map((incident) => `${incident.id}/${incident.signals}`));
      }
    } else if (live.stale && !staleSilenced.value && now - staleRangAt >= STALE_RING_EVERY_MS) {
      bell.play('stale');
      staleRangAt = now;
    }
  }

  function silenceAll(): void {
    silenced.value = silence(ringingNow.value, silenced.value);
    if (live.stale) staleSilenced.value = true;
  }

  async function unlock(): Promise<void> {
    audible.value = await bell.unlock();
  }

  async function askForNotifications(): Promise<void> {
    if (notifications.value === 'default') notifications.value = await Notification.requestPermission();
  }

  /** No name and no illness: a notification may be read by anybody who passes the desk. */
  function notify(title: string, body: string, tag: string): void {
    if (notifications.value !== 'granted' || !document.hidden) return;
    const notification = new Notification(title, { body, tag });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  }

  watch(
    () => live.stale,
    (stale) => {
      if (!stale) staleSilenced.value = false;
    },
  );
  session.onEnded(() => {
    silenced.value = new Map();
    rangFor = new Set();
  });

  setInterval(beat, BEAT_MS);

  return { ringingNow, isRinging, audible, notifications, silenceAll, unlock, askForNotifications, notify };
});

/** `● 2` / the plain title in turn, so that a tab among twenty is found. */
export function flashingTitle(title: string, ringing: number, now: number): string {
  if (ringing === 0) return title;
  return Math.floor(now / TITLE_FLASH_MS) % 2 === 0 ? `● ${ringing} · ${title}` : title;
}
