import { nothing } from '@/api/client';
import type { Api } from '@/api/client';
import type { Reader } from '@/wire/reader';
import { DAY_MS } from '../rota/week';

export const STRETCHES = ['OFFERED', 'ANSWERED', 'ACCEPTED', 'DOCTOR', 'DOOR'] as const;
export type Stretch = (typeof STRETCHES)[number];

export interface Kept {
  readonly code: string;
  readonly stretch: Stretch;
  readonly withinMs: number;
  readonly goal: number;
  readonly source: string;
  readonly counted: number;
  readonly kept: number;
  /** Absent when there was nothing to keep. */
  readonly share?: number;
}

export interface Waited extends Percentiles {
  readonly stretch: Stretch;
  readonly reached: number;
  readonly worst: readonly {
    readonly incident: string;
    readonly openedAt: number;
    readonly tookMs: number;
    readonly reached: boolean;
  }[];
}

export interface ServiceFigures {
  readonly incidents: number;
  readonly open: number;
  readonly falseAlarmShare?: number;
  readonly endings: ReadonlyMap<string, number>;
  readonly stretches: readonly Waited[];
  readonly promises: readonly Kept[];
}

/** In the order of the page: what is in service, then what is wrong with how many. */
export const DEVICE_COUNTS = [
  'devices',
  'online',
  'late',
  'offline',
  'neverSeen',
  'lowBattery',
  'neverTested',
  'inMaintenance',
  'unassigned',
] as const;
/** What is raised about devices. */
export const RAISED = ['DEVICE_OFFLINE', 'LOW_BATTERY', 'REMOVED', 'TEST_OVERDUE'] as const;

export interface Percentiles {
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
}

export interface DevicePeriod {
  readonly raised: Readonly<
    Record<(typeof RAISED)[number], { readonly times: number; readonly devices: number }>
  >;
  readonly silence: Percentiles & {
    readonly outages: number;
    readonly devices: number;
    readonly lasting: number;
    readonly unmeasured: number;
    readonly hours: number;
    readonly worst: readonly {
      readonly device: string;
      readonly since: number;
      readonly tookMs: number;
      readonly ended: boolean;
    }[];
  };
  readonly tests: Percentiles & {
    readonly announced: number;
    readonly passed: number;
    readonly failed: number;
    readonly waiting: number;
  };
}

export interface DeviceFigures {
  readonly now: Readonly<Record<(typeof DEVICE_COUNTS)[number], number>>;
  readonly period?: DevicePeriod;
}

export interface Question {
  readonly community?: string;
  readonly from: number;
  readonly to: number;
}

/** In how many equal parts a period is drawn; each part is a question of its own. */
const PARTS: Readonly<Record<number, number>> = { 7: 7, 30: 10, 90: 9, 365: 12 };

export const PERIODS = [7, 30, 90, 365] as const;

/** The parts of the last so many days, oldest first. */
export function partsOf(days: number, now: number): readonly { from: number; to: number }[] {
  const parts = PARTS[days] ?? days;
  const length = (days * DAY_MS) / parts;
  return Array.from({ length: parts }, (_, part) => {
    const to = now - (parts - 1 - part) * length;
    return { from: to - length, to };
  });
}

export async function readService(api: Api, asked: Question): Promise<ServiceFigures> {
  return api.call({
    method: 'get',
    path: '/api/v1/statistics/service',
    query: period(asked),
    read: decodeService,
  });
}

export async function readDevices(api: Api, asked: Question): Promise<DeviceFigures> {
  return api.call({
    method: 'get',
    path: '/api/v1/statistics/devices',
    query: period(asked),
    read: decodeDevices,
  });
}

/** Whether a promise is met; undecided while there is nothing to count. */
export function isMet(kept: Kept): boolean | undefined {
  return kept.share === undefined ? undefined : kept.share >= kept.goal;
}

/** All the figures of the service, or of the devices, as a sheet of the office's own programs. */
export async function readSheet(
  api: Api,
  of: 'service' | 'devices',
  asked: Question,
  lang: 'zh' | 'en',
): Promise<string> {
  return api.text({
    method: 'get',
    path: `/api/v1/statistics/${of}`,
    query: { ...period(asked), format: 'csv', lang },
    read: nothing,
  });
}

function period({ community, from, to }: Question) {
  return { community, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function decodePercentiles(reader: Reader): Percentiles {
  return {
    p50Ms: reader.optionalNumber('p50Ms', 0),
    p95Ms: reader.optionalNumber('p95Ms', 0),
    p99Ms: reader.optionalNumber('p99Ms', 0),
  };
}

export function decodeDevices(reader: Reader): DeviceFigures {
  return {
    now: Object.fromEntries(
      DEVICE_COUNTS.map((name) => [name, reader.integer(name)]),
    ) as DeviceFigures['now'],
    period: reader.optionalObject('period', (one) => ({
      raised: one.object(
        'raised',
        (raised) =>
          Object.fromEntries(
            RAISED.map((what) => [
              what,
              raised.object(what, (each) => ({
                times: each.integer('times'),
                devices: each.integer('devices'),
              })),
            ]),
          ) as DevicePeriod['raised'],
      ),
      silence: one.object('silence', (silence) => ({
        outages: silence.integer('outages'),
        devices: silence.integer('devices'),
        lasting: silence.integer('lasting'),
        unmeasured: silence.integer('unmeasured'),
        hours: silence.optionalNumber('hours', 0) ?? 0,
        ...decodePercentiles(silence),
        worst: silence.list('worst', (item) => ({
          device: item.text('device'),
          since: item.instant('since'),
          tookMs: item.integer('tookMs'),
          ended: item.flag('ended', false),
        })),
      })),
      tests: one.object('tests', (tests) => ({
        announced: tests.integer('announced'),
        passed: tests.integer('passed'),
        failed: tests.integer('failed'),
        waiting: tests.integer('waiting'),
        ...decodePercentiles(tests),
      })),
    })),
  };
}

function decodeService(reader: Reader): ServiceFigures {
  return {
    incidents: reader.integer('incidents'),
    open: reader.integer('open'),
    falseAlarmShare: reader.optionalNumber('falseAlarmShare', 0, 1),
    endings: reader.numbersById('endings'),
    stretches: reader.list('stretches', (one) => ({
      stretch: one.word('stretch', STRETCHES, 'ANSWERED'),
      reached: one.integer('reached'),
      ...decodePercentiles(one),
      worst: one.list('worst', (item) => ({
        incident: item.text('incident'),
        openedAt: item.instant('openedAt'),
        tookMs: item.integer('tookMs'),
        reached: item.flag('reached', false),
      })),
    })),
    promises: reader.list('promises', (one) => ({
      code: one.text('code'),
      stretch: one.word('stretch', STRETCHES, 'ANSWERED'),
      withinMs: one.integer('withinMs'),
      goal: one.optionalNumber('goal', 0, 1) ?? 1,
      source: one.optionalText('source') ?? '',
      counted: one.integer('counted'),
      kept: one.integer('kept'),
      share: one.optionalNumber('share', 0, 1),
    })),
  };
}
