import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignedOut } from '@/feed/connection';
import { useActs } from '@/stores/acts';
import { useClock } from '@/stores/clock';
import { useDossiers } from '@/stores/dossiers';
import { useSession } from '@/stores/session';
import { Problem } from '@/wire/problem';

interface Request {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

type Answer = { status: number; body: unknown } | 'unreachable';

const MINUTE_MS = 60_000;
const apart = (one: number, other: number): number => Math.abs(one - other);

/** A server of a few lines: answers by path, remembers what it was asked. */
class FakeServer {
  readonly requests: Request[] = [];
  readonly answers = new Map<string, Answer[]>();
  private issued = 0;
  /** What its own clock says. */
  date: number | undefined;

  on(path: string, ...answers: Answer[]): this {
    this.answers.set(path, answers);
    return this;
  }

  asked(path: string): Request[] {
    return this.requests.filter((request) => request.path === path);
  }

  fetch = (url: string, init: RequestInit): Promise<Response> => {
    const path = url.replace('/api/v1', '');
    this.requests.push({
      path,
      headers: init.headers as Record<string, string>,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    });
    const queued = this.answers.get(path);
    const answer = (queued && queued.length > 1 ? queued.shift() : queued?.[0]) ?? this.usual(path);
    if (answer === 'unreachable') return Promise.reject(new TypeError('failed to fetch'));
    const text = answer.status === 204 ? null : JSON.stringify(answer.body);
    const headers = this.date === undefined ? undefined : { date: new Date(this.date).toUTCString() };
    return Promise.resolve(new Response(text, { status: answer.status, headers }));
  };

  private usual(path: string): Answer {
    if (path === '/auth/token' || path === '/auth/refresh') {
      const n = ++this.issued;
      return {
        status: 200,
        body: { access_token: `access-${n}`, expires_in: 600, refresh_token: `refresh-${n}` },
      };
    }
    if (path === '/me')
      return { status: 200, body: { id: 'u', name: '刘敏', role: 'COORDINATOR', communities: [] } };
    return { status: 404, body: { code: 'not_found', title: 'Not found' } };
  }
}

const refused = (status: number, code: string): Answer => ({ status, body: { code, title: code } });

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  setActivePinia(createPinia());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the clock', () => {
  it("is the server's, though this browser's is ten minutes ahead and another answer says nothing of it", async () => {
    server.date = Date.parse('2026-11-22T03:12:05Z');
    vi.setSystemTime(server.date + 10 * MINUTE_MS);
    const session = useSession();
    await session.signIn('desk', 'long enough');
    const clock = useClock();
    expect(apart(clock.now, server.date)).toBeLessThan(1_000);
    server.date = undefined;
    await session.loadMe();
    vi.advanceTimersByTime(MINUTE_MS);
    expect(apart(clock.now, Date.parse('2026-11-22T03:13:05Z'))).toBeLessThan(1_000);
  });
});

