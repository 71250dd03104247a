import type { TimelineEntry } from '@/wire/people';

/** What a plan reminds the desk to do by hand, and whom to ring for it. */
export const PROMPT_NUMBERS = {
  CALL_120: '120',
  CALL_119: '119',
  CALL_110: '110',
  PHONE_RESIDENT: undefined,
} as const;
export type Prompt = keyof typeof PROMPT_NUMBERS;

function isPrompt(word: string): word is Prompt {
  return Object.hasOwn(PROMPT_NUMBERS, word);
}

/**
 * What is still to be done: every prompt of a step that nobody has written down as done since it was first asked for. A
 * repeating step does not ask for the same thing twice.
 *
 * @param saysDone whether a note says so, in whatever language the desk that wrote it works
 */
export function promptsLeft(
  timeline: readonly TimelineEntry[],
  saysDone: (note: string, prompt: Prompt) => boolean,
): Prompt[] {
  const asked = new Set(timeline.flatMap((entry) => entry.prompts.filter(isPrompt)));
  const notes = timeline
    .filter(({ event }) => event === 'incident.note_added')
    .map(({ detail }) => detail.get('text') ?? '');
  return [...asked].filter((prompt) => !notes.some((note) => saysDone(note, prompt)));
}
