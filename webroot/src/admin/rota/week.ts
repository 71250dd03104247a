import { dayOf } from '@/app/time/words';

/** China keeps one time all year round. */
const DESK_OFFSET = '+08:00';
export const DAY_MS = 86_400_000;
export const WEEK_DAYS = 7;

/** A day at the desk and a time on its clock, as an instant. */
export function instantOf(day: string, time: string): number {
  return Date.parse(`${day}T${time}:00${DESK_OFFSET}`);
}

/** The seven days of the week in which this instant falls, Monday first, as `2026-11-16`. */
export function weekOf(at: number): readonly string[] {
  const noon = instantOf(dayOf(at), '12:00');
  // Noon at the desk is four in the morning in Greenwich, on the same day.
  const sinceMonday = (new Date(noon).getUTCDay() + 6) % 7;
  return Array.from({ length: WEEK_DAYS }, (_, day) => dayOf(noon + (day - sinceMonday) * DAY_MS));
}

/** `08:00` at the desk. */
export function timeOf(at: number): string {
  return new Date(at + Date.parse('1970-01-01T08:00:00Z')).toISOString().slice(11, 16);
}

/** From one time on a day to the next such other time: a shift to 06:00 that begins at 22:00 ends the next morning. */
export function spanOf(day: string, from: string, to: string): { startsAt: number; endsAt: number } {
  const startsAt = instantOf(day, from);
  const sameDay = instantOf(day, to);
  return { startsAt, endsAt: sameDay > startsAt ? sameDay : sameDay + DAY_MS };
}

/** Which part of a day a shift covers, in shares of the day; nothing when it does not touch it. */
export function partOf(
  day: string,
  shift: { startsAt: number; endsAt: number },
): { from: number; to: number } | undefined {
  const start = instantOf(day, '00:00');
  const from = Math.max(0, (shift.startsAt - start) / DAY_MS);
  const to = Math.min(1, (shift.endsAt - start) / DAY_MS);
  return to > from ? { from, to } : undefined;
}
