import { describe, expect, it } from 'vitest';
import { backOff, CLOSE, isLost, isStale, SIGNED_OUT, SILENCE_LIMIT_MS, step } from '@/feed/machine';
import type { FeedEffect, FeedInput, FeedState } from '@/feed/machine';
import { at, frame, wireIncident } from './samples';

/** Drives the machine with a clock of its own and keeps what it asked for. */
class Drive {
  state: FeedState = SIGNED_OUT;
  now = 1_000;
  effects: FeedEffect[] = [];

  put(input: FeedInput, random = 0.5): this {
    const next = step(this.state, input, this.now, random);
    this.state = next.state;
    this.effects.push(...next.effects);
    return this;
  }

  see(raw: object): this {
    return this.put({ on: 'frame', frame: frame(raw) });
  }

  later(ms: number): this {
    this.now += ms;
    return this.put({ on: 'tick' });
  }

  take(): FeedEffect[] {
    const taken = this.effects;
    this.effects = [];
    return taken;
  }

  did(): string[] {
    return this.take().map((effect) => effect.do);
  }
}

const snapshot = (over: object = {}) => ({
  type: 'snapshot',
  community: 'c1',
  epoch: 'e1',
  seq: 10,
  incidents: [],
  devices: [],
  responders: [],
  complete: true,
  ...over,
});
const event = (seq: number, prev = seq - 1, over: object = {}) => ({
  type: 'event',
  community: 'c1',
  seq,
  prev,
  at: at(0),
  event: 'incident.opened',
  incident: wireIncident(),
  ...over,
});
const heartbeat = (head: number | undefined, over: object = {}) => ({
  type: 'heartbeat',
  at: at(0),
  heads: head === undefined ? {} : { c1: head },
  degraded: false,
  ...over,
});

function connected(): Drive {
  const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] }).put({ on: 'opened' });
  drive.see(snapshot()).see(heartbeat(10)).take();
  return drive;
}

describe('becoming live', () => {
  it('opens, signs in without a resume point, takes the snapshot, is live', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] });
    expect(drive.state.phase).toBe('connecting');
    expect(drive.did()).toEqual(['open']);
    drive.put({ on: 'opened' });
    const [authenticate] = drive.take();
    expect(authenticate).toMatchObject({ do: 'authenticate' });
    expect(authenticate?.do === 'authenticate' && authenticate.resume.size).toBe(0);
    expect(drive.state.phase).toBe('syncing');
    drive.see(snapshot());
    expect(drive.did()).toEqual(['replace']);
    expect(drive.state.phase).toBe('live');
  });

  it('waits for every community it expects', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1', 'c2'] }).put({ on: 'opened' });
    drive.see(snapshot());
    expect(drive.state.phase).toBe('syncing');
    drive.see(snapshot({ community: 'c2' }));
    expect(drive.state.phase).toBe('live');
  });

  it('shows nothing of a snapshot in parts before its last part', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] }).put({ on: 'opened' });
    drive.take();
    drive.see(snapshot({ incidents: [wireIncident()], complete: false }));
    drive.see(snapshot({ incidents: [wireIncident()], complete: false }));
    drive.see(heartbeat(10));
    expect(drive.did()).toEqual(['clock']);
    expect(drive.state.phase).toBe('syncing');
    drive.see(snapshot({ incidents: [wireIncident()] }));
    const [replace] = drive.take();
    expect(replace?.do === 'replace' && replace.incidents).toHaveLength(3);
    expect(drive.state.phase).toBe('live');
  });

  it('starts over when a newer snapshot interrupts one in parts', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] }).put({ on: 'opened' });
    drive.see(snapshot({ incidents: [wireIncident()], complete: false })).take();
    drive.see(snapshot({ seq: 12, incidents: [wireIncident()] }));
    const [replace] = drive.take();
    expect(replace?.do === 'replace' && replace.incidents).toHaveLength(1);
    expect(drive.state.cursors.get('c1')?.seq).toBe(12);
  });

  it('applies events that overtook the last part, once', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] }).put({ on: 'opened' });
    drive
      .see(snapshot({ complete: false }))
      .see(event(10))
      .see(event(11));
    drive.take();
    drive.see(snapshot());
    expect(drive.did()).toEqual(['replace', 'event']);
    expect(drive.state.cursors.get('c1')?.seq).toBe(11);
  });
});

