import type { Field } from '../kit/fields';

type Option = NonNullable<Field['options']>[number];

/** Where it hangs and what it is; whom it protects is picked beside. */
export function deviceFields(communities: readonly Option[], buildings: readonly Option[]): readonly Field[] {
  return [
    { name: 'community', word: 'community', kind: 'choice', required: true, options: communities },
    { name: 'building', word: 'building', kind: 'choice', options: buildings },
    { name: 'placeLabel', word: 'placeLabel', kind: 'text', max: 80, hint: 'placeLabel' },
    { name: 'model', word: 'model', kind: 'text', max: 80 },
    { name: 'address', word: 'address', kind: 'text', max: 255, hint: 'address' },
    { name: 'gateway', word: 'gateway', kind: 'text', max: 36, hint: 'gateway' },
    { name: 'note', word: 'note', kind: 'note', max: 500 },
  ];
}

export function newDeviceFields(kinds: readonly Option[], dialects: readonly Option[]): readonly Field[] {
  return [
    { name: 'kind', word: 'kind', kind: 'choice', required: true, options: kinds },
    { name: 'dialect', word: 'dialect', kind: 'choice', required: true, options: dialects },
  ];
}
