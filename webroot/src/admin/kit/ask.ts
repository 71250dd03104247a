import { shallowRef } from 'vue';

export interface Question {
  readonly text: string;
  /** What pressing yes does. */
  readonly yes: string;
  /** What pressing the other one does, where "cancel" could mean either. */
  readonly no?: string;
  /** What has to be written down for it. */
  readonly reason?: string;
}

interface Asked extends Question {
  readonly answer: (said: string | undefined) => void;
}

/** What is being asked, by whichever page. */
export const asked = shallowRef<Asked>();

/** Asks before something that is hard to take back. @returns the reason, or empty text where none is asked; else no */
export function ask(question: Question): Promise<string | undefined> {
  asked.value?.answer(undefined);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(said) {
        asked.value = undefined;
        resolve(said);
      },
    };
  });
}
