import { decodePerson } from './incident';
import type { Person } from './incident';
import { decodeResponderState } from './people';
import type { ResponderState } from './people';
import type { Reader } from './reader';

/** A community that came into an incident of another, until it ends or it is taken back. */
export interface Lending {
  readonly community: string;
  readonly name: string;
  /** Who called it in. */
  readonly by: Person;
  readonly at: number;
  /** Whom of it the desk may name. */
  readonly responders: readonly ResponderState[];
}

export interface Lendings {
  /** Whose incident it is. */
  readonly community: Person;
  readonly items: readonly Lending[];
  /** Which may be called into it. */
  readonly beside: readonly Person[];
}

export function decodeLendings(reader: Reader): Lendings {
  return {
    community: reader.object('community', decodePerson),
    items: reader.list('items', (one) => ({
      community: one.text('community'),
      name: one.optionalText('name') ?? '—',
      by: one.object('by', decodePerson),
      at: one.instant('at'),
      responders: one.list('responders', decodeResponderState),
    })),
    beside: reader.list('beside', decodePerson),
  };
}
