import type { Priority } from '@/wire/incident';

/** One note: frequency in Hz, when it starts and how long it lasts in seconds, how loud it is in [0, 1]. */
interface Tone {
  readonly hz: number;
  readonly at: number;
  readonly lasts: number;
  readonly gain: number;
}

/** Pitches well below 3 kHz, two at a time: old loudspeakers carry them and tired ears can place them. */
const PATTERNS: Record<Priority | 'stale', readonly Tone[]> = {
  P1: [0, 0.22, 0.44].flatMap((at) => [
    { hz: 880, at, lasts: 0.1, gain: 0.5 },
    { hz: 1175, at: at + 0.1, lasts: 0.1, gain: 0.5 },
  ]),
  P2: [
    { hz: 784, at: 0, lasts: 0.16, gain: 0.4 },
    { hz: 988, at: 0.2, lasts: 0.16, gain: 0.4 },
  ],
  P3: [{ hz: 659, at: 0, lasts: 0.35, gain: 0.3 }],
  P4: [{ hz: 523, at: 0, lasts: 0.25, gain: 0.18 }],
  stale: [
    { hz: 440, at: 0, lasts: 0.22, gain: 0.35 },
    { hz: 330, at: 0.26, lasts: 0.34, gain: 0.35 },
  ],
};

/** The desk's bell, made by the browser itself. A browser may refuse until a human has touched the page. */
export class Bell {
  private context: AudioContext | undefined;

  /** Must be called from a human's gesture to be sure of success. */
  async unlock(): Promise<boolean> {
    const context = this.ready();
    if (!context) return false;
    // Without a gesture `resume` may stay pending for ever: do not wait for it.
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]).catch(
      () => undefined,
    );
    return this.audible;
  }

  get audible(): boolean {
    return this.context?.state === 'running';
  }

  play(pattern: Priority | 'stale'): void {
    const context = this.ready();
    if (!context || context.state !== 'running') return;
    for (const tone of PATTERNS[pattern]) sound(context, tone);
  }

  private ready(): AudioContext | undefined {
    if (typeof AudioContext === 'undefined') return undefined;
    this.context ??= new AudioContext();
    return this.context;
  }
}

/** The one bell of the page: the gesture that signs in is the one that lets it ring. */
export const bell = new Bell();

function sound(context: AudioContext, tone: Tone): void {
  const start = context.currentTime + tone.at;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = tone.hz;
  // A few milliseconds of slope, or every note begins and ends with a click.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(tone.gain, start + 0.012);
  volume.gain.setValueAtTime(tone.gain, start + tone.lasts - 0.03);
  volume.gain.linearRampToValueAtTime(0, start + tone.lasts);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + tone.lasts);
}
