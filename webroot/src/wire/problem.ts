import { Malformed, Notes, Reader } from './reader';

/** Why a call failed, in the server's own words where it gave any (RFC 9457). `code` is stable, texts are not. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly winner: string | undefined,
  ) {
    super(detail ?? title);
    this.name = 'Problem';
  }

  /** Whether trying the very same call again may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const UNREACHABLE = 'unreachable';
export const UNREADABLE = 'unreadable_answer';

export function decodeProblem(status: number, raw: unknown): Problem {
  try {
    const reader = Reader.of(raw, 'problem', new Notes());
    return new Problem(
      status,
      reader.optionalText('code') ?? `http_${status}`,
      reader.optionalText('title') ?? `HTTP ${status}`,
      reader.optionalText('detail'),
      reader.optionalObject('winner', (winner) => winner.optionalText('name')),
    );
  } catch (failure) {
    if (!(failure instanceof Malformed)) throw failure;
    return new Problem(status, `http_${status}`, `HTTP ${status}`, undefined, undefined);
  }
}
