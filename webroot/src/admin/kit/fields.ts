import type { WordsOf } from 'vue-i18n';

/** What a form asks: one value each, as a person types it. */
export interface Field {
  /** As the contract names it; `clinical.notes` stands in the object `clinical`. */
  readonly name: string;
  /** Its word is `admin.field.<word>`. */
  readonly word: WordsOf<'admin.field'>;
  readonly kind: 'text' | 'number' | 'date' | 'time' | 'choice' | 'flag' | 'lines' | 'note' | 'resident';
  /** Fields of one heading stand together: `admin.group.<group>`. */
  readonly group?: WordsOf<'admin.group'>;
  readonly required?: boolean;
  readonly max?: number;
  readonly min?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** A word below the control: `admin.hint.<hint>`. */
  readonly hint?: WordsOf<'admin.hint'>;
  readonly wide?: boolean;
  /** The field it means nothing without: when one of the two changes, both are sent. */
  readonly with?: string;
  /** The codes of refusals that mean this field. */
  readonly refusals?: readonly string[];
  /** Of a resident: who it is already, and what stands there while it is nobody. */
  readonly said?: string;
  readonly none?: string;
}

export type Draft = Record<string, string | boolean>;
type Values = Record<string, unknown>;

/** What stands in the form at first. */
export function draftOf(fields: readonly Field[], record: object): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, typed(field, valueAt(record, field.name))]));
}

/** What a new record is made of: what was left empty is left out. */
export function bodyOf(fields: readonly Field[], draft: Draft): Values {
  const body: Values = {};
  for (const field of fields) {
    const value = meant(field, draft[field.name]);
    if (value !== null && !(Array.isArray(value) && value.length === 0)) put(body, field.name, value);
  }
  return body;
}

/** What an edit says: only what is not as it was; what was emptied is null. */
export function changesOf(fields: readonly Field[], before: Draft, after: Draft): Values {
  const body: Values = {};
  for (const field of fields) {
    const told = [field.name, field.with ?? field.name];
    if (told.some((name) => before[name] !== after[name]))
      put(body, field.name, meant(field, after[field.name]));
  }
  return body;
}

/** Whether two drafts say something else; what is not there yet says nothing. */
export function differs(one: Draft, other: Draft): boolean {
  return Object.keys({ ...one, ...other }).some((name) => (one[name] || '') !== (other[name] || ''));
}

/** What somebody else wrote meanwhile, below what was typed here: what was touched here stays, the rest is theirs. */
export function rebased(
  before: Draft,
  mine: Draft,
  theirs: Draft,
): { draft: Draft; bothTouched: readonly string[] } {
  const touched = Object.keys(mine).filter((name) => mine[name] !== before[name]);
  return {
    draft: { ...theirs, ...Object.fromEntries(touched.map((name) => [name, mine[name]!])) },
    bothTouched: touched.filter((name) => theirs[name] !== before[name] && theirs[name] !== mine[name]),
  };
}

/** What was typed after this was sent: a record that was just made begins with it. */
export function typedSince(sent: Draft, now: Draft): Draft {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== sent[name]));
}

/** The fields that must be filled in and are not. */
export function missing(fields: readonly Field[], draft: Draft): readonly Field[] {
  return fields.filter(
    (field) =>
      field.required === true && String(draft[field.name] ?? '').trim() === '' && field.kind !== 'flag',
  );
}

function typed(field: Field, value: unknown): string | boolean {
  if (field.kind === 'flag') return value === true;
  if (Array.isArray(value)) return value.join('\n');
  return value === undefined || value === null ? '' : String(value);
}

function meant(field: Field, value: string | boolean | undefined): unknown {
  if (typeof value === 'boolean') return value;
  const text = (value ?? '').trim();
  if (field.kind === 'lines') {
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
  if (text === '') return null;
  return field.kind === 'number' ? Number(text) : text;
}

function valueAt(record: object, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (at, part) => (typeof at === 'object' && at !== null && part in at ? (at as Values)[part] : undefined),
      record,
    );
}

function put(body: Values, name: string, value: unknown): void {
  const [outer, inner] = name.split('.') as [string, string | undefined];
  if (inner === undefined) body[outer] = value;
  else body[outer] = { ...(body[outer] as Values | undefined), [inner]: value };
}
