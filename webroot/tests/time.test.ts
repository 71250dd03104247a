import { describe, expect, it } from 'vitest';
import { ServerClock } from '@/app/time/serverClock';
import { steadyClock } from '@/app/time/steady';
import { ageParts, clockTime, dayOf, stopwatch, yearsSince } from '@/app/time/words';

describe('the steady clock', () => {
  it('runs on when the wall clock is set back, and through a sleep the monotonic one missed', () => {
    let [wall, monotonic] = [1_000_000, 50];
    const now = steadyClock(
      () => wall,
      () => monotonic,
    );
    const start = now();
    wall -= 3_600_000;
    monotonic += 2_000;
    expect(now() - start).toBe(2_000);
    wall += 60_000;
    expect(now() - start).toBe(62_000);
  });
});

describe("the server's clock", () => {
  it('believes the heartbeat that was delayed least', () => {
    let steady = 0;
    const clock = new ServerClock(() => steady);
    clock.heard(10_000 - 900);
    steady = 5_000;
    clock.heard(15_000 - 20);
    steady = 10_000;
    clock.heard(20_000 - 400);
    expect(clock.now()).toBe(19_980);
  });

  it("takes an answer's whole seconds until a heartbeat is heard", () => {
    let steady = 0;
    const clock = new ServerClock(() => steady);
    clock.dated(600_000);
    steady = 1_900;
    clock.dated(601_000);
    expect(clock.now()).toBe(601_900);
    clock.heard(602_300);
    clock.dated(609_000);
    expect(clock.now()).toBe(602_300);
  });

  it('follows a server whose clock was set, within a minute of heartbeats', () => {
    let steady = 0;
    const clock = new ServerClock(() => steady);
    clock.heard(100_000);
    for (let beat = 1; beat <= 12; beat++) {
      steady = beat * 5_000;
      clock.heard(steady - 7_000);
    }
    expect(clock.now()).toBe(steady - 7_000);
  });
});

describe('times in words', () => {
  it('splits ages', () => {
    expect(ageParts(-5)).toEqual({ unit: 'seconds', major: 0, minor: 0 });
    expect(ageParts(59_999)).toEqual({ unit: 'seconds', major: 59, minor: 0 });
    expect(ageParts(134_000)).toEqual({ unit: 'minutes', major: 2, minor: 14 });
    expect(ageParts(3_900_000)).toEqual({ unit: 'hours', major: 1, minor: 5 });
    expect(ageParts(90_000_000)).toEqual({ unit: 'days', major: 1, minor: 1 });
  });

  it('counts an age in full years at the desk, and none of what is no birthday', () => {
    const now = Date.parse('2026-11-21T16:30:00Z');
    expect(yearsSince('1935-11-22', now)).toBe(91);
    expect(yearsSince('1935-11-23', now)).toBe(90);
    expect([yearsSince(undefined, now), yearsSince('昨天', now), yearsSince('2027-01-01', now)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('runs like a stopwatch', () => {
    expect(stopwatch(7_900)).toBe('0:07');
    expect(stopwatch(899_000)).toBe('14:59');
    expect(stopwatch(3_723_000)).toBe('1:02:03');
    expect(stopwatch(-1)).toBe('0:00');
  });

  it("tells the desk's local time, wherever the computer thinks it is", () => {
    const at = Date.parse('2026-11-22T19:12:05Z');
    expect(clockTime(at)).toBe('03:12:05');
    expect(dayOf(at)).toBe('2026-11-23');
  });
});
