import { createI18n } from 'vue-i18n';
import { en } from './en';
import { zh } from './zh';

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
});
