import type { Reader } from './reader';

/** Beside whom the number that rings stands in the register. */
export interface MayBe {
  readonly id: string;
  readonly name: string;
  readonly community: string;
  readonly building?: string;
  readonly door: string;
  /** Whose number it is, when it is not their own. */
  readonly contact?: { readonly name: string; readonly relation: string };
  /** Open about them when it rang. */
  readonly incident?: string;
}

/** A telephone that rings at the hotline. Nobody in it: nobody knows the number. */
export interface RingingCall {
  readonly id: string;
  readonly exchange: string;
  readonly residents: readonly MayBe[];
}

export function decodeRingingCall(reader: Reader): RingingCall {
  return {
    id: reader.text('id'),
    exchange: reader.optionalText('exchange') ?? '',
    residents: reader.list('residents', decodeMayBe),
  };
}

function decodeMayBe(reader: Reader): MayBe {
  const place = reader.optionalObject('place', (at) => ({
    building: at.optionalText('building'),
    door: at.optionalText('label') ?? '',
  }));
  return {
    id: reader.text('id'),
    name: reader.optionalText('name') ?? '—',
    community: reader.text('community'),
    door: '',
    ...place,
    contact: reader.optionalObject('contact', (contact) => ({
      name: contact.optionalText('name') ?? '—',
      relation: contact.optionalText('relation') ?? '',
    })),
    incident: reader.optionalText('incident'),
  };
}

/** With its number, which the feed does not carry. */
export interface AnnouncedCall {
  readonly from?: string;
}

export function decodeAnnouncedCall(reader: Reader): AnnouncedCall {
  return { from: reader.optionalText('from') };
}
