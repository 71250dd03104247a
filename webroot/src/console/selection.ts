import type { Incident } from '@/wire/incident';

const KEY = 'anling.desk.looked-at';

/** Which incident this tab looks at, by its id alone: a reload comes back to it, another tab has its own. */
export const lookedAt = {
  read: (): string | undefined => sessionStorage.getItem(KEY) ?? undefined,
  keep(id: string | undefined): void {
    if (id === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, id);
  },
};

export interface Desk {
  readonly selected: Incident | undefined;
  /** Whether the selected one came by itself or was chosen by the coordinator. */
  readonly chosenByHand: boolean;
  /** A form is open or has text in it: nothing may take the screen away now. */
  readonly writing: boolean;
  readonly me: string | undefined;
}

/**
 * Whether a new incident may take the screen by itself. Never from a form, never from an incident the coordinator
 * chose or took; otherwise the graver one pops up.
 */
export function mayPopUp(desk: Desk, arrived: Incident): boolean {
  if (desk.writing) return false;
  const { selected } = desk;
  if (!selected || selected.state === 'STOOD_DOWN') return true;
  if (desk.chosenByHand) return false;
  if (selected.acknowledged?.by?.id !== undefined && selected.acknowledged.by.id === desk.me) return false;
  return arrived.priority < selected.priority;
}
