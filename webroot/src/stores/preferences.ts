import { defineStore } from 'pinia';
import { ref, watch } from 'vue';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export type Theme = 'night' | 'day';

const KEY = 'anling.preferences';

/** How this desk likes its screen: nothing about people, so it may outlive the session. */
export const usePreferences = defineStore('preferences', () => {
  const kept = read();
  const locale = ref<Locale>(LOCALES.find((known) => known === kept.locale) ?? 'zh-CN');
  const theme = ref<Theme>(kept.theme === 'day' ? 'day' : 'night');
  /** WCAG 2.1.4: single-key shortcuts can be switched off. */
  const shortcuts = ref(kept.shortcuts !== false);

  watch(
    [locale, theme, shortcuts],
    () => {
      document.documentElement.lang = locale.value;
      document.documentElement.dataset.theme = theme.value;
      write({ locale: locale.value, theme: theme.value, shortcuts: shortcuts.value });
    },
    { immediate: true },
  );

  return { locale, theme, shortcuts };
});

function read(): Record<string, unknown> {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function write(preferences: object): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A full or forbidden storage costs the preference, nothing else.
  }
}
