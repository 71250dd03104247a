import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { zh } from '@/app/i18n/zh';
import { useLooks } from '@/stores/looks';
import { useSession } from '@/stores/session';
import { decodeLook } from '@/wire/look';
import { decode, Malformed } from '@/wire/reader';
import { at } from './samples';

const look = (id: string, more: object = {}) => ({
  id,
  at: at(0),
  by: { id: 'p1', name: '王医生' },
  role: 'DOCTOR',
  action: 'DOSSIER',
  fields: ['conditions'],
  purpose: 'dossier',
  reason: null,
  from: '192.0.2.1',
  breakGlass: false,
  review: null,
  ...more,
});

type Answer = { status: number; body: unknown };

describe('a look at the door', () => {
  it('carries who, when, what and why, and neither from where nor which fields', () => {
    const past = look('7', { action: 'BREAK_GLASS', breakGlass: true, reason: '无人应门' });
    expect(decode(past, 'look', decodeLook).value).toEqual({
      id: '7',
      at: Date.parse(at(0)),
      by: { id: 'p1', name: '王医生' },
      role: 'DOCTOR',
      action: 'BREAK_GLASS',
      breakGlass: true,
      reason: '无人应门',
    });
  });

  it('is none without a time or an act', () => {
    expect(() => decode({ ...look('7'), at: null }, 'look', decodeLook)).toThrow(Malformed);
    expect(() => decode({ ...look('7'), action: null }, 'look', decodeLook)).toThrow(Malformed);
  });

  it('has a word for every act the server writes down', () => {
    expect(Object.keys(zh.kin.looked).sort()).toEqual([
      'BREAK_GLASS',
      'DOSSIER',
      'ERASE',
      'EXPORT',
      'OBSERVATIONS',
      'RESIDENT',
      'RESIDENT_EDIT',
    ]);
  });
});

describe('who looked', () => {
  const asked: string[] = [];
  let pages: (Answer | 'unreachable')[] = [];

  function answer(path: string): Answer | 'unreachable' {
    if (path === '/auth/token')
      return { status: 200, body: { access_token: 'a', expires_in: 600, refresh_token: 'r' } };
    if (path === '/me')
      return { status: 200, body: { id: 'u', name: '张', role: 'FAMILY', communities: [], resident: 'r1' } };
    if (path.startsWith('/residents/r1/access-log')) {
      asked.push(path);
      return pages.shift() ?? 'unreachable';
    }
    return { status: 404, body: { code: 'not_found', title: 'Not found' } };
  }

  beforeEach(async () => {
    setActivePinia(createPinia());
    asked.length = 0;
    vi.stubGlobal('fetch', (url: string) => {
      const found = answer(url.replace('/api/v1', ''));
      return found === 'unreachable'
        ? Promise.reject(new TypeError('failed to fetch'))
        : Promise.resolve(new Response(JSON.stringify(found.body), { status: found.status }));
    });
    await useSession().signIn('zhang', 'secret');
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is read page by page, each but once', async () => {
    pages = [
      { status: 200, body: { items: [look('9'), look('8')], next: 'c8' } },
      { status: 200, body: { items: [look('7')], next: null } },
    ];
    const store = useLooks();
    expect(store.looks).toBeUndefined();
    await store.load();
    await Promise.all([store.more(), store.more()]);
    await store.more();
    expect(store.looks?.map(({ id }) => id)).toEqual(['9', '8', '7']);
    expect(asked).toEqual([
      '/residents/r1/access-log?limit=20',
      '/residents/r1/access-log?limit=20&cursor=c8',
    ]);
  });

  it('is known to be nobody only when the server said so', async () => {
    const store = useLooks();
    pages = ['unreachable', { status: 200, body: { items: [], next: null } }];
    await store.load();
    expect(store.looks).toBeUndefined();
    expect(store.problem?.code).toBe('unreachable');
    await store.load();
    expect(store.looks).toEqual([]);
    expect(store.problem).toBeUndefined();
  });

  it('keeps what is shown when an earlier page cannot be read, and nothing for who comes next', async () => {
    const store = useLooks();
    pages = [{ status: 200, body: { items: [look('9')], next: 'c9' } }, 'unreachable'];
    await store.load();
    await store.more();
    expect(store.looks).toHaveLength(1);
    expect(store.next).toBe('c9');
    await useSession().signOut();
    expect(store.looks).toBeUndefined();
    expect(store.next).toBeUndefined();
  });
});
