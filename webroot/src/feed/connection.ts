import { decodeFrame } from '@/wire/frame';
import { Malformed } from '@/wire/reader';
import type { Note } from '@/wire/reader';
import { SIGNED_OUT, step } from './machine';
import type { Cursor, FeedEffect, FeedInput, FeedState } from './machine';

export const SUBPROTOCOL = 'anling.feed.v1';
const TICK_MS = 500;
/** A human counts as present for this long after the last movement of theirs. */
const PRESENCE_WINDOW_MS = 60_000;
const PRESENCE_EVERY_MS = 15_000;
/** The contract's bound for one receipt; the rest goes with the next tick. */
const MAX_RECEIPTS = 100;

/** What the connection needs of the world; tests bring their own. */
export interface FeedPorts {
  readonly now: () => number;
  readonly random: () => number;
  readonly openSocket: () => WebSocket;
  /** A token good for now, renewed if asked; refuses with `SignedOut` when nobody is signed in any more. */
  readonly token: (renew: boolean) => Promise<string>;
  /** Applies what the machine decided about the data: everything but the socket's own affairs. */
  readonly apply: (effect: FeedEffect) => void;
  readonly onState: (state: FeedState) => void;
  readonly onNotes: (notes: readonly Note[]) => void;
}

export class SignedOut extends Error {
  constructor() {
    super('signed out');
    this.name = 'SignedOut';
  }
}

/** The shell around the machine: owns the one socket and the one timer. */
export class FeedConnection {
  private state: FeedState = SIGNED_OUT;
  private socket: WebSocket | undefined;
  private generation = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private humanAt = -Infinity;
  private aliveAt = -Infinity;
  /** Notices seen by somebody and not yet confirmed; a burst's receipts go together. */
  private unconfirmed: string[] = [];

  constructor(private readonly ports: FeedPorts) {}

  start(communities: readonly string[]): void {
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    this.handle({ on: 'signed_in', communities });
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.handle({ on: 'signed_out' });
  }

  /** The network is back, or the page is looked at again: do not sit out the back-off. */
  wake(): void {
    this.handle({ on: 'tick' });
    this.handle({ on: 'wake' });
  }

  /** A human moved, typed or touched. Only then does the server hear that somebody is looking. */
  humanSeen(): void {
    this.humanAt = this.ports.now();
    this.tellPresence();
  }

  /** The token was renewed while the socket is open: tell it before the old one ends. */
  async reauthenticate(): Promise<void> {
    const socket = this.socket;
    const token = await this.ports.token(false);
    if (socket === this.socket) this.send({ type: 'auth', token });
  }

  tick(): void {
    this.handle({ on: 'tick' });
    this.tellPresence();
    this.confirm();
  }

  private handle(input: FeedInput): void {
    const { state, effects } = step(this.state, input, this.ports.now(), this.ports.random());
    const changed = state !== this.state;
    this.state = state;
    for (const effect of effects) this.perform(effect);
    if (changed) this.ports.onState(this.state);
  }

  private perform(effect: FeedEffect): void {
    switch (effect.do) {
      case 'open':
        void this.open(effect.renewToken);
        return;
      case 'close':
        this.drop();
        return;
      case 'authenticate':
        void this.authenticate(effect.resume);
        return;
      default:
        this.ports.apply(effect);
    }
  }

  private async open(renewToken: boolean): Promise<void> {
    this.drop();
    const generation = this.generation;
    try {
      // First the token: a socket must say who it is within 3 s of opening.
      await this.ports.token(renewToken);
    } catch (failure) {
      if (generation !== this.generation) return;
      if (failure instanceof SignedOut) this.ports.apply({ do: 'sign_out' });
      else this.handle({ on: 'closed', code: 1006 });
      return;
    }
    if (generation !== this.generation) return;
    const socket = this.ports.openSocket();
    this.socket = socket;
    const mine = (then: () => void) => () => {
      if (generation === this.generation) then();
    };
    socket.onopen = mine(() => this.handle({ on: 'opened' }));
    socket.onmessage = (message: MessageEvent) => {
      if (generation === this.generation) this.receive(message.data);
    };
    socket.onclose = (close: CloseEvent) => {
      if (generation !== this.generation) return;
      this.drop();
      this.handle({ on: 'closed', code: close.code });
    };
  }

  private async authenticate(resume: ReadonlyMap<string, Cursor>): Promise<void> {
    const socket = this.socket;
    const token = await this.ports.token(false).catch(() => undefined);
    if (socket !== this.socket) return;
    if (token === undefined) {
      this.drop();
      this.handle({ on: 'closed', code: 1006 });
      return;
    }
    const auth = { type: 'auth', token };
    const points = [...resume];
    this.send(
      points.length === 0
        ? auth
        : {
            ...auth,
            resume: Object.fromEntries(points.map(([community, { seq }]) => [community, seq])),
            epochs: Object.fromEntries(points.map(([community, { epoch }]) => [community, epoch])),
          },
    );
    this.aliveAt = -Infinity;
    this.tellPresence();
  }

  private receive(data: unknown): void {
    try {
      const { value, notes } = decodeFrame(typeof data === 'string' ? data : '');
      if (notes.length > 0) this.ports.onNotes(notes);
      // An empty chair confirms nothing: then the telephone rings.
      if (value.type === 'notice' && this.ports.now() - this.humanAt <= PRESENCE_WINDOW_MS)
        this.unconfirmed.push(value.id);
      this.handle({ on: 'frame', frame: value });
    } catch (failure) {
      if (!(failure instanceof Malformed)) throw failure;
      this.ports.onNotes([failure]);
      this.handle({ on: 'malformed' });
    }
  }

  private tellPresence(): void {
    const now = this.ports.now();
    const listening = this.state.phase === 'live' || this.state.phase === 'syncing';
    if (!listening || now - this.humanAt > PRESENCE_WINDOW_MS || now - this.aliveAt < PRESENCE_EVERY_MS)
      return;
    this.aliveAt = now;
    this.send({ type: 'alive' });
  }

  private confirm(): void {
    if (this.unconfirmed.length === 0) return;
    this.send({ type: 'receipt', notices: this.unconfirmed.splice(0, MAX_RECEIPTS) });
  }

  private send(frame: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** From here on nothing the old socket says counts. */
  private drop(): void {
    this.generation++;
    const socket = this.socket;
    this.socket = undefined;
    if (socket && socket.readyState <= WebSocket.OPEN) socket.close();
  }
}
