/**
 * The door. Everything from outside is read through a {@link Reader}, which hands out our own types or a counted
 * reason. Two severities, because a desk must rather see an incident with a hole in it than no incident:
 * what identifies a thing is required and throws {@link Malformed}; everything else falls back and is noted.
 */

/** The longest text we show; longer ones are cut, not refused. */
const TEXT_LIMIT_CHARS = 4_000;
/** The longest list we take from one payload. A snapshot frame of 64 KiB holds far fewer. */
const LIST_LIMIT_ITEMS = 20_000;

/** Control characters and bidirectional overrides: they can make a name or an address read as another one. */
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export class Malformed extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path}: ${reason}`);
    this.name = 'Malformed';
  }
}

export interface Note {
  readonly path: string;
  readonly reason: string;
}

/** Collects what was wrong with one payload without stopping the reading. */
export class Notes {
  readonly all: Note[] = [];

  add(path: string, reason: string): void {
    this.all.push({ path, reason });
  }
}

export interface Decoded<T> {
  readonly value: T;
  readonly notes: readonly Note[];
}

export type Decode<T> = (reader: Reader) => T;

export class Reader {
  private constructor(
    private readonly raw: Record<string, unknown>,
    readonly path: string,
    readonly notes: Notes,
  ) {}

  static of(raw: unknown, path: string, notes: Notes): Reader {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      throw new Malformed(path, `expected an object, got ${kindOf(raw)}`);
    }
    return new Reader(raw as Record<string, unknown>, path, notes);
  }

  private at(key: string): unknown {
    // Own properties only: a payload must not be able to reach the prototype.
    return Object.hasOwn(this.raw, key) ? this.raw[key] : undefined;
  }

  private sub(key: string): string {
    return `${this.path}.${key}`;
  }

  has(key: string): boolean {
    const value = this.at(key);
    return value !== undefined && value !== null;
  }

  text(key: string): string {
    const value = this.at(key);
    if (typeof value !== 'string' || value === '') {
      throw new Malformed(this.sub(key), `expected a text, got ${kindOf(value)}`);
    }
    return clean(value);
  }

  optionalText(key: string): string | undefined {
    const value = this.at(key);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') {
      this.notes.add(this.sub(key), `expected a text, got ${kindOf(value)}`);
      return undefined;
    }
    const text = clean(value).trim();
    return text === '' ? undefined : text;
  }

  integer(key: string): number {
    const value = this.at(key);
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      throw new Malformed(this.sub(key), `expected a whole number, got ${kindOf(value)}`);
    }
    return value;
  }

  optionalNumber(key: string, low = -Infinity, high = Infinity): number | undefined {
    const value = this.at(key);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < low || value > high) {
      this.notes.add(this.sub(key), `expected a number within ${low} and ${high}`);
      return undefined;
    }
    return value;
  }

  optionalFlag(key: string): boolean | undefined {
    const value = this.at(key);
    return value === undefined || value === null ? undefined : this.flag(key, false);
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.at(key);
    if (value === undefined || value === null) return otherwise;
    if (typeof value !== 'boolean') {
      this.notes.add(this.sub(key), `expected true or false, got ${kindOf(value)}`);
      return otherwise;
    }
    return value;
  }

  /** Milliseconds since the epoch. */
  instant(key: string): number {
    const value = this.at(key);
    const at = typeof value === 'string' ? Date.parse(value) : NaN;
    if (Number.isNaN(at)) throw new Malformed(this.sub(key), 'expected an instant (RFC 3339)');
    return at;
  }

  optionalInstant(key: string): number | undefined {
    if (!this.has(key)) return undefined;
    try {
      return this.instant(key);
    } catch {
      this.notes.add(this.sub(key), 'expected an instant (RFC 3339)');
      return undefined;
    }
  }

  /** A word of a closed set. An unknown word is a newer server's: noted, and replaced by the careful choice. */
  word<T extends string>(key: string, known: readonly T[], careful: T): T {
    const value = this.at(key);
    if (typeof value === 'string' && (known as readonly string[]).includes(value)) return value as T;
    this.notes.add(this.sub(key), `unknown word ${JSON.stringify(value)?.slice(0, 40)}`);
    return careful;
  }

  optionalWord<T extends string>(key: string, known: readonly T[]): T | undefined {
    if (!this.has(key)) return undefined;
    const value = this.at(key);
    if (typeof value === 'string' && (known as readonly string[]).includes(value)) return value as T;
    this.notes.add(this.sub(key), `unknown word ${JSON.stringify(value)?.slice(0, 40)}`);
    return undefined;
  }

  object<T>(key: string, decode: Decode<T>): T {
    return decode(Reader.of(this.at(key), this.sub(key), this.notes));
  }

  optionalObject<T>(key: string, decode: Decode<T>): T | undefined {
    if (!this.has(key)) return undefined;
    try {
      return this.object(key, decode);
    } catch (failure) {
      if (!(failure instanceof Malformed)) throw failure;
      this.notes.add(failure.path, failure.reason);
      return undefined;
    }
  }

  /** A list of objects; a bad item is left out and noted, the others are kept. Absent means empty. */
  list<T>(key: string, decode: Decode<T>): T[] {
    return this.items(key, (item, path) => decode(Reader.of(item, path, this.notes)));
  }

  texts(key: string): string[] {
    return this.items(key, (item, path) => {
      if (typeof item !== 'string') throw new Malformed(path, `expected a text, got ${kindOf(item)}`);
      return clean(item);
    }).filter((text) => text !== '');
  }

  private items<T>(key: string, decode: (item: unknown, path: string) => T): T[] {
    const value = this.at(key);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.notes.add(this.sub(key), `expected a list, got ${kindOf(value)}`);
      return [];
    }
    if (value.length > LIST_LIMIT_ITEMS) this.notes.add(this.sub(key), `cut at ${LIST_LIMIT_ITEMS} items`);
    const kept: T[] = [];
    value.slice(0, LIST_LIMIT_ITEMS).forEach((item, index) => {
      try {
        kept.push(decode(item, `${this.sub(key)}[${index}]`));
      } catch (failure) {
        if (!(failure instanceof Malformed)) throw failure;
        this.notes.add(failure.path, failure.reason);
      }
    });
    return kept;
  }

  /** `{"<id>": <whole number>}` as a Map, so that no key can be mistaken for a property of ours. */
  numbersById(key: string): Map<string, number> {
    const value = this.at(key);
    const numbers = new Map<string, number>();
    if (value === undefined || value === null) return numbers;
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.notes.add(this.sub(key), `expected an object, got ${kindOf(value)}`);
      return numbers;
    }
    for (const [id, number] of Object.entries(value)) {
      if (typeof number === 'number' && Number.isSafeInteger(number)) numbers.set(id, number);
      else this.notes.add(`${this.sub(key)}.${id}`, 'expected a whole number');
    }
    return numbers;
  }

  /** `{"<id>": "<text>"}` as a Map. */
  textsById(key: string): Map<string, string> {
    const value = this.at(key);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
    return new Map(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  /** The scalar members as short texts, for details whose keys we do not know (a timeline's `detail`). */
  scalars(key: string): Map<string, string> {
    const value = this.at(key);
    const texts = new Map<string, string>();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return texts;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean') {
        texts.set(name, clean(String(member)));
      } else if (typeof member === 'object' && member !== null && 'name' in member) {
        texts.set(name, clean(String(member.name)));
      }
    }
    return texts;
  }
}

/** Reads one payload whole; throws {@link Malformed} when what identifies it is missing. */
export function decode<T>(raw: unknown, path: string, read: Decode<T>): Decoded<T> {
  const notes = new Notes();
  const value = read(Reader.of(raw, path, notes));
  return { value, notes: notes.all };
}

function clean(text: string): string {
  return text.slice(0, TEXT_LIMIT_CHARS).replace(UNSEEN, '');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return value === undefined ? 'nothing' : typeof value;
}
