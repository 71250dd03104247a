import type { Field } from '../kit/fields';

type Option = NonNullable<Field['options']>[number];

/** Who, and where. */
export function personFields(buildings: readonly Option[], sexes: readonly Option[]): readonly Field[] {
  return [
    { name: 'name', word: 'name', kind: 'text', required: true, max: 60, group: 'who' },
    { name: 'phone', word: 'phone', kind: 'text', max: 20, group: 'who' },
    { name: 'sex', word: 'sex', kind: 'choice', options: sexes, group: 'who' },
    { name: 'birthDate', word: 'birthDate', kind: 'date', group: 'who', refusals: ['bad_date'] },
    { name: 'livingSituation', word: 'livingSituation', kind: 'text', max: 200, group: 'who' },
    { name: 'language', word: 'language', kind: 'text', max: 60, hint: 'language', group: 'who' },
    {
      name: 'externalId',
      word: 'externalId',
      kind: 'text',
      max: 64,
      hint: 'externalId',
      group: 'who',
      refusals: ['external_id_taken'],
    },
    { name: 'livesAlone', word: 'livesAlone', kind: 'flag', group: 'who' },
    { name: 'building', word: 'building', kind: 'choice', options: buildings, group: 'where' },
    { name: 'unit', word: 'unit', kind: 'text', max: 40, group: 'where' },
    { name: 'floor', word: 'floor', kind: 'number', min: -10, max: 200, hint: 'floor', group: 'where' },
    { name: 'room', word: 'room', kind: 'text', max: 40, group: 'where' },
    { name: 'keyBox', word: 'keyBox', kind: 'text', max: 200, wide: true, hint: 'keyBox', group: 'where' },
  ];
}

/** What a doctor and whoever answers the alarm need to know; each look at it is recorded. */
export const CLINICAL_FIELDS: readonly Field[] = (
  [
    { name: 'clinical.allergies', word: 'allergies', kind: 'lines', hint: 'lines' },
    { name: 'clinical.conditions', word: 'conditions', kind: 'lines', hint: 'lines' },
    { name: 'clinical.medications', word: 'medications', kind: 'lines', hint: 'lines' },
    { name: 'clinical.bloodType', word: 'bloodType', kind: 'text', max: 10 },
    { name: 'clinical.frailty', word: 'frailty', kind: 'number', min: 0, max: 9, hint: 'frailty' },
    { name: 'clinical.oxygenTherapy', word: 'oxygenTherapy', kind: 'flag' },
    { name: 'clinical.spo2Scale2', word: 'spo2Scale2', kind: 'flag', hint: 'spo2Scale2' },
    { name: 'clinical.notes', word: 'clinicalNotes', kind: 'note', max: 4000 },
  ] satisfies readonly Field[]
).map((field) => ({ ...field, group: 'health' }));

export const CONTACT_FIELDS: readonly Field[] = [
  { name: 'name', word: 'name', kind: 'text', required: true, max: 60 },
  { name: 'relation', word: 'relation', kind: 'text', required: true, max: 60 },
  { name: 'phone', word: 'phone', kind: 'text', required: true, max: 20 },
  { name: 'order', word: 'order', kind: 'number', min: 1, max: 99, hint: 'order' },
  { name: 'minutesAway', word: 'minutesAway', kind: 'number', min: 0, max: 1440 },
  { name: 'hasKey', word: 'hasKey', kind: 'flag' },
];
