import type { Dossier, DossierDevice } from '@/wire/dossier';
import type { DeviceState } from '@/wire/people';

/**
 * The resident's devices: as the dossier read them, with what the feed has said since, and what this desk has written
 * down since. The dossier is opened in the same moment as the press arrives, so the battery level that came with the
 * press is often told by the feed alone.
 */
export function devicesNow(
  dossier: Dossier,
  told: ReadonlyMap<string, DeviceState>,
  maintenance: ReadonlyMap<string, number | undefined> = new Map(),
): DossierDevice[] {
  return dossier.devices.map((read) => {
    const device = maintenance.has(read.id) ? { ...read, maintenanceUntil: maintenance.get(read.id) } : read;
    const now = told.get(read.id);
    if (!now || (now.lastSeenAt ?? 0) < (read.lastSeenAt ?? 0)) return device;
    return {
      ...device,
      battery: now.battery ?? read.battery,
      lastSeenAt: now.lastSeenAt ?? read.lastSeenAt,
      state: now.state ?? read.state,
    };
  });
}
