import type { LocationQuery } from 'vue-router';

/**
 * A sign-in through the provider while this tab is elsewhere. What its answer is held against stays in this tab: a link with
 * somebody else's answer opens nothing here. It is taken once.
 */
const KEY = 'anling.attempt';

export interface Attempt {
  readonly attempt: string;
  /** The page that was wanted. */
  readonly to: string;
}

export function keepAttempt(began: Attempt): void {
  sessionStorage.setItem(KEY, JSON.stringify(began));
}

export function takeAttempt(): Attempt | undefined {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  try {
    const kept = JSON.parse(text ?? 'null') as { attempt?: unknown; to?: unknown } | null;
    return typeof kept?.attempt === 'string' && typeof kept.to === 'string'
      ? { attempt: kept.attempt, to: kept.to }
      : undefined;
  } catch {
    return undefined;
  }
}

/** What the provider says in the address it sends people back to (RFC 6749 §4.1.2). */
export type Returned =
  | { readonly kind: 'answer'; readonly code: string; readonly state: string; readonly iss?: string }
  | { readonly kind: 'refused' };

export function returnedBy(query: LocationQuery): Returned | undefined {
  const { code, state, iss, error } = query;
  if (typeof state !== 'string') return undefined;
  if (typeof code === 'string')
    return { kind: 'answer', code, state, ...(typeof iss === 'string' ? { iss } : {}) };
  return typeof error === 'string' ? { kind: 'refused' } : undefined;
}