describe('the session', () => {
  it('lets nobody in before they have a password of their own', async () => {
    const me = { id: 'u', name: '刘敏', role: 'COORDINATOR', communities: [] };
    server
      .on(
        '/me',
        { status: 200, body: { ...me, mustChangePassword: true } },
        { status: 200, body: { ...me, mustChangePassword: false } },
      )
      .on('/me/password', refused(422, 'password_common'), { status: 204, body: undefined });
    const session = useSession();
    await session.signIn('desk', 'given by somebody');
    expect(session.signedIn).toBe(false);
    await expect(session.changePassword('given by somebody', 'password1234')).rejects.toThrow(Problem);
    expect(session.signedIn).toBe(false);
    await session.changePassword('given by somebody', 'my very own words');
    expect(server.asked('/me/password')[1]?.body).toEqual({
      currentPassword: 'given by somebody',
      newPassword: 'my very own words',
    });
    expect(session.signedIn).toBe(true);
  });

  it('keeps only the refresh token, and only for the tab', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    expect(session.me?.name).toBe('刘敏');
    expect(Object.values({ ...sessionStorage })).toEqual(['refresh-1']);
    expect(JSON.stringify({ ...localStorage })).not.toContain('access');
  });

  it('renews before the token ends and tells whoever holds an open socket', async () => {
    const session = useSession();
    const renewed = vi.fn();
    await session.signIn('desk', 'secret');
    session.onRenewed(renewed);
    await vi.advanceTimersByTimeAsync(449_000);
    expect(renewed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(renewed).toHaveBeenCalledOnce();
    expect(await session.token(false)).toBe('access-2');
  });

  it('renews once, however many ask', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    await Promise.all([session.token(true), session.token(true), session.token(true)]);
    expect(server.asked('/auth/refresh')).toHaveLength(1);
  });

  it('is over when the server refuses to renew, not when it is out of reach', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on('/auth/refresh', 'unreachable');
    await expect(session.token(true)).rejects.toBeInstanceOf(Problem);
    expect(session.signedIn).toBe(true);
    server.on('/auth/refresh', refused(503, 'store_unavailable'));
    await expect(session.token(true)).rejects.toBeInstanceOf(Problem);
    expect(session.signedIn).toBe(true);
    server.on('/auth/refresh', refused(401, 'bad_refresh_token'));
    await expect(session.token(true)).rejects.toBeInstanceOf(SignedOut);
    expect(session.signedIn).toBe(false);
    expect(session.endedBecause).toBe('expired');
    expect(sessionStorage).toHaveLength(0);
  });

  it('tries a call again with a new token when the old one is refused', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on('/incidents/i/dossier', refused(401, 'not_signed_in'), { status: 200, body: { contacts: [] } });
    await useDossiers().open('i');
    expect(server.asked('/incidents/i/dossier').map(({ headers }) => headers.authorization)).toEqual([
      'Bearer access-1',
      'Bearer access-2',
    ]);
  });

  it('forgets at once, even if the server cannot be told', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on('/auth/logout', 'unreachable');
    await session.signOut();
    expect(session.signedIn).toBe(false);
    expect(sessionStorage).toHaveLength(0);
  });
});

describe('a dossier', () => {
  it('is read once for many who ask, and again only when a human wants it or it has grown old', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on('/incidents/i/dossier', { status: 200, body: { contacts: [] } });
    const dossiers = useDossiers();
    await Promise.all([dossiers.open('i'), dossiers.open('i')]);
    await dossiers.open('i');
    expect(server.asked('/incidents/i/dossier')).toHaveLength(1);
    await dossiers.read('i');
    expect(server.asked('/incidents/i/dossier')).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(11 * 60_000);
    await dossiers.open('i');
    expect(server.asked('/incidents/i/dossier')).toHaveLength(3);
  });

  it('is forgotten at sign-out', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on('/incidents/i/dossier', { status: 200, body: { contacts: [] } });
    const dossiers = useDossiers();
    await dossiers.open('i');
    await session.signOut();
    expect(dossiers.readings.size).toBe(0);
  });
});

describe('an act', () => {
  const acknowledge = '/incidents/i/acknowledge';

  it('keeps its key when the answer was lost, so that it happens once', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on(acknowledge, 'unreachable', { status: 200, body: {} });
    const acts = useActs();
    expect(await acts.acknowledge('i')).toBe(false);
    const failed = acts.stateOf('i', 'acknowledge');
    expect(failed?.state === 'failed' && failed.problem.code).toBe('unreachable');
    expect(failed?.state === 'failed' && (await failed.again())).toBe(true);
    const [first, second] = server.asked(acknowledge).map(({ headers }) => headers['idempotency-key']);
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
    expect(second).toBe(first);
  });

  it('takes a new key after a refusal: that is another try', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on(acknowledge, refused(409, 'incident_stood_down'));
    const acts = useActs();
    await acts.acknowledge('i');
    const failed = acts.stateOf('i', 'acknowledge');
    if (failed?.state === 'failed') await failed.again();
    const [first, second] = server.asked(acknowledge).map(({ headers }) => headers['idempotency-key']);
    expect(second).not.toBe(first);
  });

  it('is not sent twice while it is under way', async () => {
    const session = useSession();
    await session.signIn('desk', 'secret');
    server.on(acknowledge, { status: 200, body: {} });
    const acts = useActs();
    await Promise.all([acts.acknowledge('i'), acts.acknowledge('i')]);
    expect(server.asked(acknowledge)).toHaveLength(1);
  });
});
