import type { components, paths } from './contract';
import { decode, Malformed } from '@/wire/reader';
import type { Decode, Note } from '@/wire/reader';
import { decodeProblem, NO_ANSWER, Problem, UNREACHABLE, UNREADABLE } from '@/wire/problem';

export const API = '/api/v1';
const CALL_LIMIT_MS = 10_000;

/** What the contract says bodies look like. */
export type Schemas = components['schemas'];

type Verb = 'get' | 'put' | 'post' | 'patch' | 'delete';
type Operation<V extends Verb, P extends keyof paths> = Exclude<paths[P][V], undefined>;

/** The paths of the contract that answer a verb. */
export type PathOf<V extends Verb> = {
  [P in keyof paths]: [Operation<V, P>] extends [never] ? never : P;
}[keyof paths];

type Given<O, Where extends 'path' | 'query'> = O extends { parameters: { [W in Where]?: infer G } }
  ? Exclude<G, undefined>
  : never;
type At<O> = [Given<O, 'path'>] extends [never] ? { at?: never } : { readonly at: Given<O, 'path'> };
type Query<O> = [Given<O, 'query'>] extends [never]
  ? { query?: never }
  : { readonly query?: Given<O, 'query'> };
type Sent<O> = O extends { requestBody?: infer R }
  ? Exclude<R, undefined> extends { content: { 'application/json': infer B } }
    ? B
    : Exclude<R, undefined> extends { content: { 'text/csv': string } }
      ? Blob
      : never
  : never;
type Body<O> = [Sent<O>] extends [never]
  ? { body?: never }
  : [O] extends [{ requestBody: object }]
    ? { readonly body: Sent<O> }
    : { readonly body?: Sent<O> };

/** One call as the published contract has it: a path it does not name, or a field it does not know, is a type error. */
export type Call<T, V extends Verb, P extends PathOf<V>> = {
  readonly method: V;
  readonly path: P;
  /** One key per human intention: trying again after a lost answer does the thing once. */
  readonly idempotencyKey?: string;
  /** The version that was read: an edit of something changed meanwhile is refused with 412. */
  readonly ifMatch?: number;
  /** For what takes the server longer than a screen usually waits. */
  readonly limitMs?: number;
  readonly read: Decode<T>;
} & At<Operation<V, P>> &
  Query<Operation<V, P>> &
  Body<Operation<V, P>>;

/** The same without its types: what goes over the wire. */
interface Plain<T> {
  readonly method: Verb;
  readonly path: string;
  readonly at?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  readonly limitMs?: number;
  readonly read: Decode<T>;
}

export interface ApiPorts {
  readonly token: (renew: boolean) => Promise<string>;
  readonly onNotes: (notes: readonly Note[]) => void;
  /** What an answer's `Date` says. */
  readonly onDate: (date: string | null) => void;
}

/** The types have done their work at the caller. */
function plain<T, V extends Verb, P extends PathOf<V>>(call: Call<T, V, P>): Plain<T> {
  return call as unknown as Plain<T>;
}

/** Calls that need no signed-in person: signing in, renewing, leaving. */
export async function callOpenly<T, V extends Verb, P extends PathOf<V>>(
  call: Call<T, V, P>,
  onNotes: (notes: readonly Note[]) => void,
): Promise<T> {
  const { status, text } = await send(plain(call), undefined);
  return answer(plain(call), status, parse(text), onNotes);
}

export class ApiClient {
  constructor(private readonly ports: ApiPorts) {}

  async call<T, V extends Verb, P extends PathOf<V>>(call: Call<T, V, P>): Promise<T> {
    const { status, text } = await this.signed(plain(call));
    return answer(plain(call), status, parse(text), this.ports.onNotes);
  }

  /** For an answer that is no JSON: a sheet to be saved. */
  async text<T, V extends Verb, P extends PathOf<V>>(call: Call<T, V, P>): Promise<string> {
    const { status, text } = await this.signed(plain(call));
    if (status < 200 || status > 299) throw decodeProblem(status, parse(text));
    return text;
  }

  private async signed(call: Plain<unknown>): Promise<Raw> {
    const first = await this.dated(call, await this.ports.token(false));
    return first.status === 401 ? this.dated(call, await this.ports.token(true)) : first;
  }

  private async dated(call: Plain<unknown>, token: string): Promise<Raw> {
    const raw = await send(call, token);
    this.ports.onDate(raw.date);
    return raw;
  }
}

/** What a page needs of the client. */
export type Api = Pick<ApiClient, 'call' | 'text'>;

interface Raw {
  readonly status: number;
  readonly text: string;
  readonly date: string | null;
}

async function send(call: Plain<unknown>, token: string | undefined): Promise<Raw> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const sheet = call.body instanceof Blob ? call.body : undefined;
  if (call.body !== undefined) headers['content-type'] = sheet ? 'text/csv' : 'application/json';
  if (call.idempotencyKey !== undefined) headers['idempotency-key'] = call.idempotencyKey;
  if (call.ifMatch !== undefined) headers['if-match'] = `"${call.ifMatch}"`;
  try {
    const response = await fetch(address(call), {
      method: call.method.toUpperCase(),
      headers,
      body: sheet ?? (call.body === undefined ? undefined : JSON.stringify(call.body)),
      // Never an answer from a cache, and never our session by a cookie.
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(call.limitMs ?? CALL_LIMIT_MS),
    });
    const date = response.headers.get('date');
    return { status: response.status, text: await response.text(), date };
  } catch (failure) {
    const late = failure instanceof DOMException && failure.name === 'TimeoutError';
    throw new Problem(
      0,
      late ? NO_ANSWER : UNREACHABLE,
      late ? 'no answer' : 'unreachable',
      failure instanceof Error ? failure.message : undefined,
      undefined,
    );
  }
}

/** The template filled in; every value escaped, so that none can name another address. */
function address(call: Plain<unknown>): string {
  let path = call.path;
  for (const [name, value] of Object.entries(call.at ?? {})) {
    path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
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
  call: Plain<T>,
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
