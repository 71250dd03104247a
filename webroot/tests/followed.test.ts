import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDesk } from '@/stores/desk';
import { useDossiers } from '@/stores/dossiers';
import { useLendings } from '@/stores/lendings';
import { useLive } from '@/stores/live';
import { useRecords } from '@/stores/records';
import { useSession } from '@/stores/session';
import { at, incident } from './samples';

const MINUTE_MS = 60_000;

type Answer = { status: number; body: unknown } | 'unreachable';

/** A server whose answers come when the test says so, in the order it says. */
class SlowServer {
  readonly asked: string[] = [];
  private readonly waiting: { path: string; give: (answer: Answer) => void }[] = [];

  fetch = (url: string): Promise<Response> => {
    const path = url.replace('/api/v1', '').replace(/\?.*/, '');
    if (path === '/auth/token')
      return respond({ status: 200, body: { access_token: 'a', expires_in: 36_000, refresh_token: 'r' } });
    if (path === '/me')
      return respond({
        status: 200,
        body: { id: 'u', name: '刘敏', role: 'COORDINATOR', communities: [{ id: 'c1', name: '一' }] },
      });
    if (path === '/auth/logout') return respond({ status: 204, body: null });
    this.asked.push(path);
    return new Promise((done) => this.waiting.push({ path, give: (answer) => done(respond(answer)) }));
  };

  /** To the first who asked for it, or the last. */
  async answer(path: string, answer: Answer, last = false): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    const all = this.waiting.filter((one) => one.path === path);
    const one = last ? all.at(-1) : all[0];
    if (!one) throw new Error(`nobody asked for ${path}`);
    this.waiting.splice(this.waiting.indexOf(one), 1);
    one.give(answer);
    await vi.advanceTimersByTimeAsync(0);
  }

  times(path: string): number {
    return this.asked.filter((one) => one === path).length;
  }
}

function respond(answer: Answer): Promise<Response> {
  if (answer === 'unreachable') return Promise.reject(new TypeError('failed to fetch'));
  const text = answer.status === 204 ? null : JSON.stringify(answer.body);
  return Promise.resolve(new Response(text, { status: answer.status }));
}

const page = (...items: object[]): Answer => ({ status: 200, body: { items, next: null } });
const entry = (id: string) => ({ id, at: at(0), event: 'incident.noted', detail: {} });
const lendings = (...names: string[]): Answer => ({
  status: 200,
  body: {
    community: { id: 'c1', name: '一' },
    items: names.map((name) => ({
      community: name,
      name,
      by: { id: 'p', name: '刘敏' },
      at: at(0),
      responders: [],
    })),
    beside: [],
  },
});

let server: SlowServer;

