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
  /** Writes the good lines though others are bad. */
  readonly partial: boolean;
  /** Of the troubles. */
  readonly language: 'zh' | 'en';
}

/** The server reads five thousand lines in one go; a desk's own line may be slow. */
export const SHEET_LIMIT_MS = 180_000;

/** All of a sheet or nothing: one bad line, and none is written unless that is asked for. */
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

/** As office programs open it: with a mark that it is UTF-8, every cell quoted where it must be. */
export function sheetOf(lines: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
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
