import type { Page } from '@/wire/people';

/** Beyond this many pages a list is no screen's to hold. */
const PAGES_LIMIT = 10;

/** A list from its first page to its last, for screens that need it whole. */
export async function readAll<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_LIMIT; page++) {
    const { items, next } = await read(cursor);
    all.push(...items);
    if (next === undefined) break;
    cursor = next;
  }
  return all;
}
