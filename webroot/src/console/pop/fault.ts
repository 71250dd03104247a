import type { Incident } from '@/wire/incident';

/** What can be broken while nobody is known to be in danger. */
const FAULTS = [
  'LOW_BATTERY',
  'DEVICE_OFFLINE',
  'DEVICE_FAULT',
  'TEST_OVERDUE',
  'TAMPER',
  'REMOVED',
  'SYSTEM_FAULT',
  'UNDECODABLE',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Undefined as soon as somebody may be in need. */
export function faultOf({ kind, needs }: Incident): Fault | undefined {
  if (needs.some((need) => need !== 'TECHNICAL')) return undefined;
  return FAULTS.find((fault) => fault === kind);
}
