import type { Incident, Offer, Role } from '@/wire/incident';
import type { TimelineEntry } from '@/wire/people';

export type Word = (group: string, code: string) => string;

/** What happened, in a word: what somebody answered or did is the headline, not that they answered. */
export function headline(entry: TimelineEntry, word: Word, event: string): string {
  const state = entry.detail.get('state');
  if (entry.event === 'incident.assigned' && isNamed(entry)) return word('assignment', 'NAMED');
  if (state === undefined) return event;
  if (entry.detail.has('etaSeconds')) return word('assignment', 'ETA');
  if (entry.event === 'incident.offer_answered') return word('offer', state);
  if (entry.event !== 'incident.assignment_changed') return event;
  // Whoever was still on the way has completed nothing.
  if (entry.detail.get('why') === 'STOOD_DOWN') return word('assignment', 'STOOD_DOWN');
  // A doctor walks no road and stands at no door.
  const doctor = entry.detail.get('role') === 'DOCTOR' ? 'doctor' : '';
  return word('assignment', state === 'CLEARED' || state === 'RELEASED' ? state : `${doctor}${state}`);
}

/** Sent by the desk, as against somebody who said yes. */
function isNamed({ by, detail }: TimelineEntry): boolean {
  const responder = detail.get('responder');
  return by !== undefined && by.name !== '' && responder !== undefined && by.name !== responder;
}

/** Several entries that say the same of several people in the same moment are one line. */
export interface TimelineLine {
  readonly entry: TimelineEntry;
  readonly also: readonly TimelineEntry[];
}

const SAME_MOMENT_MS = 1_500;

/** Expects one order of time or the other; offers that go back together, when one was taken, are gathered. */
export function gatherLines(entries: readonly TimelineEntry[]): TimelineLine[] {
  const lines: { entry: TimelineEntry; also: TimelineEntry[] }[] = [];
  const yes = entries.filter((entry) => entry.detail.get('state') === 'ACCEPTED');
  const named = entries.filter((entry) => entry.event === 'incident.assigned' && isNamed(entry));
  const estimates = latestEstimates(entries);
  for (const entry of entries) {
    // Whoever stands still is estimated anew every minute: only the last estimate tells anything.
    if (isEstimate(entry) && !estimates.has(entry)) continue;
    // "Said yes" and "has the role" are one thing to whoever reads; who was named by the desk said nothing.
    const said = entry.event === 'incident.assigned' && !isNamed(entry);
    if (said && yes.some((answer) => samePerson(answer, entry))) continue;
    if (yes.includes(entry) && named.some((one) => samePerson(entry, one))) continue;
    const last = lines.find(({ entry: first }) => sameAnswer(first, entry));
    if (last) last.also.push(entry);
    else lines.push({ entry, also: [] });
  }
  return lines;
}

function isEstimate(entry: TimelineEntry): boolean {
  return entry.event === 'incident.assignment_changed' && entry.detail.has('etaSeconds');
}

/** The last of each person in each role. */
function latestEstimates(entries: readonly TimelineEntry[]): Set<TimelineEntry> {
  const latest = new Map<string, TimelineEntry>();
  for (const entry of entries.filter(isEstimate)) {
    const whose = `${entry.detail.get('responder')}/${entry.detail.get('role')}`;
    if ((latest.get(whose)?.at ?? 0) <= entry.at) latest.set(whose, entry);
  }
  return new Set(latest.values());
}

function samePerson(a: TimelineEntry, b: TimelineEntry): boolean {
  return (
    a.event === 'incident.offer_answered' &&
    a.detail.get('responder') === b.detail.get('responder') &&
    a.detail.get('role') === b.detail.get('role') &&
    Math.abs(a.at - b.at) <= SAME_MOMENT_MS
  );
}

function sameAnswer(a: TimelineEntry, b: TimelineEntry): boolean {
  return (
    a.event === 'incident.offer_answered' &&
    b.event === 'incident.offer_answered' &&
    a.detail.get('state') !== 'ACCEPTED' &&
    a.detail.get('state') === b.detail.get('state') &&
    a.detail.get('role') === b.detail.get('role') &&
    Math.abs(a.at - b.at) <= SAME_MOMENT_MS
  );
}

/** A short line about one event; what we have no word for is left out rather than shown as code. */
export function detailWords(
  entry: TimelineEntry,
  incident: Incident,
  word: Word,
  pressed: (n: number) => string,
  minutes: (n: number) => string,
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
        return [
          detail('from') === detail('to')
            ? undefined
            : [named('priority', 'from'), named('priority', 'to')].filter(Boolean).join(' → '),
          named('need', 'need'),
          detail('reason'),
        ];
      case 'incident.offer_made':
        return asked(entry, incident, word);
      case 'incident.offer_answered':
      case 'incident.assigned':
      case 'incident.assignment_changed':
      case 'incident.checked_in':
      case 'incident.safety_alarm': {
        const eta = detail('etaSeconds');
        return [
          named('role', 'role'),
          detail('responder'),
          eta === undefined ? undefined : minutes(Math.ceil(Number(eta) / 60)),
          detail('reason'),
        ];
      }
      case 'incident.stood_down':
        return [named('disposition', 'disposition'), detail('note')];
      default:
        return [detail('text')];
    }
  };
  return parts()
    .filter((part) => part !== undefined && part !== '')
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
