import { beforeEach, describe, expect, it } from 'vitest';
import { keepAttempt, returnedBy, takeAttempt } from '@/signin/attempt';

describe('a sign-in that is elsewhere', () => {
  beforeEach(() => sessionStorage.clear());

  it('is taken once, by the tab that began it', () => {
    expect(takeAttempt()).toBeUndefined();
    keepAttempt({ attempt: 's1.a.b', to: '/console' });
    expect(takeAttempt()).toEqual({ attempt: 's1.a.b', to: '/console' });
    expect(takeAttempt()).toBeUndefined();
  });

  it('is forgotten when what was kept is broken', () => {
    for (const text of ['{', 'null', '1', '{"attempt":1,"to":"/"}', '{"attempt":"a"}']) {
      sessionStorage.setItem('anling.attempt', text);
      expect(takeAttempt()).toBeUndefined();
    }
  });

  it('comes back with an answer, a refusal, or not at all', () => {
    expect(returnedBy({ code: 'c', state: 's' })).toEqual({ kind: 'answer', code: 'c', state: 's' });
    expect(returnedBy({ code: 'c', state: 's', iss: 'https://id' })).toEqual({
      kind: 'answer',
      code: 'c',
      state: 's',
      iss: 'https://id',
    });
    expect(returnedBy({ error: 'access_denied', state: 's' })).toEqual({ kind: 'refused' });
    expect(returnedBy({ to: '/console' })).toBeUndefined();
    expect(returnedBy({ code: 'c' })).toBeUndefined();
    expect(returnedBy({ code: ['c', 'd'], state: 's' })).toBeUndefined();
  });
});
