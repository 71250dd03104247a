import { nothing } from '@/api/client';
import type { Api } from '@/api/client';
import { decodeOfficeLook } from '@/wire/look';
import type { OfficeLook } from '@/wire/look';
import { decodePage } from '@/wire/people';
import type { Page } from '@/wire/people';
import { DAY_MS, instantOf } from '../rota/week';

export interface LookFilter {
  readonly resident?: string;
  readonly account?: string;
  readonly from?: string;
  readonly to?: string;
  readonly breakGlass?: boolean;
  readonly reviewed?: boolean;
}

/** Of those past the own scope, which somebody else asks about. */
export const WHICH = ['waiting', 'broken', 'reviewed'] as const;
const PAGE_ITEMS = 100;

/** As people ask it: days at the desk, the last one included. */
export interface LookQuestion {
  readonly resident?: string;
  readonly account?: string;
  readonly which?: string;
  readonly from?: string;
  readonly to?: string;
}

export function asked({ which, from, to, ...who }: LookQuestion): LookFilter {
  return {
    ...who,
    ...(from === undefined ? {} : { from: midnight(from, 0) }),
    ...(to === undefined ? {} : { to: midnight(to, DAY_MS) }),
    ...(which === undefined ? {} : { breakGlass: true }),
    ...(which === 'waiting' || which === 'reviewed' ? { reviewed: which === 'reviewed' } : {}),
  };
}

function midnight(day: string, laterMs: number): string {
  return new Date(instantOf(day, '00:00') + laterMs).toISOString();
}

/** Whether this one may ask about it: nobody reviews their own look, and the first review stays. */
export function isForReview(look: OfficeLook, me: string | undefined): boolean {
  return look.breakGlass && look.review === undefined && look.by.id !== me;
}

export async function listLooks(api: Api, filter: LookFilter, cursor?: string): Promise<Page<OfficeLook>> {
  const query = { ...filter, limit: PAGE_ITEMS, cursor };
  return api.call({ method: 'get', path: '/api/v1/access-log', query, read: decodePage(decodeOfficeLook) });
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
