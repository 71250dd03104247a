import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { WordKey } from 'vue-i18n';
import { useRecords } from '@/stores/records';
import type { Dossier } from '@/wire/dossier';
import { callingOf, callNote } from './calling';
import { callList } from './calls';
import type { CallLine } from './calls';

/**
 * Whom C rings: the first with a number. Whoever was rung in vain goes behind those who were not, so that C pressed after each
 * call goes through the list, and from its end to its head again.
 *
 * @param vain how often somebody was rung and did not answer
 */
export function nextCall(lines: readonly CallLine[], vain: (line: CallLine) => number): CallLine | undefined {
  return lines
    .filter(({ phone }) => phone !== undefined)
    .map((line) => ({ line, times: vain(line) }))
    .sort((a, b) => a.times - b.times)[0]?.line;
}

/** As the timeline tells it, whichever desk rang, in whatever language it works. */
export function useNextCall(): (incident: string, dossier: Dossier) => CallLine | undefined {
  const { t, availableLocales } = useI18n();
  const records = useRecords();

  const beginnings = computed(
    () => (line: CallLine) =>
      availableLocales.flatMap((locale) => {
        const say = (key: WordKey, values: Record<string, string> = {}): string => t(key, values, { locale });
        const relation = line.isResident ? say('pop.callResident') : line.relation;
        const calling = callingOf({ ...line, relation });
        return calling
          ? (['unanswered', 'unreachable'] as const).map((outcome) => callNote(calling, outcome, '', say))
          : [];
      }),
  );

  return (incident, dossier) => {
    const notes = records
      .of(incident)
      .timeline.filter(({ event }) => event === 'incident.note_added')
      .map(({ detail }) => detail.get('text') ?? '');
    return nextCall(callList(dossier, t('pop.callResident')), (line) => {
      const begins = beginnings.value(line);
      return notes.filter((note) => begins.some((words) => note.startsWith(words))).length;
    });
  };
}
