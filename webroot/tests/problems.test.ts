import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '@/app/i18n/en';
import { zh } from '@/app/i18n/zh';

const SERVER = join(import.meta.dirname, '../../verticles/src/main/java');
const REJECTIONS = join(
  import.meta.dirname,
  '../../server/core/src/main/java/care/anling/core/common/Rejection.java',
);

/** What the server refuses with, as its sources name it. */
function refusals(): Set<string> {
  const codes = new Set<string>();
  for (const file of readdirSync(SERVER, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.java')) continue;
    const source = readFileSync(join(SERVER, file), 'utf8');
    for (const [, code] of source.matchAll(/new Refusal\(\s*\d{3},\s*"(\w+)"/g)) codes.add(code!);
  }
  const rejections = readFileSync(REJECTIONS, 'utf8');
  const [, names] = /enum Code \{([^}]*)\}/.exec(rejections)!;
  for (const [, name] of names!.replace(/\/\*\*.*?\*\//gs, '').matchAll(/\b([A-Z][A-Z_]+)\b/g))
    codes.add(name!.toLowerCase());
  return codes;
}

it('says every refusal of the server in both languages', () => {
  const codes = [...refusals()].sort();
  expect(codes.length).toBeGreaterThan(80);
  for (const [name, words] of Object.entries({ zh, en })) {
    const said = words.problem as Record<string, string>;
    expect(
      codes.filter((code) => said[code] === undefined),
      name,
    ).toEqual([]);
  }
});
