import type { Dossier, Where } from '@/wire/dossier';
import type { Incident } from '@/wire/incident';
import type { DeviceState } from '@/wire/people';

/**
 * Where a device of this incident was last: as the dossier read it, or as the feed has told since. Home is not the
 * answer to this question; it stands beside it.
 */
export function lastFix(
  incident: Incident,
  dossier: Dossier | undefined,
  devices: ReadonlyMap<string, DeviceState>,
): Where | undefined {
  const where = dossier?.where;
  const read = where?.basis === 'DEVICE' ? where : where?.device;
  const told = incident.devices
    .map((id) => devices.get(id))
    .filter((device) => device?.point !== undefined)
    .sort((a, b) => (b?.positionAt ?? 0) - (a?.positionAt ?? 0))[0];
  if (!told || (read && (told.positionAt ?? 0) <= (read.at ?? 0))) return read;
  return { basis: 'DEVICE', point: told.point, accuracyMeters: told.accuracyMeters, at: told.positionAt };
}
