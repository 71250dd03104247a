import { nothing } from '@/api/client';
import type { Api, Schemas } from '@/api/client';
import { decodePerson, decodePoint } from '@/wire/incident';
import type { Person, Point } from '@/wire/incident';
import { decodePage } from '@/wire/people';
import type { Page } from '@/wire/people';
import type { Reader } from '@/wire/reader';
import type { Draft } from '../kit/fields';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly community: string;
  /** Whose family. */
  readonly resident?: Person;
  readonly enabled: boolean;
  readonly mustChangePassword: boolean;
  readonly language: string;
  readonly skills: readonly string[];
  /** Of those alone who are asked to act. */
  readonly maxPendingOffers?: number;
  readonly onDuty: boolean;
  /** Of a machine. */
  readonly registersDevices: boolean;
  readonly home?: Point;
  readonly version: number;
}

/** The password is shown once; a repetition is answered without. */
export interface Credentials {
  readonly account: Account;
  readonly password?: string;
}

export interface AccountFilter {
  readonly q?: string;
  readonly role?: Schemas['AccountRole'];
  readonly community?: string;
  readonly enabled?: boolean;
}

export const ACCOUNT_ROLES: readonly Schemas['AccountRole'][] = [
  'COORDINATOR',
  'DOCTOR',
  'VOLUNTEER',
  'STAFF',
  'FAMILY',
  'ADMIN',
  'INTEGRATOR',
];
/** Who is asked to act, and so has skills and somewhere to start from. */
export const ASKED_ROLES: readonly string[] = ['DOCTOR', 'VOLUNTEER', 'STAFF', 'FAMILY'];
/** Whose signing in can have a second step. */
export const TOTP_ROLES: readonly string[] = ['ADMIN', 'COORDINATOR'];
/** What plans look for; an account may have others written down. */
export const SKILLS = ['FIRST_AID', 'AED', 'KEY', 'WHEELCHAIR', 'STAIR_CLIMBER', 'STAIR_CARRY'] as const;
const PAGE_ITEMS = 100;

export async function listAccounts(api: Api, filter: AccountFilter, cursor?: string): Promise<Page<Account>> {
  const query = { ...filter, limit: PAGE_ITEMS, cursor };
  return api.call({ method: 'get', path: '/api/v1/users', query, read: decodePage(decodeAccount) });
}

export async function getAccount(api: Api, id: string): Promise<Account> {
  return api.call({ method: 'get', path: '/api/v1/users/{id}', at: { id }, read: decodeAccount });
}

export async function addAccount(
  api: Api,
  body: Schemas['NewUser'],
  idempotencyKey: string,
): Promise<Credentials> {
  return api.call({ method: 'post', path: '/api/v1/users', body, idempotencyKey, read: decodeCredentials });
}

export async function changeAccount(
  api: Api,
  before: Account,
  body: Schemas['UserChange'],
): Promise<Account> {
  return api.call({
    method: 'patch',
    path: '/api/v1/users/{id}',
    at: { id: before.id },
    body,
    ifMatch: before.version,
    read: decodeAccount,
  });
}

export async function resetPassword(api: Api, id: string, idempotencyKey: string): Promise<Credentials> {
  return api.call({
    method: 'post',
    path: '/api/v1/users/{id}/reset-password',
    at: { id },
    idempotencyKey,
    read: decodeCredentials,
  });
}

export async function resetTotp(api: Api, id: string): Promise<void> {
  await api.call({ method: 'delete', path: '/api/v1/users/{id}/totp', at: { id }, read: nothing });
}

/** As a form shows it: each skill that plans look for has a box of its own. */
export function boxed(account: Account): object {
  return { ...account, skill: Object.fromEntries(account.skills.map((skill) => [skill, true])) };
}

/** What a form says, with its boxes as the contract's list; skills without a box stay. */
export function unboxed(
  said: Record<string, unknown>,
  draft: Draft,
  before: readonly string[] = [],
): Record<string, unknown> {
  const { skill, ...rest } = said;
  if (skill === undefined) return rest;
  const others = before.filter((one) => !(SKILLS as readonly string[]).includes(one));
  return { ...rest, skills: [...SKILLS.filter((one) => draft[`skill.${one}`] === true), ...others] };
}

function decodeCredentials(reader: Reader): Credentials {
  return { account: decodeAccount(reader), password: reader.optionalText('password') };
}

export function decodeAccount(reader: Reader): Account {
  return {
    id: reader.text('id'),
    username: reader.text('username'),
    name: reader.optionalText('name') ?? '—',
    role: reader.text('role'),
    community: reader.text('community'),
    resident: reader.optionalObject('resident', decodePerson),
    // What cannot be read is not called disabled: nobody would put it out who still must be.
    enabled: reader.flag('enabled', true),
    mustChangePassword: reader.flag('mustChangePassword', false),
    language: reader.optionalText('language') ?? 'zh',
    skills: reader.texts('skills'),
    maxPendingOffers: reader.optionalNumber('maxPendingOffers', 1),
    onDuty: reader.flag('onDuty', false),
    registersDevices: reader.flag('registersDevices', false),
    home: reader.optionalObject('home', decodePoint),
    version: reader.integer('version'),
  };
}
