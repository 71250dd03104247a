import { decodePerson } from './incident';
import type { Person } from './incident';
import type { Reader } from './reader';

/** Somebody of the register as a list shows them: no health field. */
export interface ResidentLine {
  readonly id: string;
  readonly name: string;
  readonly phone?: string;
  readonly livesAlone: boolean;
  readonly away: boolean;
  readonly building?: Person;
  readonly unit?: string;
  readonly floor?: number;
  readonly room?: string;
}

export function decodeResidentLine(reader: Reader): ResidentLine {
  const address = reader.optionalObject('address', (at) => ({
    building: at.optionalObject('building', decodePerson),
    unit: at.optionalText('unit'),
    floor: at.optionalNumber('floor', -10, 200),
    room: at.optionalText('room'),
  }));
  const phone = reader.optionalText('phone')?.replace(/[^+0-9*#]/g, '');
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    phone: phone === '' ? undefined : phone,
    livesAlone: reader.flag('livesAlone', false),
    away: reader.flag('away', false),
    ...address,
  };
}
