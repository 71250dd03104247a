/** What a single key means at the desk. Letters go by their place on the keyboard, so that a Chinese input method
 * that is switched on does not swallow them. */
export type DeskKey =
  | 'acknowledge'
  | 'escalate'
  | 'note'
  | 'stand-down'
  | 'command'
  | 'silence'
  | 'call'
  | 'candidates'
  | 'print'
  | 'take-call'
  | 'next'
  | 'previous'
  | 'help'
  | 'close';

const BY_CODE: Readonly<Record<string, DeskKey>> = {
  KeyA: 'acknowledge',
  KeyE: 'escalate',
  KeyN: 'note',
  KeyS: 'stand-down',
  KeyO: 'command',
  KeyM: 'silence',
  KeyC: 'call',
  KeyD: 'candidates',
  KeyP: 'print',
  KeyT: 'take-call',
  KeyJ: 'next',
  KeyK: 'previous',
};

export interface Press {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
}

/** Undefined when the press is meant for something else: a field, a browser shortcut, a key held down. */
export function deskKey(press: Press, inField: boolean, shortcuts: boolean): DeskKey | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey || press.repeat) return undefined;
  if (press.code === 'Escape' || press.key === 'Escape') return 'close';
  if (inField || !shortcuts) return undefined;
  if (press.key === '?' || press.key === '？' || (press.code === 'Slash' && press.shiftKey)) return 'help';
  if (press.shiftKey) return undefined;
  return Object.hasOwn(BY_CODE, press.code) ? BY_CODE[press.code] : undefined;
}

export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)))
  );
}
