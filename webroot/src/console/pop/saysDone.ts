import { useI18n } from 'vue-i18n';
import type { Prompt } from './prompts';

/** Whether a note says that a prompt was followed, in whatever language the desk that wrote it works. */
export function useSaysDone(): { saysDone: (note: string, prompt: Prompt) => boolean } {
  const { t, availableLocales } = useI18n();
  return {
    saysDone: (note, prompt) =>
      availableLocales.some((locale) => note.startsWith(t(`prompt.done.${prompt}`, {}, { locale }))),
  };
}
