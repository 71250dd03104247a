import type { TimelineEntry } from '@/wire/people';

/** Keys of a timeline's `detail` worth a coordinator's eye, with the word group their codes belong to. */
const SPOKEN: readonly (readonly [key: string, group: string])[] = [
  ['role', 'role'],
  ['responder', ''],
  ['name', ''],
  ['state', 'assignment'],
  ['answer', 'offer'],
  ['priority', 'priority'],
  ['kind', 'kind'],
  ['disposition', 'disposition'],
  ['text', ''],
  ['note', ''],
];

/** A short line about one event; what we have no word for is left out rather than shown as code. */
export function detailWords(entry: TimelineEntry, word: (group: string, code: string) => string): string {
  return SPOKEN.flatMap(([key, group]) => {
    const value = entry.detail.get(key);
    if (value === undefined) return [];
    if (group === 'assignment') {
      const known = word('assignment', value);
      return [known === value ? word('offer', value) : known];
    }
    return [group === '' ? value : word(group, value)];
  })
    .filter((part, index, all) => all.indexOf(part) === index && part !== entry.by?.name)
    .join(' · ');
}
