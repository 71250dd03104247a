import { decode, Malformed } from '@/wire/reader';
import type { Decode, Note } from '@/wire/reader';
import { decodeProblem, Problem, UNREACHABLE, UNREADABLE } from '@/wire/problem';

export const API = '/api/v1';
const CALL_LIMIT_MS = 10_000;

export interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  /** One key per human intention: trying again after a lost answer does the thing once. */
  readonly idempotencyKey?: string;
  readonly read: Decode<T>;
}

export interface ApiPorts {
  readonly token: (renew: boolean) => Promise<string>;
  readonly onNotes: (notes: readonly Note[]) => void;
}

/** Calls that need no signed-in person: signing in, renewing, leaving. */
export async function callOpenly<T>(call: Call<T>, onNotes: (notes: readonly Note[]) => void): Promise<T> {
  const { status, body } = await send(call, undefined);
  return answer(call, status, body, onNotes);
}

export class ApiClient {
  constructor(private readonly ports: ApiPorts) {}

  async call<T>(call: Call<T>): Promise<T> {
    let { status, body } = await send(call, await this.ports.token(false));
    if (status === 401) ({ status, body } = await send(call, await this.ports.token(true)));
    return answer(call, status, body, this.ports.onNotes);
  }
}

async function send(
  call: Call<unknown>,
  token: string | undefined,
): Promise<{ status: number; body: unknown }> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  if (call.idempotencyKey !== undefined) headers['idempotency-key'] = call.idempotencyKey;
  try {
    const response = await fetch(API + call.path, {
      method: call.method,
      headers,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      // Never an answer from a cache, and never our session by a cookie.
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  } catch (failure) {
    throw new Problem(
      0,
      UNREACHABLE,
      'unreachable',
      failure instanceof Error ? failure.message : undefined,
      undefined,
    );
  }
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer<T>(
  call: Call<T>,
  status: number,
  body: unknown,
  onNotes: (notes: readonly Note[]) => void,
): T {
  if (status < 200 || status > 299) throw decodeProblem(status, body);
  try {
    const { value, notes } = decode(body, call.path, call.read);
    if (notes.length > 0) onNotes(notes);
    return value;
  } catch (failure) {
    if (!(failure instanceof Malformed)) throw failure;
    onNotes([failure]);
    throw new Problem(status, UNREADABLE, 'unreadable answer', failure.message, undefined);
  }
}

/** A UUIDv4. `crypto.randomUUID` is missing on a desk that opens the console over plain HTTP. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export const nothing: Decode<void> = () => undefined;
