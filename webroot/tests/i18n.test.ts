import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { i18n } from '@/app/i18n';
import { en } from '@/app/i18n/en';
import { zh } from '@/app/i18n/zh';

const CORE = join(import.meta.dirname, '../../server/core/src/main/java/care/anling/core');
const VERTICLES = join(import.meta.dirname, '../../verticles/src/main/java/care/anling/verticles');

function flat(messages: object, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else for (const [inner, text] of flat(value as object, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

const chinese = flat(zh);
const english = flat(en);

describe('the words', () => {
  it('are the same in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('have the same blanks to fill in', () => {
    const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const [key, text] of chinese)
      expect([key, blanks(english.get(key) ?? '')]).toEqual([key, blanks(text)]);
  });

  it('are never empty, and no Chinese stands in the English but the name of the language', () => {
    for (const [key, text] of [...chinese, ...english]) expect([key, text.trim()]).not.toEqual([key, '']);
    const strayed = [...english].filter(
      ([key, text]) => key !== 'header.language' && /\p{Script=Han}/u.test(text),
    );
    expect(strayed).toEqual([]);
  });

  it('write an at sign as a literal: bare, it would be a link to another word and break the screen', () => {
    const bare = [...chinese, ...english].filter(([, text]) => /@/.test(text.replaceAll("{'@'}", '')));
    expect(bare).toEqual([]);
  });

  it('are all there is to ask for: another key does not compile, nor does one put together of parts', () => {
    const { t } = i18n.global;
    const state = 'asleep' as 'on' | 'asleep';
    // @ts-expect-error there is no such word
    expect(t('wake.asleep')).toBe('wake.asleep');
    // @ts-expect-error one of the two has none
    expect(t(`wake.${state}`)).toBe('wake.asleep');
  });
});

/** The words of the server's own enums, so that no code is ever shown to a coordinator. */
describe.runIf(existsSync(CORE))('every word the server can say', () => {
  const constants = (file: string, name: string): string[] => {
    const source = readFileSync(join(file.startsWith('store/') ? VERTICLES : CORE, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\/\/.*/g, '');
    const body = new RegExp(`enum ${name} \\{([^;}]*)`).exec(source)?.[1] ?? '';
    return [...body.matchAll(/\b([A-Z][A-Z0-9_]+)\b/g)].map(([, constant]) => constant!);
  };

  it.each([
    ['reason', 'device/Reason.java', 'Reason'],
    ['kind', 'device/SignalKind.java', 'SignalKind'],
    ['device', 'device/DeviceKind.java', 'DeviceKind'],
    ['need', 'triage/Need.java', 'Need'],
    ['role', 'dispatch/Role.java', 'Role'],
    ['offer', 'dispatch/OfferState.java', 'OfferState'],
    ['assignment', 'dispatch/AssignmentState.java', 'AssignmentState'],
    ['disposition', 'incident/Disposition.java', 'Disposition'],
    ['candidate', 'dispatch/Judgement.java', 'Why'],
    ['equipment', 'dispatch/Equipment.java', 'Equipment'],
    ['priority', 'triage/Priority.java', 'Priority'],
    ['prompt', 'escalation/Prompt.java', 'Prompt'],
    ['admin.liveness', 'device/Liveness.java', 'Liveness'],
    ['role', 'store/AccountRole.java', 'AccountRole'],
  ])('%s', (group, file, name) => {
    const words = constants(file, name);
    expect(words.length).toBeGreaterThan(1);
    expect(words.filter((word) => !chinese.has(`${group}.${word}`))).toEqual([]);
  });
});
