import { decodePerson } from './incident';
import type { Person } from './incident';
import type { Reader } from './reader';

/** One shift giving the desk to the next: what was open and who was on duty, as it was then. */
export interface ShiftHandover {
  readonly id: string;
  readonly givenBy: Person;
  readonly givenAt: number;
  readonly note: string;
  readonly incidents: readonly string[];
  readonly onDuty: readonly string[];
  readonly takenBy?: Person;
  readonly takenAt?: number;
}

export function decodeShift(reader: Reader): ShiftHandover {
  return {
    id: reader.text('id'),
    givenBy: reader.object('givenBy', decodePerson),
    givenAt: reader.instant('givenAt'),
    note: reader.optionalText('note') ?? '',
    incidents: reader.list(
      'incidents',
      (incident) => `${incident.text('priority')} ${incident.optionalText('label') ?? ''}`,
    ),
    onDuty: reader.list('onDuty', (person) => person.text('name')),
    takenBy: reader.optionalObject('takenBy', decodePerson),
    takenAt: reader.optionalInstant('takenAt'),
  };
}
