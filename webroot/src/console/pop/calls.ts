import type { Dossier } from '@/wire/dossier';

export interface CallLine {
  readonly id: string;
  readonly name: string;
  readonly relation: string;
  readonly phone: string | undefined;
  readonly shown: string;
  readonly hasKey: boolean;
  readonly minutesAway: number | undefined;
  readonly isResident: boolean;
}

/** Whom one can ring, the resident first: the first thing to do is to hear them. */
export function callList(dossier: Dossier, residentWord: string): CallLine[] {
  const lines: CallLine[] = [];
  if (dossier.resident?.phone) {
    const { id, name, phone } = dossier.resident;
    lines.push({
      id,
      name,
      relation: residentWord,
      phone,
      shown: grouped(phone),
      hasKey: false,
      minutesAway: undefined,
      isResident: true,
    });
  }
  for (const { id, name, relation, phone, hasKey, minutesAway } of dossier.contacts) {
    const shown = phone ? grouped(phone) : '';
    lines.push({ id, name, relation: relation ?? '', phone, shown, hasKey, minutesAway, isResident: false });
  }
  return lines;
}

/** `138 0013 8000`, as it is read out in China; anything else stays as it is. */
export function grouped(phone: string): string {
  const mobile = /^(\+86)?(1\d{2})(\d{4})(\d{4})$/.exec(phone);
  if (!mobile) return phone;
  return [mobile[1], mobile[2], mobile[3], mobile[4]].filter(Boolean).join(' ');
}
