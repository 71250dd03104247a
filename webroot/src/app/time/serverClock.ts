/** How many samples the estimate looks back: of heartbeats, one minute. */
const SAMPLES = 12;

/**
 * The server's time, told from what it says of it. A word of it can only arrive late, never early, so the largest
 * difference of the last ones is the one with the least delay in it. An answer's `Date` says whole seconds only: it
 * counts until the first heartbeat is heard, or where none ever is.
 */
export class ServerClock {
  private readonly heartbeats: number[] = [];
  private readonly dates: number[] = [];

  constructor(private readonly steady: () => number) {}

  heard(serverAt: number): void {
    this.note(this.heartbeats, serverAt);
  }

  dated(serverAt: number): void {
    this.note(this.dates, serverAt);
  }

  now(): number {
    const samples = this.heartbeats.length > 0 ? this.heartbeats : this.dates;
    return this.steady() + (samples.length > 0 ? Math.max(...samples) : 0);
  }

  private note(samples: number[], serverAt: number): void {
    samples.push(serverAt - this.steady());
    if (samples.length > SAMPLES) samples.shift();
  }
}
