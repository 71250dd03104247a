import type { App, WritableComputedRef } from 'vue';
import type { I18nOptions } from 'vue-i18n/dist/vue-i18n';
import type { zh } from './zh';

/**
 * The library as this house uses it; `tsconfig.json` sends the compiler here, what runs is the library itself. A key
 * that has no word is a type error, also one put together of parts: of `wake.${state}` every state has to have one.
 * A key that comes from the wire is asked for first (`te`).
 */
interface Translate {
  (key: WordKey, values?: Readonly<Record<string, unknown>>, options?: { readonly locale: string }): string;
  (key: `event['${string}']`, otherwise: string): string;
}

type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Keys<T[K]>}`;
}[keyof T & string];

export type WordKey = Keys<typeof zh>;
/** What stands at a place of the words: of `admin.column`, the names of columns. */
export type WordsOf<P extends string, K extends string = WordKey> = K extends `${P}.${infer Rest}`
  ? Rest
  : never;

interface Composer {
  readonly t: Translate;
  readonly te: (key: string, locale?: string) => key is WordKey;
  readonly locale: WritableComputedRef<string>;
  readonly availableLocales: readonly string[];
}

export function useI18n(): Composer;
export function createI18n(options: I18nOptions): {
  readonly global: Composer;
  readonly install: (app: App) => void;
};
