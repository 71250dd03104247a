import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { ageParts } from '@/app/time/words';
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
  distance: (meters: number) => string;
  problem: (problem: Problem) => string;
  listed: ComputedRef<(items: readonly string[]) => string>;
}

export function useWords(): Words {
  const { t, te, locale } = useI18n();

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

  return { word, span, ago, agoShort, distance, problem, listed };
}
