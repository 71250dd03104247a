/**
 * The refresh token between two renewals. On a desk, which many share, it lives as long as the tab; on somebody's own phone
 * until they leave: who is woken at night by a push must not type a password first. Pages of one phone share one token and
 * take turns at it, because using one twice ends the whole session.
 */
const KEY = 'anling.refresh';

export class KeptToken {
  private onPhone = false;
  private account: string | undefined;

  /** @param phone whether this page may go on with what a phone has kept */
  resume(phone: boolean): boolean {
    if (sessionStorage.getItem(KEY) !== null) return true;
    const kept = phone ? readPhone() : undefined;
    this.onPhone = kept !== undefined;
    this.account = kept?.account;
    return kept !== undefined;
  }

  /** Nothing, too, when somebody else has signed in on this phone meanwhile. */
  read(): string | undefined {
    if (!this.onPhone) return sessionStorage.getItem(KEY) ?? undefined;
    const kept = readPhone();
    return kept?.account === this.account ? kept?.token : undefined;
  }

  write(token: string): void {
    if (!this.onPhone || this.account === undefined) sessionStorage.setItem(KEY, token);
    else localStorage.setItem(KEY, JSON.stringify({ token, account: this.account }));
  }

  /** From now on it outlives the tab. */
  stay(account: string): void {
    const token = this.read();
    this.onPhone = true;
    this.account = account;
    sessionStorage.removeItem(KEY);
    if (token !== undefined) this.write(token);
  }

  forget(): void {
    sessionStorage.removeItem(KEY);
    if (this.onPhone && readPhone()?.account === this.account) localStorage.removeItem(KEY);
    this.onPhone = false;
    this.account = undefined;
  }

  /** One page of this browser at a time. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    // Without TLS a browser has no locks; then there is no installed app either.
    const locks = navigator.locks as LockManager | null | undefined;
    return this.onPhone && locks ? (locks.request(KEY, work) as Promise<T>) : work();
  }
}

function readPhone(): { token: string; account: string } | undefined {
  try {
    const raw = JSON.parse(localStorage.getItem(KEY) ?? 'null') as {
      token?: unknown;
      account?: unknown;
    } | null;
    return typeof raw?.token === 'string' && typeof raw.account === 'string'
      ? { token: raw.token, account: raw.account }
      : undefined;
  } catch {
    return undefined;
  }
}
