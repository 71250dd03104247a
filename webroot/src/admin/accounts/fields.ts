import type { Field } from '../kit/fields';
import { ACCOUNT_ROLES, ASKED_ROLES, SKILLS } from './accounts';
import type { Account } from './accounts';

type Options = NonNullable<Field['options']>;

export interface Choices {
  readonly roles: Options;
  readonly places: Options;
  readonly languages: Options;
}

const USERNAME: Field = {
  name: 'username',
  word: 'username',
  kind: 'text',
  required: true,
  max: 64,
  hint: 'username',
  refusals: ['username_taken'],
};

const WHOSE_FAMILY: Field = {
  name: 'resident',
  word: 'whoseFamily',
  kind: 'resident',
  required: true,
  refusals: ['resident_unknown'],
};

const REGISTERS: Field = {
  name: 'registersDevices',
  word: 'registersDevices',
  kind: 'flag',
  wide: true,
  hint: 'registersDevices',
};

/** Who may do what, where; and for those asked to act, with what. Nothing that has a value can be emptied. */
export function accountFields(role: string, choices: Choices, known?: Account): readonly Field[] {
  const chosen = ACCOUNT_ROLES.find((one) => one === role);
  const asked: readonly Field[] = [
    ...SKILLS.map((skill): Field => ({
      name: `skill.${skill}`,
      word: `skill.${skill}`,
      kind: 'flag',
      group: 'skills',
    })),
    {
      name: 'maxPendingOffers',
      word: 'maxPendingOffers',
      kind: 'number',
      min: 1,
      max: 20,
      hint: 'maxPendingOffers',
      required: known?.maxPendingOffers !== undefined,
      wide: true,
      group: 'asked',
    },
    homeField('lat', 'lon', known),
    homeField('lon', 'lat', known),
  ];
  return [
    ...(known === undefined ? [USERNAME] : []),
    { name: 'name', word: 'name', kind: 'text', required: true, max: 60 },
    {
      name: 'role',
      word: 'role',
      kind: 'choice',
      required: true,
      options: choices.roles,
      ...(chosen === undefined ? {} : { hint: `role.${chosen}` as const }),
      refusals: ['last_admin'],
    },
    {
      name: 'community',
      word: 'worksFor',
      kind: 'choice',
      required: true,
      options: choices.places,
      hint: 'worksFor',
      refusals: ['place_unknown'],
    },
    ...(role === 'FAMILY' && known === undefined ? [WHOSE_FAMILY] : []),
    { name: 'language', word: 'uiLanguage', kind: 'choice', required: true, options: choices.languages },
    ...(role === 'INTEGRATOR' ? [REGISTERS] : []),
    ...(ASKED_ROLES.includes(role) ? asked : []),
  ];
}

function homeField(one: 'lat' | 'lon', other: 'lat' | 'lon', known?: Account): Field {
  return {
    name: `home.${one}`,
    word: one,
    kind: 'number',
    with: `home.${other}`,
    hint: `home${one === 'lat' ? 'Lat' : 'Lon'}`,
    required: known?.home !== undefined,
    group: 'asked',
    refusals: ['bad_position'],
  };
}
