/// <reference lib="webworker" />
/**
 * Wakes the phone, and opens the app without a line. It keeps the pages' own files and nothing else: never an answer of
 * the API, so that what is shown is live or says that it is not. Registered for `/responder` and `/family`; the console
 * has none.
 */
export {};
declare const self: ServiceWorkerGlobalScope;

const SHELL = 'anling-shell-1';
const PAGE = '/index.html';
const MARK = '/anling.svg';
/** Several releases of hashed files; then the oldest go. */
const MAX_FILES = 120;

interface Letter {
  readonly id: string;
  readonly kind: string;
  readonly incident: string;
  readonly offer?: string;
  readonly title: string;
  readonly body: string;
  readonly language: string;
}

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll([PAGE, MARK].map((path) => new Request(path, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (event.request.mode === 'navigate') event.respondWith(newest(event.request, PAGE));
  else if (url.pathname === MARK) event.respondWith(newest(event.request, MARK));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(event.request));
});

/** The newest while there is a line; else the one that was here. */
async function newest(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(SHELL);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(path, fresh.clone());
    return fresh;
  } catch (failure) {
    const kept = await cache.match(path);
    if (!kept) throw failure;
    return kept;
  }
}

/** Named by their content: what is here is what was asked for. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) {
    await cache.put(request, fresh.clone());
    const all = await cache.keys();
    const files = all.filter(({ url }) => new URL(url).pathname.startsWith('/assets/'));
    await Promise.all(files.slice(0, Math.max(0, files.length - MAX_FILES)).map((old) => cache.delete(old)));
  }
  return fresh;
}

/** What a page had read before there was a worker: it must open without a line from the first day on. */
self.addEventListener('message', (event) => {
  const told = event.data as { type?: unknown; files?: unknown };
  if (told.type !== 'keep' || !Array.isArray(told.files)) return;
  const files = told.files.filter(
    (path): path is string => typeof path === 'string' && path.startsWith('/assets/'),
  );
  event.waitUntil(Promise.all(files.map((path) => file(new Request(path)).catch(() => undefined))));
});

self.addEventListener('push', (event) => {
  const letter = read(event.data);
  event.waitUntil(letter ? Promise.all([show(letter), tell(letter)]) : Promise.resolve());
});

function read(data: PushMessageData | null): Letter | undefined {
  try {
    const letter = data?.json() as Letter;
    return typeof letter.id === 'string' && typeof letter.title === 'string' ? letter : undefined;
  } catch {
    return undefined;
  }
}

/**
 * One notification per incident: whoever was asked and is no longer needed sees it change, not pile up. Whether it is
 * still worth an answer is for the push service (its TTL) and the page to say: a phone's own clock may be anything.
 */
async function show(letter: Letter): Promise<void> {
  const asks = letter.kind === 'OFFER' || letter.kind === 'ASSIGNED';
  const chinese = letter.language !== 'en';
  await self.registration.showNotification(letter.title, {
    body: letter.body,
    tag: letter.incident,
    icon: '/icons/anling-192.png',
    badge: '/icons/badge-96.png',
    requireInteraction: asks,
    silent: false,
    data: letter,
    lang: chinese ? 'zh-CN' : 'en',
    ...{
      renotify: asks,
      vibrate: asks ? [400, 150, 400, 150, 800] : [200],
      timestamp: Date.now(),
      actions:
        letter.kind === 'OFFER'
          ? [
              { action: 'open', title: chinese ? '查看并应答' : 'See and answer' },
              { action: 'decline', title: chinese ? '不能去' : "Can't go" },
            ]
          : [],
    },
  });
}

/** Pages that are open confirm it themselves, when somebody looks at them. */
async function tell(letter: Letter): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'pushed', notice: letter.id });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const letter = event.notification.data as Letter;
  event.waitUntil(open(letter, event.action === 'decline'));
});

async function open(letter: Letter, decline: boolean): Promise<void> {
  const about = {
    notice: letter.id,
    incident: letter.incident,
    ...(letter.offer === undefined ? {} : { offer: letter.offer }),
    ...(decline ? { act: 'decline' } : {}),
  };
  const scope = new URL(self.registration.scope);
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const here = pages.find((page) => new URL(page.url).pathname.startsWith(scope.pathname));
  if (here) {
    await here.focus().catch(() => undefined);
    here.postMessage({ type: 'opened', ...about });
  } else {
    await self.clients.openWindow(`${scope.pathname}?${new URLSearchParams(about).toString()}`);
  }
}
