import type { Field } from '../kit/fields';

type Option = NonNullable<Field['options']>[number];

/** Whom it protects, where it hangs and what it is. */
export function deviceFields(
  communities: readonly Option[],
  buildings: readonly Option[],
  protects: Pick<Field, 'said' | 'none'> = {},
): readonly Field[] {
  return [
    { name: 'resident', word: 'protects', kind: 'resident', refusals: ['resident_unknown'], ...protects },
    {
      name: 'community',
      word: 'community',
      kind: 'choice',
      required: true,
      options: communities,
      refusals: ['place_unknown'],
      group: 'hangs',
    },
    {
      name: 'building',
      word: 'building',
      kind: 'choice',
      options: buildings,
      hint: 'hangs',
      refusals: ['one_place'],
      group: 'hangs',
    },
    {
      name: 'placeLabel',
      word: 'placeLabel',
      kind: 'text',
      max: 80,
      hint: 'placeLabel',
      group: 'hangs',
      wide: true,
    },
    { name: 'model', word: 'model', kind: 'text', max: 80, group: 'thing', wide: true },
    {
      name: 'address',
      word: 'address',
      kind: 'text',
      max: 255,
      hint: 'address',
      refusals: ['address_taken'],
      group: 'thing',
    },
    {
      name: 'gateway',
      word: 'gateway',
      kind: 'text',
      max: 36,
      hint: 'gateway',
      refusals: ['gateway_unknown', 'gateway_in_use'],
      group: 'thing',
    },
    { name: 'note', word: 'note', kind: 'note', max: 500, group: 'thing' },
  ];
}

export function newDeviceFields(kinds: readonly Option[], dialects: readonly Option[]): readonly Field[] {
  return [
    { name: 'kind', word: 'kind', kind: 'choice', required: true, options: kinds },
    { name: 'dialect', word: 'dialect', kind: 'choice', required: true, options: dialects, hint: 'dialect' },
  ];
}
