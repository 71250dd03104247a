import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryKeep } from '@/responder/keep';
import type { Keep } from '@/responder/keep';
import { keepPort, useErrands } from '@/stores/errands';
import { useSession } from '@/stores/session';

interface Asked {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

/** A server that can be out of reach, and refuses what it is told to. */
const server = {
  away: false,
  blind: false,
  /** Readings wait for it. */
  slow: undefined as Promise<void> | undefined,
  refuse: new Map<string, number>(),
  asked: [] as Asked[],
  tokens: 0,
};

function answer(path: string): { status: number; body: unknown } {
  if (path.startsWith('/auth')) {
    const n = ++server.tokens;
    return { status: 200, body: { access_token: `a${n}`, expires_in: 600, refresh_token: `r${n}` } };
  }
  if (path === '/me') {
    return {
      status: 200,
      body: { id: 'me', name: '赵强', role: 'VOLUNTEER', communities: [], onDuty: true },
    };
  }
  const refused = server.refuse.get(path);
  if (refused !== undefined) {
    return { status: refused, body: { code: 'offer_taken', title: 'taken', winner: { name: '孙伟' } } };
  }
  return { status: 200, body: {} };
}

async function fetched(url: string, init: RequestInit): Promise<Response> {
  const path = url.replace('/api/v1', '');
  const away = server.away || (server.blind && init.method === 'GET');
  if (away) throw new TypeError('failed to fetch');
  if (init.method === 'GET' && path !== '/me') await server.slow;
  const headers = init.headers as Record<string, string>;
  const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
  server.asked.push({ path, key: headers['idempotency-key'], body });
  const { status, body: said } = answer(path);
  return new Response(JSON.stringify(said), { status });
}

const acts = () =>
  server.asked.filter(({ path }) => /^\/(offers|assignments|incidents\/i1\/notes)/.test(path));
let keep: Keep;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  Object.assign(server, { away: false, blind: false, slow: undefined, asked: [], tokens: 0 });
  server.refuse.clear();
  keep = memoryKeep();
  keepPort.keep = keep;
  vi.stubGlobal('fetch', fetched);
  setActivePinia(createPinia());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function signedIn() {
  const session = useSession();
  await session.signIn('hand', 'hand');
  const errands = useErrands();
  await errands.restore();
  return { session, errands };
}

describe('the acts of a phone', () => {
  it('are kept while there is no line, and arrive in order, each once, when it is back', async () => {
    const { errands } = await signedIn();
    server.away = true;
    errands.say({ do: 'en-route', assignment: 'a1' }, 'i1');
    errands.say({ do: 'on-scene', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(errands.pending).toHaveLength(2);
    expect(await keep.load()).toHaveLength(2);

    server.away = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(errands.pending).toHaveLength(0);
    expect(acts().map(({ path }) => path)).toEqual(['/assignments/a1/en-route', '/assignments/a1/on-scene']);
    expect(new Set(acts().map(({ key }) => key)).size).toBe(2);
    expect(await keep.load()).toHaveLength(0);
  });

  it('outlive the page, under the keys they had', async () => {
    const { errands } = await signedIn();
    server.away = true;
    errands.say({ do: 'accept', offer: 'o1' }, 'i1');
    await vi.advanceTimersByTimeAsync(100);
    const [kept] = await keep.load();

    vi.clearAllTimers();
    setActivePinia(createPinia());
    server.away = false;
    await signedIn();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(acts()).toEqual([{ path: '/offers/o1/accept', key: kept!.key, body: {} }]);
  });

  it('count from their answer on, though the line dies before the picture can follow', async () => {
    const { errands } = await signedIn();
    const shown = () => errands.lastSaid((errand) => errand.do === 'en-route')?.state;
    server.blind = true;
    errands.say({ do: 'en-route', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(acts()).toHaveLength(1);
    expect(errands.pending).toHaveLength(0);
    expect(shown()).toBe('heard');

    server.blind = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(acts()).toHaveLength(1);
    expect(server.asked.filter(({ path }) => path === '/incidents/i1').length).toBeGreaterThan(0);
    expect(shown()).toBeUndefined();
  });

  it('wait for no picture: the next is said while one is still being read', async () => {
    const { errands } = await signedIn();
    server.slow = new Promise(() => undefined);
    errands.say({ do: 'en-route', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(100);
    errands.say({ do: 'on-scene', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(100);
    expect(acts().map(({ path }) => path)).toEqual(['/assignments/a1/en-route', '/assignments/a1/on-scene']);
    expect(errands.pending).toHaveLength(0);
    // The line is good: nothing says otherwise.
    expect(errands.ahead).toEqual([]);
  });

  it('are said at once though the picture could not be read after the one before', async () => {
    const { errands } = await signedIn();
    server.blind = true;
    errands.say({ do: 'en-route', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(100);
    expect(errands.ahead.map(({ errand }) => errand.do)).toEqual(['en-route']);
    errands.say({ do: 'on-scene', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(0);
    expect(acts().map(({ path }) => path)).toEqual(['/assignments/a1/en-route', '/assignments/a1/on-scene']);
  });

  it('that the server refuses stay with who won, and hold up nothing', async () => {
    const { errands } = await signedIn();
    server.refuse.set('/offers/o1/accept', 409);
    errands.say({ do: 'accept', offer: 'o1' }, 'i1');
    errands.say({ do: 'check-in', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(100);
    expect(errands.pending).toHaveLength(0);
    expect(errands.refused[0]?.refused).toMatchObject({ code: 'offer_taken', winner: '孙伟' });
    errands.putAway(errands.refused[0]!.key);
    expect(errands.refused).toHaveLength(0);
  });

  it('of somebody else on the same phone wait for them', async () => {
    await keep.replace([
      {
        order: 1,
        key: 'theirs',
        account: 'somebody-else',
        incident: 'i1',
        errand: { do: 'clear', assignment: 'a9' },
        saidAt: Date.now(),
        state: 'waiting',
      },
    ]);
    const { errands } = await signedIn();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(errands.pending).toHaveLength(0);
    expect(acts()).toEqual([]);
    expect(await keep.load()).toHaveLength(1);
  });

  it('are forgotten by who leaves on purpose', async () => {
    const { errands } = await signedIn();
    server.away = true;
    errands.say({ do: 'release', assignment: 'a1' }, 'i1');
    await vi.advanceTimersByTimeAsync(100);
    errands.forget();
    await vi.advanceTimersByTimeAsync(100);
    expect(await keep.load()).toHaveLength(0);
  });
});

describe('a sign-in on a phone', () => {
  it('outlives the tab, where a desk does not go on with it', async () => {
    await signedIn();
    sessionStorage.clear();
    setActivePinia(createPinia());
    expect(await useSession().resume(false)).toBe(false);
    expect(await useSession().resume(true)).toBe(true);
    expect(useSession().me?.name).toBe('赵强');
  });

  it('takes each refresh token once, though two pages hold it', async () => {
    await signedIn();
    const other = createPinia();
    setActivePinia(other);
    await useSession().resume(true);
    const spent = server.asked.filter(({ path }) => path === '/auth/refresh').map(({ body }) => body);
    await useSession().token(true);
    const all = server.asked
      .filter(({ path }) => path === '/auth/refresh')
      .map(({ body }) => JSON.stringify(body));
    expect(spent).toHaveLength(1);
    expect(new Set(all).size).toBe(all.length);
  });

  it('is over when its owner leaves', async () => {
    const { session } = await signedIn();
    await session.signOut();
    expect(localStorage.getItem('anling.refresh')).toBeNull();
    setActivePinia(createPinia());
    expect(await useSession().resume(true)).toBe(false);
  });
});
