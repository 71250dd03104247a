/**
 * Tabs of one browser, as far as they may know of each other. At a desk each signs in by itself (`stores/kept`), so whoever
 * opens a second one and is asked for a password is told why. Only that somebody is signed in is said, never who.
 *
 * A tab that is duplicated is given a copy of what the first one keeps, and using one refresh token twice ends the session of
 * both: the copy knows itself by the name that is copied along.
 */
const CHANNEL = 'anling.tabs';
const NAME = 'anling.tab';
const ANSWER_WITHIN_MS = 1_000;
/** Whoever reloads waits so long; the answer of a tab takes some milliseconds. */
const COPY_ANSWERS_WITHIN_MS = 250;

type Word = { readonly say: 'anybody?' } | { readonly say: 'here'; readonly name: string | null };

/** @param isHere whether somebody is signed in at this tab now */
export function answerTabs(isHere: () => boolean): void {
  const tabs = new BroadcastChannel(CHANNEL);
  tabs.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.say === 'anybody?' && isHere()) tabs.postMessage({ say: 'here', name: myName() } satisfies Word);
  };
}

/** Whether another tab answers that somebody is signed in there. */
export function isElsewhere(): Promise<boolean> {
  return ask(ANSWER_WITHIN_MS, () => true);
}

/** Whether this tab is a copy of one in which somebody is signed in; in any case it has a name of its own afterwards. */
export async function isCopy(): Promise<boolean> {
  const name = myName();
  const copy = name !== null && (await ask(COPY_ANSWERS_WITHIN_MS, (other) => other === name));
  if (copy || name === null) giveName();
  return copy;
}

function giveName(): void {
  sessionStorage.setItem(NAME, `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`);
}

function myName(): string | null {
  return sessionStorage.getItem(NAME);
}

function ask(withinMs: number, counts: (name: string | null) => boolean): Promise<boolean> {
  const tabs = new BroadcastChannel(CHANNEL);
  return new Promise<boolean>((resolve) => {
    tabs.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.say === 'here' && counts(data.name)) resolve(true);
    };
    setTimeout(() => resolve(false), withinMs);
    tabs.postMessage({ say: 'anybody?' } satisfies Word);
  }).finally(() => tabs.close());
}
