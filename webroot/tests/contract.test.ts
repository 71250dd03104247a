// @vitest-environment node
import { expect, expectTypeOf, it } from 'vitest';
import { checkedIn, generated } from '../dev/contract.mjs';
import type { Schemas } from '@/api/client';
import type { AssignmentState, Disposition, Need, OfferState, Priority, Role } from '@/wire/incident';

it('the client is generated from the contract as it is: npm run contract', { timeout: 20_000 }, async () => {
  expect(await checkedIn()).toBe(await generated());
});

/** Checked by the compiler: the screens know every word of the contract, and no other but "something newer". */
it('the words of the wire are the words of the contract', () => {
  expectTypeOf<Priority>().toEqualTypeOf<Schemas['Priority']>();
  expectTypeOf<Exclude<Need, 'OTHER'>>().toEqualTypeOf<Schemas['Need']>();
  expectTypeOf<Exclude<Role, 'OTHER'>>().toEqualTypeOf<Schemas['Role']>();
  expectTypeOf<Disposition>().toEqualTypeOf<Schemas['Disposition']>();
  expectTypeOf<OfferState>().toEqualTypeOf<Schemas['Offer']['state']>();
  expectTypeOf<AssignmentState>().toEqualTypeOf<Schemas['Assignment']['state']>();
});
