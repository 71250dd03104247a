import type { Dossier, DossierDevice } from '@/wire/dossier';
import type { DeviceState } from '@/wire/people';

/**
 * The resident's devices: as the dossier read them, with what the feed has said since. The dossier is opened in the same
 * moment as the press arrives, so the battery level that came with the press is often told by the feed alone; so is work
 * that somebody else began or ended.
 */
export function devicesNow(dossier: Dossier, told: ReadonlyMap<string, DeviceState>): DossierDevice[] {
  return dossier.devices.map((read) => {
    const now = told.get(read.id);
    if (!now) return read;
    const device = {
      ...read,
      test: now.test ?? read.test,
      maintenanceUntil: now.maintenanceUntil ?? read.maintenanceUntil,
    };
    if ((now.lastSeenAt ?? 0) < (read.lastSeenAt ?? 0)) return device;
    return {
      ...device,
      battery: now.battery ?? read.battery,
      lastSeenAt: now.lastSeenAt ?? read.lastSeenAt,
      state: now.state ?? read.state,
    };
  });
}

export type Silence = 'MAINTENANCE' | 'AWAY';

/** Why nobody need wonder that a device is silent. */
export function silenceOf(device: DeviceState, now: number): Silence | undefined {
  if ((device.maintenanceUntil ?? 0) > now) return 'MAINTENANCE';
  return device.away === true ? 'AWAY' : undefined;
}

/** What the desk wants to know of all of them at a glance. */
export function fleetInWords(devices: Iterable<DeviceState>, now: number): Record<FleetWord, number> {
  const counts = { total: 0, online: 0, silent: 0, inWork: 0, away: 0, untested: 0 };
  for (const device of devices) {
    const silence = silenceOf(device, now);
    counts.total++;
    if (device.test === 'NEVER_TESTED' || device.test === 'TEST_OVERDUE') counts.untested++;
    if (silence === 'MAINTENANCE') counts.inWork++;
    else if (device.state === 'ONLINE') counts.online++;
    else if (silence === 'AWAY') counts.away++;
    else counts.silent++;
  }
  return counts;
}

export type FleetWord = 'total' | 'online' | 'silent' | 'inWork' | 'away' | 'untested';
