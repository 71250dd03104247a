import type { Plan, Target, Way } from '@/admin/plans/plans';
import type { Incident } from '@/wire/incident';
import { PROMPT_NUMBERS } from '../pop/prompts';

/** Whom a step turns to for the first time, in the plan's own order; and what it reminds the desk to dial. */
export interface NextStep {
  readonly ways: readonly Way[];
  readonly numbers: readonly string[];
  /** The plan is at its top: the same step again. */
  readonly again: boolean;
}

type Known = Pick<Plan, 'need' | 'priority' | 'active' | 'steps'>;

/** Undefined while its plan is not known, or another one than it climbs. */
export function nextStep(incident: Incident, plans: readonly Known[]): NextStep | undefined {
  const { step, need, priority } = incident;
  const plan = plans.find((one) => one.active && one.need === need && one.priority === priority);
  if (!plan || !step || step.total === 0 || plan.steps.length !== step.total) return undefined;
  const again = step.index >= step.total;
  const next = again ? [] : targetsOf(plan, step.index, incident);
  const before = plan.steps.slice(0, step.index).flatMap((_, index) => targetsOf(plan, index, incident));
  const asked = new Set(before.map(({ to }) => to));
  const ways = [...new Set(next.map(({ to }) => to))].filter((to) => to !== 'PROMPT_DESK' && !asked.has(to));
  const numbers = next.flatMap(({ prompt }) => {
    const number = prompt === undefined ? undefined : PROMPT_NUMBERS[prompt];
    return number === undefined ? [] : [number];
  });
  return { ways, numbers, again };
}

/** Some are only asked when the incident has a need beside. */
function targetsOf({ steps }: Known, index: number, incident: Incident): readonly Target[] {
  return (steps[index]?.targets ?? []).filter(
    ({ onlyFor }) => !onlyFor || (incident.needs as readonly string[]).includes(onlyFor),
  );
}
