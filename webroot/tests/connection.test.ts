import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FeedConnection, SignedOut } from '@/feed/connection';
import type { FeedPorts } from '@/feed/connection';
import type { FeedEffect, FeedState } from '@/feed/machine';
import { at } from './samples';

class FakeSocket {
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (message: { data: unknown }) => void;
  onclose?: (close: { code: number }) => void;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(frame: object | string): void {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }
}

const snapshot = {
  type: 'snapshot',
  community: 'c1',
  epoch: 'e',
  seq: 1,
  incidents: [],
  devices: [],
  responders: [],
  complete: true,
};
const heartbeat = { type: 'heartbeat', at: at(0), heads: { c1: 1 }, degraded: false };
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the feed connection', () => {
  let sockets: FakeSocket[];
  let effects: FeedEffect[];
  let state: FeedState | undefined;
  let tokens: boolean[];
  let notes: number;
  let connection: FeedConnection;

  beforeEach(() => {
    vi.useFakeTimers();
    [sockets, effects, tokens, notes] = [[], [], [], 0];
    const ports: FeedPorts = {
      now: () => Date.now(),
      random: () => 0.5,
      openSocket: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      token: (renew) => {
        tokens.push(renew);
        return Promise.resolve(`token-${tokens.length}`);
      },
      apply: (effect) => effects.push(effect),
      onState: (next) => (state = next),
      onNotes: (more) => (notes += more.length),
    };
    connection = new FeedConnection(ports);
  });
  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
  });

  async function goLive(): Promise<FakeSocket> {
    connection.start(['c1']);
    await settle();
    sockets[0]!.open();
    await settle();
    sockets[0]!.say(snapshot);
    sockets[0]!.say(heartbeat);
    return sockets[0]!;
  }

  it('sends the token in the first frame, never in the address', async () => {
    const socket = await goLive();
    expect(socket.sent[0]).toMatchObject({ type: 'auth' });
    expect(state?.phase).toBe('live');
  });

  it('resumes with numbers and epochs on the next socket', async () => {
    const socket = await goLive();
    socket.onclose?.({ code: 1012 });
    await vi.advanceTimersByTimeAsync(3_000);
    sockets[1]!.open();
    await settle();
    expect(sockets[1]!.sent[0]).toMatchObject({ type: 'auth', resume: { c1: 1 }, epochs: { c1: 'e' } });
  });

  it('hears nothing any more from a socket it has left', async () => {
    const socket = await goLive();
    socket.onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(2_000);
    const before = effects.length;
    socket.say(heartbeat);
    expect(effects).toHaveLength(before);
  });

  it('closes a socket that has fallen silent and opens another', async () => {
    const socket = await goLive();
    await vi.advanceTimersByTimeAsync(13_000);
    expect(socket.readyState).toBe(3);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it('confirms notices together, and none before an empty chair', async () => {
    const socket = await goLive();
    const receipts = () => socket.sent.filter(({ type }) => type === 'receipt').map(({ notices }) => notices);
    socket.say({ type: 'notice', id: 'n0' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(receipts()).toEqual([]);
    connection.humanSeen();
    socket.say({ type: 'notice', id: 'n1' });
    socket.say({ type: 'notice', id: 'n2' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(receipts()).toEqual([['n1', 'n2']]);
  });

  it('says alive only while a human is there', async () => {
    const socket = await goLive();
    const alive = () => socket.sent.filter(({ type }) => type === 'alive').length;
    socket.say(heartbeat);
    await vi.advanceTimersByTimeAsync(10_000);
    socket.say(heartbeat);
    expect(alive()).toBe(0);
    connection.humanSeen();
    connection.humanSeen();
    expect(alive()).toBe(1);
    for (let beat = 0; beat < 30; beat++) {
      await vi.advanceTimersByTimeAsync(5_000);
      socket.say(heartbeat);
    }
    // 60 s of presence at one frame in 15 s, then nobody is there.
    expect(alive()).toBeGreaterThanOrEqual(4);
    expect(alive()).toBeLessThanOrEqual(5);
  });

  it('signs in again on the open socket when the token was renewed', async () => {
    const socket = await goLive();
    await connection.reauthenticate();
    const auths = socket.sent.filter(({ type }) => type === 'auth');
    expect(auths).toHaveLength(2);
    expect(auths[1]).not.toHaveProperty('resume');
  });

  it('asks for a renewed token when the server no longer believes it', async () => {
    const socket = await goLive();
    tokens = [];
    socket.onclose?.({ code: 4401 });
    await settle();
    expect(tokens).toEqual([true]);
  });

  it('counts an unreadable frame and asks again', async () => {
    const socket = await goLive();
    socket.say('{broken');
    expect(notes).toBe(1);
    expect(state?.phase).toBe('waiting');
  });

  it('lets go when nobody is signed in any more', async () => {
    const refused = new FeedConnection({
      now: () => Date.now(),
      random: () => 0.5,
      openSocket: () => new FakeSocket() as unknown as WebSocket,
      token: () => Promise.reject(new SignedOut()),
      apply: (effect) => effects.push(effect),
      onState: () => undefined,
      onNotes: () => undefined,
    });
    refused.start(['c1']);
    await settle();
    expect(effects.map((effect) => effect.do)).toContain('sign_out');
    refused.stop();
  });
});
