import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { nothing } from '@/api/client';
import type { Page } from '@/app/landing';
import { useSession } from './session';

export type Waking =
  | 'unsupported'
  | 'not_configured'
  | 'off'
  | 'working'
  | 'on'
  | 'denied'
  /** The browser's push service did not answer: without one of Google's, Mozilla's or Apple's there is no waking. */
  | 'no_service';

/** What a press on a notification, or an address it opened, is about. */
export interface Woken {
  readonly notice: string | undefined;
  readonly offer: string | undefined;
  readonly incident: string | undefined;
  readonly decline: boolean;
}

/** Web push: the phone is woken when nobody looks at it. Kept in step with the server at every start of the page. */
export const useWakeUp = defineStore('wakeUp', () => {
  const session = useSession();
  const state = ref<Waking>('unsupported');
  const woken = shallowRef<Woken>();
  let registration: ServiceWorkerRegistration | undefined;

  async function start(page: Exclude<Page, 'console'>): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    try {
      registration = await navigator.serviceWorker.register('/sw.js', { scope: `/${page}` });
    } catch {
      return;
    }
    navigator.serviceWorker.addEventListener('message', heard);
    void navigator.serviceWorker.ready.then(({ active }) =>
      active?.postMessage({ type: 'keep', files: filesRead() }),
    );
    if (!('PushManager' in window) || typeof Notification === 'undefined') return;
    if (Notification.permission === 'denied') {
      state.value = 'denied';
      return;
    }
    const subscription = await registration.pushManager.getSubscription().catch(() => null);
    state.value = subscription ? 'on' : 'off';
    // The server may have forgotten it, or the browser changed it while nobody looked.
    if (subscription) await tell(subscription).catch(() => undefined);
  }

  async function enable(): Promise<void> {
    if (!registration || state.value === 'working') return;
    state.value = 'working';
    try {
      if ((await Notification.requestPermission()) !== 'granted') {
        state.value = Notification.permission === 'denied' ? 'denied' : 'off';
        return;
      }
      const key = await session.api.call({
        method: 'get',
        path: '/api/v1/push/key',
        read: (reader) => reader.optionalText('key'),
      });
      if (key === undefined) {
        state.value = 'not_configured';
        return;
      }
      const subscription = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: key,
      });
      await tell(subscription);
      state.value = 'on';
    } catch {
      state.value = 'no_service';
    }
  }

  /** As the contract has it; whatever else a browser puts into it stays here. */
  async function tell(subscription: PushSubscription): Promise<void> {
    const { endpoint, keys } = subscription.toJSON();
    if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined) return;
    await session.api.call({
      method: 'put',
      path: '/api/v1/me/push-subscriptions',
      body: { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } },
      read: nothing,
    });
  }

  /** Before leaving: pushes for somebody must not wake whoever signs in next. */
  async function disable(): Promise<void> {
    const subscription = await registration?.pushManager?.getSubscription().catch(() => null);
    if (!subscription) return;
    const { endpoint } = subscription;
    await session.api
      .call({
        method: 'post',
        path: '/api/v1/me/push-subscriptions/withdraw',
        body: { endpoint },
        read: nothing,
      })
      .catch(() => undefined);
    await subscription.unsubscribe().catch(() => undefined);
    if (state.value === 'on') state.value = 'off';
  }

  /** Its owner has it in their hand: the next channel need not be tried. */
  async function confirm(notice: string): Promise<void> {
    await session.api
      .call({
        method: 'post',
        path: '/api/v1/me/notifications/{id}/receipt',
        at: { id: notice },
        body: {},
        idempotencyKey: notice,
        read: nothing,
      })
      // Not ours any more, or settled already.
      .catch(() => undefined);
  }

  function heard(message: MessageEvent): void {
    const told = wokenBy((message.data ?? {}) as Record<string, unknown>);
    if (!told) return;
    if (message.data.type === 'opened') woken.value = told;
    if (told.notice !== undefined && (message.data.type === 'opened' || !document.hidden))
      void confirm(told.notice);
  }

  /** An address a notification opened, where no page was. */
  function openedBy(query: Record<string, unknown>): void {
    const told = wokenBy(query);
    if (!told) return;
    woken.value = told;
    if (told.notice !== undefined) void confirm(told.notice);
  }

  return { state, woken, start, enable, disable, openedBy, settle: () => (woken.value = undefined) };
});

/** The page's own files so far; what it reads later passes through the worker. */
function filesRead(): string[] {
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
    .map(({ pathname }) => pathname);
}

const ID = /^[0-9a-f-]{36}$/;

function wokenBy(from: Record<string, unknown>): Woken | undefined {
  const id = (key: string) => {
    const value = from[key];
    return typeof value === 'string' && ID.test(value) ? value : undefined;
  };
  const told = { notice: id('notice'), offer: id('offer'), incident: id('incident') };
  return told.notice === undefined && told.offer === undefined && told.incident === undefined
    ? undefined
    : { ...told, decline: from.act === 'decline' };
}
