/** How many heartbeats the estimate looks back: one minute of them. */
const SAMPLES = 12;

/**
 * The server's time, told from heartbeats. A heartbeat can only arrive late, never early, so the largest difference
 * of the last minute is the one with the least delay in it.
 */
export class ServerClock {
  private readonly offsets: number[] = [];

  constructor(private readonly steady: () => number) {}

  heard(serverAt: number): void {
    this.offsets.push(serverAt - this.steady());
    if (this.offsets.length > SAMPLES) this.offsets.shift();
  }

  now(): number {
    return this.steady() + (this.offsets.length > 0 ? Math.max(...this.offsets) : 0);
  }
}
