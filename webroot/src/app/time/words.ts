/** Where the desk stands. A desk's computer may be set to anything; the street it watches is in one place. */
export const DESK_TIME_ZONE = 'Asia/Shanghai';

export type AgeUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/** Splits an age so that a sentence can be made of it in any language: `{minutes: 2, seconds: 14}`. */
export function ageParts(ms: number): { unit: AgeUnit; major: number; minor: number } {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return { unit: 'seconds', major: seconds, minor: 0 };
  if (seconds < 3600) return { unit: 'minutes', major: Math.floor(seconds / 60), minor: seconds % 60 };
  if (seconds < 86_400) {
    return { unit: 'hours', major: Math.floor(seconds / 3600), minor: Math.floor((seconds % 3600) / 60) };
  }
  return { unit: 'days', major: Math.floor(seconds / 86_400), minor: Math.floor((seconds % 86_400) / 3600) };
}

/** `0:07`, `14:59`, `1:02:03`: for clocks that run. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: DESK_TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const DAY = new Intl.DateTimeFormat('en-CA', {
  timeZone: DESK_TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** `03:12:05` at the desk. */
export function clockTime(at: number): string {
  return CLOCK.format(at);
}

/** `2026-11-22` at the desk. */
export function dayOf(at: number): string {
  return DAY.format(at);
}

/** Full years since a day, as people count an age; nothing of what is no day, or lies ahead. */
export function yearsSince(day: string | undefined, now: number): number | undefined {
  const born = /^(\d{4})-(\d{2}-\d{2})$/.exec(day ?? '');
  const today = dayOf(now);
  if (born === null || day! > today) return undefined;
  return Number(today.slice(0, 4)) - Number(born[1]) - (born[2]! > today.slice(5) ? 1 : 0);
}
