import type { WordKey } from 'vue-i18n';
import type { CallLine } from './calls';
import type { Prompt } from './prompts';

/** How a call can end, in the order of its keys. */
export const OUTCOMES = ['answered', 'unanswered', 'unreachable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whom this desk is ringing about an incident. */
export interface Calling {
  readonly name: string;
  readonly relation: string;
  readonly phone: string;
  readonly shown: string;
  /** What the plan asks for and is done once somebody has answered. */
  readonly prompt: Prompt | undefined;
}

export function callingOf({ name, relation, phone, shown, isResident }: CallLine): Calling | undefined {
  if (phone === undefined) return undefined;
  return { name, relation, phone, shown, prompt: isResident ? 'PHONE_RESIDENT' : undefined };
}

/** By a key, as if the number itself had been pressed: the page stays, and whatever dials for this desk hears it. */
export function dial(phone: string): void {
  const link = document.createElement('a');
  link.href = `tel:${phone}`;
  document.body.append(link);
  link.click();
  link.remove();
}

type Translate = (key: WordKey, values?: Record<string, string>) => string;

/** The line of the timeline: who was rung, how it ended and what was said; never under which number. */
export function callNote(calling: Calling, outcome: Outcome, said: string, t: Translate): string {
  const { name, relation, prompt } = calling;
  const ended = t(`calling.${outcome}`);
  const line =
    prompt !== undefined && outcome === 'answered'
      ? t('calling.noteDone', { done: t(`prompt.done.${prompt}`), ended })
      : t('calling.note', {
          who: relation === '' ? name : t('calling.person', { name, relation }),
          ended,
        });
  return said === '' ? line : t('calling.noteSaid', { line, said });
}
