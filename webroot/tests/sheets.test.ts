import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiClient, freshKey } from '@/api/client';
import { SHEET_LIMIT_MS } from '@/admin/kit/sheets';
import { listResidents, readSheet } from '@/admin/residents/residents';
import { readSheet as readDeviceSheet } from '@/admin/devices/devices';
import { NO_ANSWER, UNREACHABLE } from '@/wire/problem';

const api = new ApiClient({
  token: () => Promise.resolve('token'),
  onNotes: () => undefined,
  onDate: () => undefined,
});
const sheet = new Blob(['编号,姓名\r\n']);
const how = { dryRun: true, partial: false, language: 'zh' as const };

describe('how long a screen waits', () => {
  const limits: number[] = [];
  let failure: Error;

  beforeEach(() => {
    limits.length = 0;
    failure = new TypeError('Failed to fetch');
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      limits.push(ms);
      return new AbortController().signal;
    });
    vi.stubGlobal('fetch', () => Promise.reject(failure));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('is longer for sheets than for anything else', async () => {
    const refused = () => undefined;
    await readSheet(api, sheet, { ...how, community: 'c' }, freshKey()).catch(refused);
    await readDeviceSheet(api, sheet, how, freshKey()).catch(refused);
    await listResidents(api, {}).catch(refused);
    expect(limits.slice(0, 2)).toEqual([SHEET_LIMIT_MS, SHEET_LIMIT_MS]);
    expect(limits[2]).toBeLessThan(SHEET_LIMIT_MS);
  });

  it('never says of what was sent and not answered that nothing was sent', async () => {
    await expect(listResidents(api, {})).rejects.toMatchObject({ status: 0, code: UNREACHABLE });
    failure = new DOMException('signal timed out', 'TimeoutError');
    await expect(listResidents(api, {})).rejects.toMatchObject({ status: 0, code: NO_ANSWER });
  });
});
