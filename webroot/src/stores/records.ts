import { defineStore } from 'pinia';
import { readAll } from '@/api/pages';
import { decodeCandidate, decodePage, decodeTimelineEntry } from '@/wire/people';
import type { Candidate, TimelineEntry } from '@/wire/people';
import { useFollowed } from './followed';
import { useSession } from './session';

export interface Records {
  readonly timeline: readonly TimelineEntry[];
  readonly candidates: readonly Candidate[];
  readonly failed: boolean;
  readonly loaded: boolean;
}

const EMPTY: Records = { timeline: [], candidates: [], failed: false, loaded: false };

/** What has been done about an incident and who was or was not chosen: re-read when the feed says it changed. */
export const useRecords = defineStore('records', () => {
  const session = useSession();
  const { known: records, follow } = useFollowed<Records>(async (incident, known) => {
    const [timeline, candidates] = await Promise.allSettled([timelineOf(incident), candidatesOf(incident)]);
    const before = known() ?? EMPTY;
    const failed = timeline.status === 'rejected' || candidates.status === 'rejected';
    const told = {
      timeline: timeline.status === 'fulfilled' ? timeline.value : before.timeline,
      candidates: candidates.status === 'fulfilled' ? candidates.value : before.candidates,
      failed,
      loaded: true,
    };
    return { told, whole: !failed };
  });

  async function candidatesOf(incident: string): Promise<readonly Candidate[]> {
    const { items } = await session.api.call({
      method: 'get',
      path: '/api/v1/incidents/{id}/candidates',
      at: { id: incident },
      read: decodePage(decodeCandidate),
    });
    return items;
  }

  async function timelineOf(incident: string): Promise<TimelineEntry[]> {
    return readAll((cursor) =>
      session.api.call({
        method: 'get',
        path: '/api/v1/incidents/{id}/timeline',
        at: { id: incident },
        query: { cursor },
        read: decodePage(decodeTimelineEntry),
      }),
    );
  }

  return { records, follow, of: (incident: string) => records.get(incident) ?? EMPTY };
});
