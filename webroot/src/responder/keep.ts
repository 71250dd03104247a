import type { Item } from './outbox';

/** Where unsaid things outlive the page. Only what its owner wrote is ever in it, and only until it has arrived. */
export interface Keep {
  readonly load: () => Promise<readonly Item[]>;
  readonly replace: (items: readonly Item[]) => Promise<void>;
}

const DATABASE = 'anling';
const STORE = 'errands';

/** The browser's own database; without one (a private window, an old phone) things live as long as the page. */
export function indexedDbKeep(): Keep {
  if (typeof indexedDB === 'undefined') return memoryKeep();
  return {
    load: async () => (await ask<Item[]>('readonly', (store) => store.getAll())) ?? [],
    replace: async (items) => {
      await ask('readwrite', (store) => {
        store.clear();
        for (const item of items) store.put(item);
        return undefined;
      });
    },
  };
}

export function memoryKeep(): Keep {
  let kept: readonly Item[] = [];
  return {
    load: () => Promise.resolve(kept),
    replace: (items) => {
      kept = items;
      return Promise.resolve();
    },
  };
}

function ask<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'key' });
    opening.onerror = () => failed(opening.error ?? new Error('no database'));
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        database.close();
        done(request?.result);
      };
      transaction.onabort = () => {
        database.close();
        failed(transaction.error ?? new Error('aborted'));
      };
    };
  });
}
