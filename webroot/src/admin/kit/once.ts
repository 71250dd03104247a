import { freshKey } from '@/api/client';
import { Problem } from '@/wire/problem';

/**
 * One key per intention: pressed again after a lost answer, it is done once. What was refused is changed and meant anew,
 * and so is whatever comes after something that was done.
 */
export function useOnce(): <T>(act: (key: string) => Promise<T>) => Promise<T> {
  let key = freshKey();
  return async (act) => {
    try {
      const done = await act(key);
      key = freshKey();
      return done;
    } catch (reason) {
      if (!(reason instanceof Problem && reason.passing)) key = freshKey();
      throw reason;
    }
  };
}
