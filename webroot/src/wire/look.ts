import { decodePerson } from './incident';
import type { Person } from './incident';
import type { Reader } from './reader';

/** Somebody looked at somebody's health data. From where, and at which fields, is the office's alone to know. */
export interface Look {
  readonly id: string;
  readonly at: number;
  readonly by: Person;
  readonly role: string;
  readonly action: string;
  /** Past their own scope, with the reason they gave. */
  readonly breakGlass: boolean;
  readonly reason?: string;
}

/** With what only the office is told. */
export interface OfficeLook extends Look {
  /** Without a name when the resident was erased since. */
  readonly resident?: { readonly id: string; readonly name?: string };
  readonly incident?: string;
  readonly community?: string;
  readonly fields: readonly string[];
  readonly purpose?: string;
  readonly from?: string;
  readonly review?: { readonly by: Person; readonly at: number; readonly note: string };
}

export function decodeLook(reader: Reader): Look {
  return {
    id: reader.text('id'),
    at: reader.instant('at'),
    by: reader.object('by', decodePerson),
    role: reader.optionalText('role') ?? 'OTHER',
    action: reader.text('action'),
    breakGlass: reader.flag('breakGlass', false),
    reason: reader.optionalText('reason'),
  };
}

export function decodeOfficeLook(reader: Reader): OfficeLook {
  return {
    ...decodeLook(reader),
    resident: reader.optionalObject('resident', (one) => ({
      id: one.text('id'),
      name: one.optionalText('name'),
    })),
    incident: reader.optionalText('incident'),
    community: reader.optionalText('community'),
    fields: reader.texts('fields'),
    purpose: reader.optionalText('purpose'),
    from: reader.optionalText('from'),
    review: reader.optionalObject('review', (review) => ({
      by: review.object('by', decodePerson),
      at: review.instant('at'),
      note: review.optionalText('note') ?? '',
    })),
  };
}
