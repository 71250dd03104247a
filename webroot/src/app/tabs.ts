/**
 * Tabs of one browser, as far as they may know of each other. At a desk each signs in by itself (`stores/kept`), so whoever
 * opens a second one and is asked for a password is told why. Only that somebody is signed in is said, never who.
 */
const CHANNEL = 'anling.tabs';
const ANSWER_WITHIN_MS = 1_000;
type Word = 'anybody?' | 'here';

/** @param isHere whether somebody is signed in at this tab now */
export function answerTabs(isHere: () => boolean): void {
  const tabs = new BroadcastChannel(CHANNEL);
  tabs.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data === 'anybody?' && isHere()) tabs.postMessage('here' satisfies Word);
  };
}

/** Whether another tab answers that somebody is signed in there. */
export function isElsewhere(): Promise<boolean> {
  const tabs = new BroadcastChannel(CHANNEL);
  return new Promise<boolean>((resolve) => {
    tabs.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data === 'here') resolve(true);
    };
    setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
    tabs.postMessage('anybody?' satisfies Word);
  }).finally(() => tabs.close());
}
