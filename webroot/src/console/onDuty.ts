import type { ResponderState } from '@/wire/people';

export interface Count {
  readonly all: number;
  readonly free: number;
}

/** Who could be asked now. Of somebody both know, the feed knows the newer. */
export function countOnDuty(
  own: Iterable<ResponderState>,
  above: Iterable<ResponderState>,
): { doctors: Count; hands: Count } {
  const people = new Map([...above, ...own].map((person) => [person.id, person]));
  const onDuty = [...people.values()].filter((person) => person.onDuty);
  return {
    doctors: count(onDuty.filter(({ role }) => role === 'DOCTOR')),
    hands: count(onDuty.filter(({ role }) => ['VOLUNTEER', 'STAFF', 'FIRST_HAND'].includes(role))),
  };
}

function count(people: readonly ResponderState[]): Count {
  return { all: people.length, free: people.filter(({ busy }) => !busy).length };
}
