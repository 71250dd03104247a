/**
 * What somebody on a bad line has said, until the server has heard it and the picture here shows it. Pure: the store around it owns the database of
 * the phone, the timer and the calls. Said in order, one at a time, each under a key of its own, so that saying a thing
 * again after a lost answer does it once.
 */

export type Errand =
  | { readonly do: 'accept' | 'decline'; readonly offer: string }
  | {
      readonly do: 'en-route' | 'on-scene' | 'clear' | 'release' | 'check-in';
      readonly assignment: string;
    }
  | {
      readonly do: 'hand-over';
      readonly assignment: string;
      readonly to: string;
      readonly toName: string;
    }
  | { readonly do: 'note'; readonly incident: string; readonly text: string }
  | { readonly do: 'duty'; readonly onDuty: boolean };

export interface Refused {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly winner: string | undefined;
}

export interface Item {
  /** Counts up: the order in which things are said. */
  readonly order: number;
  /** The idempotency key. */
  readonly key: string;
  readonly account: string;
  readonly incident: string | undefined;
  readonly errand: Errand;
  /** By the phone's clock. */
  readonly saidAt: number;
  /** `heard`: the server has answered, and the picture here has not been read anew since. */
  readonly state: 'waiting' | 'sending' | 'heard' | 'refused';
  readonly refused?: Refused;
}

interface BackOff {
  /** How often in a row the server could not be reached. */
  readonly failures: number;
  readonly retryAt: number | undefined;
}

/** Saying waits on a back-off of its own: a picture that cannot be read keeps nobody from saying what comes next. */
export interface Outbox extends BackOff {
  readonly items: readonly Item[];
  readonly reading: BackOff;
}

const AT_ONCE: BackOff = { failures: 0, retryAt: undefined };
export const EMPTY: Outbox = { items: [], ...AT_ONCE, reading: AT_ONCE };

/** The server remembers a key for 24 hours; a word older than this would be a new one, about something long over. */
export const GOOD_FOR_MS = 12 * 3_600_000;
const RETRY_BASE_MS = 1_000;
const RETRY_CEILING_MS = 20_000;
/** More than anybody says in a night without a line. */
export const MAX_ITEMS = 100;

export type Input =
  | { readonly on: 'restored'; readonly items: readonly Item[] }
  | { readonly on: 'said'; readonly item: Omit<Item, 'order' | 'state'> }
  | { readonly on: 'taken_up'; readonly key: string }
  | { readonly on: 'heard'; readonly key: string }
  | { readonly on: 'done'; readonly key: string }
  | { readonly on: 'refused'; readonly key: string; readonly why: Refused }
  | { readonly on: 'unreachable'; readonly key: string }
  | { readonly on: 'unread' }
  | { readonly on: 'line_back' }
  | { readonly on: 'put_away'; readonly key: string }
  | { readonly on: 'forget' };

export function reduce(box: Outbox, input: Input, now: number): Outbox {
  switch (input.on) {
    case 'restored':
      return {
        ...box,
        // Whatever was being said when the phone died is said again.
        items: [...input.items.map((item) => heldAgain(item, now)), ...box.items].sort(
          (a, b) => a.order - b.order,
        ),
      };
    case 'said':
      return said(box, input.item);
    case 'taken_up':
      return { ...box, items: changed(box, input.key, { state: 'sending' }) };
    case 'heard':
      return { ...box, ...AT_ONCE, items: changed(box, input.key, { state: 'heard' }) };
    case 'done':
      return { ...box, items: without(box, input.key), reading: AT_ONCE };
    case 'refused':
      return {
        ...box,
        ...AT_ONCE,
        items: changed(box, input.key, { state: 'refused', refused: input.why }),
      };
    case 'unreachable':
      return { ...box, ...longer(box, now), items: changed(box, input.key, { state: 'waiting' }) };
    case 'unread':
      return { ...box, reading: longer(box.reading, now) };
    case 'line_back':
      return { ...box, ...AT_ONCE, reading: AT_ONCE };
    case 'put_away':
      return { ...box, items: without(box, input.key) };
    case 'forget':
      return EMPTY;
  }
}

function longer({ failures }: BackOff, now: number): BackOff {
  const wait = Math.min(RETRY_CEILING_MS, RETRY_BASE_MS * 2 ** Math.min(failures, 10));
  return { failures: failures + 1, retryAt: now + wait };
}

/** What is to be said now, when nothing is being said and no back-off is on: the oldest that nobody has heard. */
export function nextOf(box: Outbox, now: number): Item | undefined {
  if (box.items.some((item) => item.state === 'sending')) return undefined;
  return oldest(box, 'waiting', box, now);
}

/** What the picture is to be read for now: the oldest it does not show. */
export function unseenOf(box: Outbox, now: number): Item | undefined {
  return oldest(box, 'heard', box.reading, now);
}

function oldest(box: Outbox, state: Item['state'], { retryAt }: BackOff, now: number): Item | undefined {
  if (retryAt !== undefined && now < retryAt) return undefined;
  return box.items.find((item) => item.state === state);
}

export function unsaid(box: Outbox): readonly Item[] {
  return box.items.filter((item) => item.state === 'waiting' || item.state === 'sending');
}

/** The last thing said about this, as long as the picture need not show it yet. */
export function lastSaid(box: Outbox, about: (errand: Errand) => boolean): Item | undefined {
  return box.items.filter((item) => item.state !== 'refused' && about(item.errand)).at(-1);
}

function said(box: Outbox, item: Omit<Item, 'order' | 'state'>): Outbox {
  if (box.items.length >= MAX_ITEMS || box.items.some((known) => known.key === item.key)) return box;
  const order = (box.items.at(-1)?.order ?? 0) + 1;
  // Of the duty switch only the last position counts.
  const kept =
    item.errand.do === 'duty'
      ? box.items.filter((known) => known.errand.do !== 'duty' || known.state === 'sending')
      : box.items;
  return { ...box, items: [...kept, { ...item, order, state: 'waiting' }] };
}

function heldAgain(item: Item, now: number): Item {
  if (item.state === 'refused' || item.state === 'heard') return item;
  if (now - item.saidAt <= GOOD_FOR_MS) return { ...item, state: 'waiting' };
  const refused: Refused = { status: 0, code: 'too_late', title: '', detail: undefined, winner: undefined };
  return { ...item, state: 'refused', refused };
}

function changed(box: Outbox, key: string, over: Partial<Item>): Item[] {
  return box.items.map((item) => (item.key === key ? { ...item, ...over } : item));
}

function without(box: Outbox, key: string): Item[] {
  return box.items.filter((item) => item.key !== key);
}
