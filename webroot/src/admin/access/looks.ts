import { nothing } from '@/api/client';
import type { Api } from '@/api/client';
import { decodePerson } from '@/wire/incident';
import type { Person } from '@/wire/incident';
import { decodePage } from '@/wire/people';
import type { Page } from '@/wire/people';
import type { Reader } from '@/wire/reader';

/** Somebody looked at somebody's health data. */
export interface Look {
  readonly id: string;
  readonly at: number;
  readonly by: Person;
  readonly role: string;
  readonly action: string;
  /** Without a name when the resident was erased since. */
  readonly resident?: { readonly id: string; readonly name?: string };
  readonly incident?: string;
  readonly community?: string;
  readonly fields: readonly string[];
  readonly purpose?: string;
  readonly reason?: string;
  readonly from?: string;
  /** Past the looker's own scope. */
  readonly breakGlass: boolean;
  readonly review?: { readonly by: Person; readonly at: number; readonly note: string };
}

export interface LookFilter {
  readonly resident?: string;
  readonly account?: string;
  readonly breakGlass?: boolean;
  readonly reviewed?: boolean;
}

/** Which looks: all, or those past the own scope, which somebody else asks about. */
export const WHICH = ['all', 'waiting', 'broken', 'reviewed'] as const;
const PAGE_ITEMS = 100;

export function asked(which: (typeof WHICH)[number]): LookFilter {
  switch (which) {
    case 'all':
      return {};
    case 'waiting':
      return { breakGlass: true, reviewed: false };
    case 'broken':
      return { breakGlass: true };
    case 'reviewed':
      return { breakGlass: true, reviewed: true };
  }
}

/** Whether this one may ask about it: nobody reviews their own look, and the first review stays. */
export function isForReview(look: Look, me: string | undefined): boolean {
  return look.breakGlass && look.review === undefined && look.by.id !== me;
}

export async function listLooks(api: Api, filter: LookFilter, cursor?: string): Promise<Page<Look>> {
  const query = { ...filter, limit: PAGE_ITEMS, cursor };
  return api.call({ method: 'get', path: '/api/v1/access-log', query, read: decodePage(decodeLook) });
}

export async function reviewLook(
  api: Api,
  look: string,
  note: string,
  idempotencyKey: string,
): Promise<void> {
  await api.call({
    method: 'post',
    path: '/api/v1/access-log/{look}/review',
    at: { look },
    body: { note },
    idempotencyKey,
    read: nothing,
  });
}

export function decodeLook(reader: Reader): Look {
  return {
    id: reader.text('id'),
    at: reader.instant('at'),
    by: reader.object('by', decodePerson),
    role: reader.text('role'),
    action: reader.text('action'),
    resident: reader.optionalObject('resident', (one) => ({
      id: one.text('id'),
      name: one.optionalText('name'),
    })),
    incident: reader.optionalText('incident'),
    community: reader.optionalText('community'),
    fields: reader.texts('fields'),
    purpose: reader.optionalText('purpose'),
    reason: reader.optionalText('reason'),
    from: reader.optionalText('from'),
    breakGlass: reader.flag('breakGlass', false),
    review: reader.optionalObject('review', (review) => ({
      by: review.object('by', decodePerson),
      at: review.instant('at'),
      note: review.optionalText('note') ?? '',
    })),
  };
}
