/** Whose work is where: which page an account's role signs in to. */
export const DESK_ROLES: readonly string[] = ['COORDINATOR', 'ADMIN'];
export const RESPONDER_ROLES: readonly string[] = ['DOCTOR', 'VOLUNTEER', 'STAFF'];
export const FAMILY_ROLES: readonly string[] = ['FAMILY'];

export type Page = 'console' | 'responder' | 'family';

export function landingOf(role: string | undefined): Page {
  if (role !== undefined && RESPONDER_ROLES.includes(role)) return 'responder';
  if (role !== undefined && FAMILY_ROLES.includes(role)) return 'family';
  return 'console';
}

/** On a phone of their own: stays signed in, and is woken. */
export function isOnPhone(role: string | undefined): boolean {
  return landingOf(role) !== 'console';
}

/** Whether an address of ours leads to a phone's page. */
export function isPhoneAddress(address: string): boolean {
  return /^\/(responder|family)(?![\w-])/.test(address);
}
