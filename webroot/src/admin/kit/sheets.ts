import type { Reader } from '@/wire/reader';

/** One bad cell or line of a sheet, in the reader's words. */
export interface Trouble {
  readonly line: number;
  readonly column?: string;
  readonly why: string;
}

/** What the server read of a sheet, as far as all sheets are alike. */
export interface SheetRead {
  /** Lines without trouble. */
  readonly good: number;
  readonly troubles: readonly Trouble[];
}

export interface SheetAsked {
  /** A try writes nothing. */
  readonly dryRun: boolean;
  /** Of the troubles. */
  readonly language: 'zh' | 'en';
}

/** All of a sheet or nothing: one bad line, and none is written. */
export function isGood(read: SheetRead | undefined): boolean {
  return read !== undefined && read.troubles.length === 0 && read.good > 0;
}

export function decodeSheetRead(reader: Reader): SheetRead {
  return {
    good: reader.integer('good'),
    troubles: reader.list('troubles', (one) => ({
      line: one.integer('line'),
      column: one.optionalText('column'),
      why: one.text('why'),
    })),
  };
}

/** Hands a sheet to the browser to be saved, without a request of its own. */
export function saveSheet(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
