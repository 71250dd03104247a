import { Malformed, Notes, Reader } from './reader';

export interface Fault {
  readonly at: string;
  readonly code?: string;
  readonly detail: string;
}

/** Why a call failed, in the server's own words where it gave any (RFC 9457). `code` is stable, texts are not. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly winner: string | undefined,
    /** Where the request is at fault: a JSON pointer into the body, or a place in a plan. */
    readonly faults: readonly Fault[] = [],
    /** With `totp_required`: what to go on with. */
    readonly challenge?: string,
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
/** It was sent, and nobody knows whether it was done. */
export const NO_ANSWER = 'no_answer';
export const UNREADABLE = 'unreadable_answer';

function decodeFault(reader: Reader): Fault {
  return {
    at: reader.optionalText('at') ?? reader.optionalText('pointer') ?? reader.optionalText('parameter') ?? '',
    code: reader.optionalText('code') ?? reader.optionalText('rule'),
    detail: reader.optionalText('detail') ?? '',
  };
}

export function decodeProblem(status: number, raw: unknown): Problem {
  try {
    const reader = Reader.of(raw, 'problem', new Notes());
    return new Problem(
      status,
      reader.optionalText('code') ?? `http_${status}`,
      reader.optionalText('title') ?? `HTTP ${status}`,
      reader.optionalText('detail'),
      reader.optionalObject('winner', (winner) => winner.optionalText('name')),
      [...reader.list('errors', decodeFault), ...reader.list('faults', decodeFault)],
      reader.optionalText('challenge'),
    );
  } catch (failure) {
    if (!(failure instanceof Malformed)) throw failure;
    return new Problem(status, `http_${status}`, `HTTP ${status}`, undefined, undefined);
  }
}