describe('a lost line', () => {
  it('is told at once, until the picture moves again; never before there was one', () => {
    const drive = new Drive();
    expect(isLost(drive.state)).toBe(false);
    drive.put({ on: 'signed_in', communities: ['c1'] });
    expect(isLost(drive.state)).toBe(false);
    drive.put({ on: 'opened' }).see(snapshot()).see(heartbeat(10));
    expect(isLost(drive.state)).toBe(false);
    drive.put({ on: 'closed', code: 1006 });
    expect([drive.state.phase, isLost(drive.state)]).toEqual(['waiting', true]);
    expect(isStale(drive.state, drive.now)).toBe(false);
    drive.put({ on: 'wake' }).put({ on: 'opened' });
    expect([drive.state.phase, isLost(drive.state)]).toEqual(['syncing', true]);
    drive.see(heartbeat(10));
    expect([drive.state.phase, isLost(drive.state)]).toEqual(['live', false]);
    drive.put({ on: 'signed_out' });
    expect(isLost(drive.state)).toBe(false);
  });
});

describe('following the numbers', () => {
  it('applies what follows and ignores what it has', () => {
    const drive = connected().see(event(11)).see(event(11)).see(event(12));
    expect(drive.did()).toEqual(['event', 'event']);
    expect(drive.state.cursors.get('c1')?.seq).toBe(12);
  });

  it('accepts a filtered stream, whose prev says what was left out', () => {
    const drive = connected().see(event(15, 10));
    expect(drive.did()).toEqual(['event']);
    expect(drive.state.counters.gaps).toBe(0);
  });

  it('resumes from its last number on a gap, and applies nothing after it', () => {
    const drive = connected().see(event(13, 12));
    expect(drive.did()).toEqual(['close']);
    expect(drive.state.phase).toBe('waiting');
    drive.see(event(14)).later(5_000);
    expect(drive.did()).toEqual(['open']);
    drive.put({ on: 'opened' });
    const [authenticate] = drive.take();
    expect(authenticate?.do === 'authenticate' && authenticate.resume.get('c1')).toEqual({
      epoch: 'e1',
      seq: 10,
    });
    drive.see(event(11)).see(event(12)).see(event(13)).see(heartbeat(13));
    expect(drive.did()).toEqual(['event', 'event', 'event', 'clock']);
    expect(drive.state.phase).toBe('live');
    expect(drive.state.counters.gaps).toBe(1);
  });

  it('takes an event of a community it knows nothing of for a gap', () => {
    expect(connected().see(event(3, 2, { community: 'c9' })).state.phase).toBe('waiting');
  });

  it('forgives a head that is a moment ahead, but not for two heartbeats', () => {
    const drive = connected().see(heartbeat(11));
    expect(drive.state.phase).toBe('live');
    drive.see(event(11)).see(heartbeat(11));
    expect(drive.state.phase).toBe('live');
    drive.see(heartbeat(12)).see(heartbeat(12));
    expect(drive.state.phase).toBe('waiting');
    expect(drive.did()).toContain('close');
  });

  it('is not live again after a resume before the heads are reached', () => {
    const drive = connected().put({ on: 'closed', code: 1006 }).later(20_000).put({ on: 'opened' });
    expect(drive.state.phase).toBe('syncing');
    drive.see(heartbeat(12));
    expect(drive.state.phase).toBe('syncing');
    drive.see(event(11)).see(event(12)).see(heartbeat(12));
    expect(drive.state.phase).toBe('live');
  });
});

describe('another life of the database', () => {
  it('replaces what it showed when a snapshot has another epoch', () => {
    const drive = connected().see(snapshot({ epoch: 'e2', seq: 3 }));
    expect(drive.did()).toEqual(['replace']);
    expect(drive.state.cursors.get('c1')).toEqual({ epoch: 'e2', seq: 3 });
    expect(drive.state.counters.epochChanges).toBe(1);
  });

  it('comes back without a resume point when a heartbeat tells of another epoch', () => {
    const drive = connected().see(heartbeat(10, { epochs: { c1: 'e2' } }));
    expect(drive.state.phase).toBe('waiting');
    expect(drive.state.cursors.has('c1')).toBe(false);
  });
});