beforeEach(async () => {
  vi.useFakeTimers();
  sessionStorage.clear();
  server = new SlowServer();
  vi.stubGlobal('fetch', server.fetch);
  setActivePinia(createPinia());
  await useSession().signIn('desk', 'secret');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const timeline = (id: string) => `/incidents/${id}/timeline`;
const lent = (id: string) => `/incidents/${id}/lendings`;
const names = (id: string) =>
  useLendings()
    .known.get(id)
    ?.items.map(({ name }) => name);

describe('the record of an incident', () => {
  it('does not go back to an older answer that came later', async () => {
    const records = useRecords();
    const one = incident();
    useLive().learn(one);
    records.follow(one.id);
    useLive().learn({ ...one, version: one.version + 1 });
    await vi.advanceTimersByTimeAsync(300);
    expect(server.times(timeline(one.id))).toBe(2);
    await server.answer(timeline(one.id), page(entry('1'), entry('2')), true);
    await server.answer(`/incidents/${one.id}/candidates`, page(), true);
    await server.answer(timeline(one.id), page(entry('1')));
    await server.answer(`/incidents/${one.id}/candidates`, page());
    expect(records.of(one.id).timeline).toHaveLength(2);
  });

  it('is forgotten once the incident is in no picture any more and another is looked at', async () => {
    const records = useRecords();
    for (const id of ['gone', 'other']) {
      records.follow(id);
      await server.answer(timeline(id), page(entry('1')));
      await server.answer(`/incidents/${id}/candidates`, page());
    }
    expect([...records.records.keys()]).toEqual(['other']);
  });
});

describe('who was called in from beside', () => {
  it('does not go back to an older answer that came later', async () => {
    useLendings().follow('i');
    void useLendings().load('i');
    await server.answer(lent('i'), lendings('二', '三'), true);
    await server.answer(lent('i'), lendings('二'));
    expect(names('i')).toEqual(['二', '三']);
  });

  it('is read once for all that happens in a moment, and only of the one looked at', async () => {
    const [here, elsewhere] = [incident(), incident()];
    const { learn } = useLive();
    for (const one of [elsewhere, here]) {
      learn(one);
      useLendings().follow(one.id);
      await server.answer(lent(one.id), lendings());
    }
    for (let version = 2; version < 12; version++) {
      learn({ ...here, version });
      learn({ ...elsewhere, version });
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.times(lent(here.id))).toBe(2);
    expect(server.times(lent(elsewhere.id))).toBe(1);
  });

  it('stays as it was known when it cannot be read, and is read when the line is back', async () => {
    const live = useLive();
    useLendings().follow('i');
    await server.answer(lent('i'), lendings('二'));
    void useLendings().load('i');
    await server.answer(lent('i'), 'unreachable');
    expect(names('i')).toEqual(['二']);
    live.feed = { ...live.feed, phase: 'live' };
    await vi.advanceTimersByTimeAsync(0);
    expect(server.times(lent('i'))).toBe(3);
    await server.answer(lent('i'), lendings('三'));
    expect(names('i')).toEqual(['三']);
  });

  it('is nobody where one may not read it', async () => {
    useLendings().follow('i');
    await server.answer(lent('i'), lendings('二'));
    void useLendings().load('i');
    await server.answer(lent('i'), { status: 404, body: { code: 'not_found', title: 'Not found' } });
    expect(names('i')).toBeUndefined();
  });

  it('is not told to whoever signs in next', async () => {
    useLendings().follow('i');
    await useSession().signOut();
    await server.answer(lent('i'), lendings('二'));
    expect(names('i')).toBeUndefined();
  });
});

describe('a file', () => {
  const file = (id: string) => `/incidents/${id}/dossier`;
  const read = async (id: string): Promise<void> => {
    void useDossiers().open(id);
    await vi.advanceTimersByTimeAsync(0);
    await server.answer(file(id), { status: 200, body: { contacts: [] } });
  };

  it('stays while it is looked at, and is forgotten when it was left for long', async () => {
    const dossiers = useDossiers();
    await read('one');
    await vi.advanceTimersByTimeAsync(30 * MINUTE_MS);
    expect([...dossiers.readings.keys()]).toEqual(['one']);
    await read('two');
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect([...dossiers.readings.keys()]).toEqual(['one', 'two']);
    await vi.advanceTimersByTimeAsync(6 * MINUTE_MS);
    expect([...dossiers.readings.keys()]).toEqual(['two']);
    dossiers.leave();
    await vi.advanceTimersByTimeAsync(11 * MINUTE_MS);
    expect(dossiers.readings.size).toBe(0);
  });

  it('that arrives after signing out is forgotten, too', async () => {
    void useDossiers().open('one');
    await vi.advanceTimersByTimeAsync(0);
    await useSession().signOut();
    await server.answer(file('one'), { status: 200, body: { contacts: [] } });
    expect(useDossiers().readings.size).toBe(0);
  });
});

describe('a form', () => {
  it('keeps what is half written for whoever comes back, each form its own', () => {
    const desk = useDesk();
    desk.select('one');
    const [reason, note] = (['command', 'stand-down'] as const).map((which) =>
      desk.draft(() => desk.selectedId ?? '', which),
    );
    reason!.value = '换人';
    note!.value = '已送医';
    desk.select('two');
    expect([reason!.value, note!.value]).toEqual(['', '']);
    desk.select('one');
    expect([reason!.value, note!.value]).toEqual(['换人', '已送医']);
    desk.finish('one', 'command');
    expect([reason!.value, note!.value]).toEqual(['', '已送医']);
  });

  it('is not closed by the late answer to that of another incident', () => {
    const desk = useDesk();
    desk.select('two');
    desk.form = 'command';
    expect(desk.finish('one', 'command')).toBe(false);
    expect(desk.form).toBe('command');
    expect(desk.finish('two', 'command')).toBe(true);
    expect(desk.form).toBeUndefined();
  });
});
