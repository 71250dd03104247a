import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { ageParts, clockTime, dayOf } from '@/app/time/words';
import { useClock } from '@/stores/clock';
import type { Problem } from '@/wire/problem';

export interface Words {
  /** The word for a code of the wire, or the code itself when a newer server says something we do not know. */
  word: (group: string, code: string | undefined) => string;
  /** `2 分 14 秒` */
  span: (ms: number) => string;
  /** `2 分 14 秒前` */
  ago: (ms: number) => string;
  /** `2 分前`: where there is room for one figure only */
  agoShort: (ms: number) => string;
  /** `今天 18:25`, `昨天 09:10`, `11月3日 09:10`, `2025年11月3日 09:10` at the desk */
  moment: (at: number, now?: number) => string;
  distance: (meters: number) => string;
  problem: (problem: Problem) => string;
  listed: ComputedRef<(items: readonly string[]) => string>;
}

const DAY_MS = 86_400_000;

export function useWords(): Words {
  const { t, te, locale } = useI18n();
  const clock = useClock();

  function word(group: string, code: string | undefined): string {
    if (code === undefined) return '';
    const key = `${group}.${code}`;
    return te(key, 'zh-CN') ? t(key) : code;
  }

  function span(ms: number): string {
    const { unit, major, minor } = ageParts(ms);
    switch (unit) {
      case 'seconds':
        return t('age.seconds', { major });
      case 'minutes':
        return minor === 0 ? t('age.minutes', { major }) : t('age.minutesSeconds', { major, minor });
      case 'hours':
        return minor === 0 ? t('age.hours', { major }) : t('age.hoursMinutes', { major, minor });
      case 'days':
        return t('age.days', { major });
    }
  }

  function ago(ms: number): string {
    return ms < 1000 ? t('age.now') : t('age.ago', { age: span(ms) });
  }

  function agoShort(ms: number): string {
    const { unit, major } = ageParts(ms);
    return ms < 1000 ? t('age.now') : t('age.ago', { age: t(`age.${unit}`, { major }) });
  }

  function moment(at: number, now = clock.now): string {
    return `${day(dayOf(at), now)} ${clockTime(at).slice(0, 5)}`;
  }

  function day(date: string, now: number): string {
    const today = dayOf(now);
    if (date === today) return t('age.today');
    if (date === dayOf(now - DAY_MS)) return t('age.yesterday');
    const year = date.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric';
    return new Intl.DateTimeFormat(locale.value, {
      year,
      month: 'short',
      day: 'numeric',
      timeZone: 'UTC',
    }).format(Date.parse(date));
  }

  function distance(meters: number): string {
    return meters < 1000
      ? t('distance.meters', { n: Math.round(meters / 10) * 10 || Math.round(meters) })
      : t('distance.kilometers', { n: (meters / 1000).toFixed(1) });
  }

  function problem(failure: Problem): string {
    const key = `problem.${failure.code}`;
    if (te(key, 'zh-CN')) return t(key, { winner: failure.winner ?? '—' });
    return failure.detail ?? failure.title;
  }

  const listed = computed(() => {
    const separator = locale.value === 'en' ? ', ' : '、';
    return (items: readonly string[]) => items.join(separator);
  });

  return { word, span, ago, agoShort, moment, distance, problem, listed };
}
