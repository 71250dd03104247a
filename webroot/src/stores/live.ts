import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { FeedConnection, SUBPROTOCOL } from '@/feed/connection';
import { isLost, isStale, SIGNED_OUT } from '@/feed/machine';
import type { FeedEffect, FeedState } from '@/feed/machine';
import { EMPTY_PICTURE, reduce, reduceAll } from '@/feed/picture';
import type { News, Picture } from '@/feed/picture';
import { API } from '@/api/client';
import { steadyNow } from '@/app/time/steady';
import { decodeIncident } from '@/wire/incident';
import type { Incident } from '@/wire/incident';
import { decodePage } from '@/wire/people';
import { useClock } from './clock';
import { useSession } from './session';
import { useTrouble } from './trouble';

const CLOCK_TICK_MS = 500;
/** Effects that arrive together are shown together: a storm of a thousand events is a few repaints. */
const GATHER_MS = 40;
const RECENTLY_CLOSED = 20;

export type Listener = (news: readonly News[]) => void;

/** The live picture and how much it can be trusted. Fed by the one feed connection of the page. */
export const useLive = defineStore('live', () => {
  const session = useSession();
  const trouble = useTrouble();
  const picture = shallowRef<Picture>(EMPTY_PICTURE);
  const feed = shallowRef<FeedState>(SIGNED_OUT);
  const clock = useClock();
  const now = computed(() => clock.now);
  const steady = ref(steadyNow());
  const listeners = new Set<Listener>();

  let pending: FeedEffect[] = [];
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const connection = new FeedConnection({
    now: steadyNow,
    random: Math.random,
    openSocket: () => new WebSocket(feedUrl(), SUBPROTOCOL),
    token: session.token,
    apply,
    onState,
    onNotes: trouble.note,
  });

  // Apart, so that a responder who takes a step does not sort the queue again.
  const incidents = computed(() => picture.value.incidents);
  const watchers = computed(() => picture.value.watchers);
  const devices = computed(() => picture.value.devices);
  const responders = computed(() => picture.value.responders);
  const calls = computed(() => picture.value.calls);

  const stale = computed(() => isStale(feed.value, steady.value));
  const live = computed(() => feed.value.phase === 'live');
  const silentForMs = computed(() => Math.max(0, steady.value - feed.value.liveAt));
  /** As of when the picture stands still, in the server's time; undefined while it moves. */
  const lostAt = computed(() => (isLost(feed.value) ? now.value - silentForMs.value : undefined));
  const sinceHeartbeatMs = computed(() =>
    Math.max(0, steady.value - (feed.value.heartbeatAt ?? steady.value)),
  );
  const retryInMs = computed(() =>
    feed.value.retryAt === undefined ? undefined : Math.max(0, feed.value.retryAt - steady.value),
  );

  function start(): void {
    if (!session.me || feed.value.phase !== 'signed_out') return;
    connection.start(session.me.communities.map((community) => community.id));
    void loadRecentlyClosed();
  }

  /** Whoever reads that the picture is live finds it whole. */
  function onState(state: FeedState): void {
    if (state.phase === 'live' && feed.value.phase !== 'live') flush();
    feed.value = state;
  }

  function apply(effect: FeedEffect): void {
    switch (effect.do) {
      case 'clock':
        clock.heard(effect.at);
        return;
      case 'reload_scope':
        // The socket will come back by itself; who we are may have changed meanwhile.
        session.loadMe().catch(() => undefined);
        return;
      case 'sign_out':
        session.end('expired');
        return;
      default:
        pending.push(effect);
        gather();
    }
  }

  function gather(): void {
    // A hidden page's timers are slowed down, and its sound must not be.
    if (document.hidden) return flush();
    gathering ??= setTimeout(flush, GATHER_MS);
  }

  function flush(): void {
    clearTimeout(gathering);
    gathering = undefined;
    const effects = pending;
    pending = [];
    const { picture: next, news } = reduceAll(picture.value, effects);
    picture.value = next;
    if (news.length > 0) listeners.forEach((listener) => listener(news));
    for (const piece of news) {
      if (piece.what === 'vanished') read(piece.incident.id).catch(() => undefined);
    }
  }

  /** An answer to an act of ours may be newer than the feed; it counts if its version says so. */
  function learn(incident: Incident): void {
    const reduced = reduce(picture.value, { do: 'learn', incident });
    picture.value = reduced.picture;
    if (reduced.news.length > 0) listeners.forEach((listener) => listener(reduced.news));
  }

  /** Reads one anew: what was just done to it need not wait for the feed. Fails as the call fails. */
  async function read(id: string): Promise<void> {
    const path = '/api/v1/incidents/{id}';
    learn(await session.api.call({ method: 'get', path, at: { id }, read: decodeIncident }));
  }

  async function loadRecentlyClosed(): Promise<void> {
    await session.api
      .call({
        method: 'get',
        path: '/api/v1/incidents',
        query: { state: 'stood_down', limit: RECENTLY_CLOSED },
        read: decodePage(decodeIncident),
      })
      .then((page) => page.items.filter((incident) => incident.state === 'STOOD_DOWN').forEach(learn))
      // A convenience: without it the list starts empty and fills as incidents close.
      .catch(() => undefined);
  }

  session.onRenewed(() => {
    if (feed.value.phase === 'live' || feed.value.phase === 'syncing') {
      connection.reauthenticate().catch(() => undefined);
    }
  });
  session.onEnded(() => {
    connection.stop();
    flush();
  });

  setInterval(() => (steady.value = steadyNow()), CLOCK_TICK_MS);

  return {
    incidents,
    watchers,
    devices,
    responders,
    calls,
    feed,
    live,
    stale,
    lostAt,
    silentForMs,
    sinceHeartbeatMs,
    retryInMs,
    now,
    start,
    learn,
    read,
    wake: () => connection.wake(),
    humanSeen: () => connection.humanSeen(),
    onNews: (listener: Listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
});

function feedUrl(): string {
  const url = new URL(`${API}/feed`, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
