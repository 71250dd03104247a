import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiClient, callOpenly, nothing } from '@/api/client';
import type { Schemas } from '@/api/client';
import { isOnPhone } from '@/app/landing';
import { SignedOut } from '@/feed/connection';
import { decodeMe, decodeTokens } from '@/wire/people';
import type { Me, Tokens } from '@/wire/people';
import { Problem } from '@/wire/problem';
import { useClock } from './clock';
import { KeptToken } from './kept';
import { useTrouble } from './trouble';
import { steadyNow } from '@/app/time/steady';

/** Renew when this share of a token's life is over: well before its end, whatever its length. */
const RENEW_AFTER = 0.75;
const RENEW_RETRY_MS = 5_000;

export type SignOutReason = 'expired' | 'left';

export const useSession = defineStore('session', () => {
  const trouble = useTrouble();
  const me = shallowRef<Me>();
  const signedIn = computed(
    () => me.value !== undefined && !me.value.mustChangePassword && me.value.totp !== 'REQUIRED',
  );
  const endedBecause = ref<SignOutReason>();

  /** The access token is only ever in memory. */
  let access: { token: string; renewAt: number; endsAt: number } | undefined;
  let renewal: Promise<string> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const kept = new KeptToken();
  const renewed = new Set<() => void>();
  const ended = new Set<() => void>();

  const { dated } = useClock();
  const api = new ApiClient({ token, onNotes: trouble.note, onDate: dated });

  async function signIn(username: string, password: string): Promise<void> {
    keep(
      await callOpenly(
        { method: 'post', path: '/api/v1/auth/token', body: { username, password }, read: decodeTokens },
        trouble.note,
      ),
    );
    endedBecause.value = undefined;
    await loadMe();
  }

  /** The second step: what an authenticator app shows now, or a recovery code. */
  async function signInWithCode(challenge: string, code: string): Promise<void> {
    keep(
      await callOpenly(
        { method: 'post', path: '/api/v1/auth/token/totp', body: { challenge, code }, read: decodeTokens },
        trouble.note,
      ),
    );
    endedBecause.value = undefined;
    await loadMe();
  }

  /** The provider one may sign in through, by the name people know; undefined where there is none. */
  async function findProvider(): Promise<string | undefined> {
    return callOpenly(
      {
        method: 'get',
        path: '/api/v1/auth/methods',
        read: (reader) => reader.optionalObject('oidc', (oidc) => oidc.text('name')),
      },
      trouble.note,
    );
  }

  /** Where to send the browser, and what it has to come back with. */
  async function beginAtProvider(): Promise<{ location: string; attempt: string }> {
    return callOpenly(
      {
        method: 'post',
        path: '/api/v1/auth/oidc',
        read: (reader) => ({ location: reader.text('location'), attempt: reader.text('attempt') }),
      },
      trouble.note,
    );
  }

  async function signInByProvider(answer: Schemas['OidcAnswer']): Promise<void> {
    keep(
      await callOpenly(
        { method: 'post', path: '/api/v1/auth/token/oidc', body: answer, read: decodeTokens },
        trouble.note,
      ),
    );
    endedBecause.value = undefined;
    await loadMe();
  }

  /** A new secret; it does nothing before a code of it is shown to `confirmTotp`. */
  async function beginTotp(password: string): Promise<{ secret: string; uri: string }> {
    return api.call({
      method: 'post',
      path: '/api/v1/me/totp',
      body: { password },
      read: (reader) => ({ secret: reader.text('secret'), uri: reader.text('uri') }),
    });
  }

  /** Ends every other session of theirs. The recovery codes come this once. */
  async function confirmTotp(code: string): Promise<readonly string[]> {
    return api.call({
      method: 'post',
      path: '/api/v1/me/totp/confirm',
      body: { code },
      read: (reader) => reader.texts('recoveryCodes'),
    });
  }

  /** After a reload: the tab still holds a refresh token, or the phone does. */
  async function resume(phone = false): Promise<boolean> {
    if (!kept.resume(phone)) return false;
    await renew();
    await loadMe();
    return true;
  }

  /** What this tab keeps is another's, which goes on with it. */
  function leaveItToTheOther(): void {
    kept.forget();
  }

  async function loadMe(): Promise<void> {
    me.value = await api.call({ method: 'get', path: '/api/v1/me', read: decodeMe });
    if (isOnPhone(me.value.role)) kept.stay(me.value.id);
  }

  /** Ends every other session of theirs; this one goes on. */
  async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
    const body = { currentPassword, newPassword };
    await api.call({ method: 'post', path: '/api/v1/me/password', body, read: nothing });
    await loadMe();
  }

  async function setDuty(onDuty: boolean): Promise<void> {
    await api.call({ method: 'put', path: '/api/v1/me/duty', body: { onDuty }, read: nothing });
    if (me.value) me.value = { ...me.value, onDuty };
  }

  async function token(forceRenewal: boolean): Promise<string> {
    if (!forceRenewal && access && steadyNow() < access.endsAt) return access.token;
    return renew();
  }

  function renew(): Promise<string> {
    renewal ??= kept.inTurn(askForRenewal).finally(() => (renewal = undefined));
    return renewal;
  }

  async function askForRenewal(): Promise<string> {
    const refresh = kept.read();
    if (refresh === undefined) return gone();
    try {
      const tokens = await callOpenly(
        {
          method: 'post',
          path: '/api/v1/auth/refresh',
          body: { refresh_token: refresh },
          read: decodeTokens,
        },
        trouble.note,
      );
      keep(tokens);
      return tokens.access;
    } catch (failure) {
      // Refused for good, or only out of reach? Out of reach is no reason to forget who is signed in.
      if (failure instanceof Problem && !failure.passing) return gone();
      throw failure;
    }
  }

  function keep(tokens: Tokens): void {
    const life = tokens.expiresInSeconds * 1000;
    access = {
      token: tokens.access,
      renewAt: steadyNow() + life * RENEW_AFTER,
      endsAt: steadyNow() + life * 0.95,
    };
    if (tokens.refresh !== undefined) kept.write(tokens.refresh);
    schedule(life * RENEW_AFTER);
    renewed.forEach((listener) => listener());
  }

  function schedule(delay: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      renew().catch((failure: unknown) => {
        if (!(failure instanceof SignedOut)) schedule(RENEW_RETRY_MS);
      });
    }, delay);
  }

  function gone(): never {
    end('expired');
    throw new SignedOut();
  }

  async function signOut(): Promise<void> {
    const refresh = kept.read();
    const leaving = access?.token;
    end('left');
    if (refresh === undefined || leaving === undefined) return;
    // The tab has forgotten already; telling the server is a courtesy that may fail.
    const client = new ApiClient({
      token: () => Promise.resolve(leaving),
      onNotes: trouble.note,
      onDate: dated,
    });
    await client
      .call({ method: 'post', path: '/api/v1/auth/logout', body: { refresh_token: refresh }, read: nothing })
      .catch(() => undefined);
  }

  function end(reason: SignOutReason): void {
    clearTimeout(timer);
    access = undefined;
    me.value = undefined;
    endedBecause.value = reason;
    kept.forget();
    ended.forEach((listener) => listener());
  }

  return {
    me,
    signedIn,
    endedBecause,
    api,
    signIn,
    signInWithCode,
    findProvider,
    beginAtProvider,
    signInByProvider,
    beginTotp,
    confirmTotp,
    resume,
    leaveItToTheOther,
    loadMe,
    changePassword,
    setDuty,
    token,
    signOut,
    end,
    onRenewed: (listener: () => void) => renewed.add(listener),
    onEnded: (listener: () => void) => ended.add(listener),
  };
});
