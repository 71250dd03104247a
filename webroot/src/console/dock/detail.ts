import type { Incident, Offer, Role } from '@/wire/incident';
import type { TimelineEntry } from '@/wire/people';

export type Word = (group: string, code: string) => string;

/** A short line about one event; what we have no word for is left out rather than shown as code. */
export function detailWords(
  entry: TimelineEntry,
  incident: Incident,
  word: Word,
  pressed: (n: number) => string,
): string {
  const detail = (key: string) => entry.detail.get(key);
  const named = (group: string, key: string) => {
    const code = detail(key);
    return code === undefined || code === '' ? undefined : word(group, code);
  };
  const parts = (): (string | undefined)[] => {
    switch (entry.event) {
      case 'incident.opened':
        return [named('kind', 'kind')];
      case 'incident.signal_added': {
        const presses = Number(detail('presses'));
        return [named('kind', 'kind'), presses > 1 ? pressed(presses) : undefined];
      }
      case 'incident.priority_changed':
        return [[named('priority', 'from'), named('priority', 'to')].filter(Boolean).join(' → ')];
      case 'incident.offer_made':
        return asked(entry, incident, word);
      case 'incident.offer_answered':
        return [named('role', 'role'), named('offer', 'state'), detail('responder')];
      case 'incident.assigned':
        return [named('role', 'role'), detail('responder')];
      case 'incident.assignment_changed':
        return [named('role', 'role'), named('assignment', 'state'), detail('responder')];
      case 'incident.stood_down':
        return [named('disposition', 'disposition'), detail('note')];
      default:
        return [detail('text')];
    }
  };
  return parts()
    .filter((part) => part !== undefined && part !== '' && part !== entry.by?.name)
    .join(' · ');
}

/** Everybody a step asked, gathered by role: names, not numbers. */
function asked(entry: TimelineEntry, incident: Incident, word: Word): string[] {
  const offers = entry.offers
    .map((id) => incident.offers.find((offer) => offer.id === id))
    .filter((offer): offer is Offer => offer !== undefined);
  if (entry.offers.length === 0) return [word('candidate', 'NOBODY')];
  const byRole = new Map<Role, string[]>();
  for (const offer of offers) {
    byRole.set(offer.role, [...(byRole.get(offer.role) ?? []), offer.responder.name]);
  }
  return [...byRole].map(([role, names]) => `${word('role', role)} ${names.join('、')}`);
}