describe('silence', () => {
  it('is live until 12 s without a heartbeat, then closes, reconnects and is stale', () => {
    const drive = connected().later(SILENCE_LIMIT_MS - 1);
    expect(drive.state.phase).toBe('live');
    expect(isStale(drive.state, drive.now)).toBe(false);
    drive.later(1);
    expect(drive.did()).toEqual(['close']);
    expect(drive.state.phase).toBe('waiting');
    expect(isStale(drive.state, drive.now)).toBe(true);
    drive.later(400);
    expect(drive.did()).toEqual(['open']);
    drive.put({ on: 'opened' }).see(heartbeat(10));
    expect(isStale(drive.state, drive.now)).toBe(false);
  });

  it('is not kept alive by events alone: only a heartbeat tells that nothing is missing', () => {
    const drive = connected();
    drive.later(6_000).see(event(11)).later(6_000);
    expect(drive.state.phase).toBe('waiting');
  });

  it('is stale 12 s after signing in if it never got through', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] }).put({ on: 'closed', code: 1006 });
    expect(isStale(drive.state, drive.now + 11_999)).toBe(false);
    expect(isStale(drive.state, drive.now + 12_000)).toBe(true);
    expect(drive.state.everLive).toBe(false);
  });

  it('gives up a socket that opens but never speaks', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] }).put({ on: 'opened' });
    drive.take();
    drive.later(SILENCE_LIMIT_MS);
    expect(drive.did()).toEqual(['close']);
    expect(drive.state.phase).toBe('waiting');
  });

  it('shows that the server is degraded', () => {
    expect(connected().see(heartbeat(10, { degraded: true })).state.degraded).toBe(true);
  });
});

describe('being closed', () => {
  it('backs off further each time, with jitter, up to a ceiling', () => {
    const drive = new Drive().put({ on: 'signed_in', communities: ['c1'] });
    const waits = [0, 1, 2, 3, 4, 5, 6, 7].map(() => {
      drive.put({ on: 'closed', code: 1006 }, 1);
      const wait = (drive.state.retryAt ?? 0) - drive.now;
      drive.later(wait);
      return wait;
    });
    expect(waits).toEqual([700, 1_200, 2_200, 4_200, 8_200, 15_200, 15_200, 15_200]);
    expect(backOff(3, 0)).toBe(200);
  });

  it('does not sit out the back-off when the network is back', () => {
    const drive = connected().put({ on: 'closed', code: 1006 }, 0.99);
    drive.take();
    drive.put({ on: 'wake' });
    expect(drive.did()).toEqual(['open']);
  });

  it.each([
    ['too slow', CLOSE.tooSlow, 700],
    ['restarting', CLOSE.restarting, 1_800],
  ])('%s: comes back soon with its resume point', (_what, code, within) => {
    const drive = connected().put({ on: 'closed', code });
    expect((drive.state.retryAt ?? 0) - drive.now).toBeLessThanOrEqual(within);
    expect(drive.state.cursors.get('c1')?.seq).toBe(10);
  });

  it('not signed in: renews the token at once, then with every attempt, and lets nobody go by itself', () => {
    const drive = connected().put({ on: 'closed', code: CLOSE.notSignedIn });
    expect(drive.take()).toEqual([{ do: 'open', renewToken: true }]);
    drive.put({ on: 'opened' }).put({ on: 'closed', code: CLOSE.notSignedIn });
    expect(drive.state.phase).toBe('waiting');
    expect(drive.did()).toEqual(['authenticate']);
    drive.later(20_000);
    expect(drive.take()).toEqual([{ do: 'open', renewToken: true }]);
  });

  it('scope lost: forgets everything it showed and asks who it is', () => {
    const drive = connected().put({ on: 'closed', code: CLOSE.scopeLost });
    expect(drive.did()).toEqual(['forget', 'reload_scope']);
    expect(drive.state.cursors.size).toBe(0);
  });

  it('bad frame: comes back without a resume point', () => {
    expect(connected().put({ on: 'closed', code: CLOSE.badFrame }).state.cursors.size).toBe(0);
  });

  it('forgets everything at sign-out', () => {
    const drive = connected().put({ on: 'signed_out' });
    expect(drive.did()).toEqual(['close', 'forget']);
    expect(drive.state).toEqual(SIGNED_OUT);
    drive.see(event(11)).later(60_000);
    expect(drive.did()).toEqual([]);
  });
});

describe('an unreadable frame', () => {
  it('is counted and resumed from the last good number', () => {
    const drive = connected().put({ on: 'malformed' });
    expect(drive.state.phase).toBe('waiting');
    expect(drive.state.counters.malformed).toBe(1);
    expect(drive.state.cursors.get('c1')?.seq).toBe(10);
  });

  it('that comes back every time leads to a fresh snapshot instead of a circle', () => {
    const drive = connected();
    for (let round = 0; round < 3; round++) {
      drive.put({ on: 'malformed' }).later(20_000).put({ on: 'opened' });
    }
    expect(drive.state.cursors.size).toBe(0);
  });
});
