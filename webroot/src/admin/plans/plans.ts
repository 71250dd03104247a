import type { Api, Schemas } from '@/api/client';
import { decodePage } from '@/wire/people';
import type { Reader } from '@/wire/reader';
import type { Fault } from '@/wire/problem';

export type Target = Schemas['PlanTarget'];
export type Way = Target['to'];

export interface Step {
  afterSeconds: number;
  targets: Target[];
}

/** Who is asked next, after how long. Without id it came with Anling. */
export interface Plan {
  readonly id?: string;
  /** For a list: shipped plans have no id of their own. */
  readonly key: string;
  readonly community?: string;
  readonly need: Schemas['Need'];
  readonly priority: Schemas['Priority'];
  readonly name: string;
  readonly version: number;
  readonly active: boolean;
  readonly steps: readonly Step[];
  readonly repeatEverySeconds: number;
  readonly hours: object | null;
  readonly editedBy?: string;
  readonly faults: readonly Fault[];
}

/** Whom a step can turn to, and which roles they can fill; the first is what one usually means. */
export const ASKED: Readonly<Partial<Record<Way, readonly Schemas['Role'][]>>> = {
  DOCTORS: ['DOCTOR'],
  NEARBY: ['FIRST_HAND', 'BRINGER'],
  ON_SHIFT: ['FIRST_HAND', 'BRINGER'],
  FAMILY: ['FAMILY'],
  DESK: ['COORDINATOR'],
  STREET: ['COORDINATOR'],
};
export const WAYS: readonly Way[] = [
  'DOCTORS',
  'NEARBY',
  'ON_SHIFT',
  'FAMILY',
  'DESK',
  'STREET',
  'TELL_FAMILY',
  'TELL_STREET',
  'TELL_OUTSIDE',
  'PROMPT_DESK',
];
/** So many asked at once is everybody there is; the server takes no larger number. */
export const EVERYBODY = 50;
export const PROMPTS = ['CALL_120', 'CALL_119', 'CALL_110', 'PHONE_RESIDENT'] as const;

/** A new target, so filled that the plan holds. */
export function freshTarget(to: Way): Target {
  const role = ASKED[to]?.[0];
  if (role === undefined) {
    if (to === 'TELL_OUTSIDE') return { to, channel: 'sms' };
    return to === 'PROMPT_DESK' ? { to, prompt: 'CALL_120' } : { to };
  }
  const ask = { to, role, slot: 1, people: to === 'NEARBY' ? 3 : 1, offerSeconds: 60, needed: false };
  return to === 'NEARBY' ? { ...ask, radiusMeters: 800 } : ask;
}

export async function listPlans(api: Api, community: string): Promise<readonly Plan[]> {
  const { items } = await api.call({
    method: 'get',
    path: '/api/v1/response-plans',
    query: { community },
    read: decodePage(decodePlan),
  });
  return items;
}

/** A shipped or inherited plan becomes the community's own by its first change. */
export async function savePlan(
  api: Api,
  plan: Plan,
  community: string,
  edit: { name: string; active: boolean; steps: readonly Step[]; repeatEverySeconds: number },
  idempotencyKey: string,
): Promise<Plan> {
  const body = { ...edit, steps: edit.steps as unknown as Record<string, never>[], hours: plan.hours };
  if (plan.id !== undefined && plan.community === community) {
    return api.call({
      method: 'patch',
      path: '/api/v1/response-plans/{id}',
      at: { id: plan.id },
      body: body as Schemas['ResponsePlanEdit'],
      ifMatch: plan.version,
      read: decodePlan,
    });
  }
  return api.call({
    method: 'post',
    path: '/api/v1/response-plans',
    body: { ...body, community, need: plan.need, priority: plan.priority } as Schemas['NewResponsePlan'],
    idempotencyKey,
    read: decodePlan,
  });
}

function decodePlan(reader: Reader): Plan {
  const need = reader.text('need') as Plan['need'];
  const priority = reader.text('priority') as Plan['priority'];
  return {
    id: reader.optionalText('id'),
    key: `${need} ${priority} ${reader.optionalText('id') ?? ''}`,
    community: reader.optionalText('community'),
    need,
    priority,
    name: reader.optionalText('name') ?? '',
    version: reader.integer('version'),
    active: reader.flag('active', true),
    steps: reader.list('steps', (step) => ({
      afterSeconds: step.integer('afterSeconds'),
      targets: step.list('targets', decodeTarget),
    })),
    repeatEverySeconds: reader.integer('repeatEverySeconds'),
    hours:
      reader.optionalObject('hours', (hours) => ({
        from: hours.text('from'),
        to: hours.text('to'),
        zone: hours.text('zone'),
      })) ?? null,
    editedBy: reader.optionalObject('editedBy', (by) => by.optionalText('name')),
    faults: reader.list('faults', (fault) => ({
      at: fault.text('at'),
      code: fault.optionalText('code'),
      detail: fault.optionalText('detail') ?? '',
    })),
  };
}

function decodeTarget(reader: Reader): Target {
  const to = reader.text('to') as Way;
  if (ASKED[to] === undefined) {
    if (to === 'TELL_OUTSIDE') return { to, channel: reader.text('channel') };
    if (to === 'PROMPT_DESK') return { to, prompt: reader.word('prompt', PROMPTS, 'PHONE_RESIDENT') };
    return { to };
  }
  const texts = (key: 'having' | 'preferring') => reader.texts(key) as Target['having'];
  return {
    to,
    role: reader.text('role') as Target['role'],
    slot: reader.integer('slot'),
    people: reader.integer('people'),
    offerSeconds: reader.integer('offerSeconds'),
    needed: reader.flag('needed', false),
    ...(reader.has('onlyFor') ? { onlyFor: reader.text('onlyFor') as Target['onlyFor'] } : {}),
    ...(to === 'NEARBY'
      ? {
          radiusMeters: reader.integer('radiusMeters'),
          having: texts('having'),
          preferring: texts('preferring'),
          neighbours: reader.flag('neighbours', false),
        }
      : {}),
  };
}
