import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { readAll } from '@/api/pages';
import { decodeCandidate, decodePage, decodeTimelineEntry } from '@/wire/people';
import type { Candidate, TimelineEntry } from '@/wire/people';
import { useLive } from './live';
import { useSession } from './session';

/** Several events of one incident within this time lead to one reading. */
const SETTLE_MS = 250;

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
  const live = useLive();
  const records = shallowReactive(new Map<string, Records>());
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  let followed: string | undefined;

  function follow(incident: string | undefined): void {
    followed = incident;
    if (incident !== undefined) void load(incident);
  }

  async function load(incident: string): Promise<void> {
    const [timeline, candidates] = await Promise.allSettled([timelineOf(incident), candidatesOf(incident)]);
    const known = records.get(incident) ?? EMPTY;
    records.set(incident, {
      timeline: timeline.status === 'fulfilled' ? timeline.value : known.timeline,
      candidates: candidates.status === 'fulfilled' ? candidates.value : known.candidates,
      failed: timeline.status === 'rejected' || candidates.status === 'rejected',
      loaded: true,
    });
  }

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

  live.onNews((news) => {
    for (const { incident } of news) {
      if (incident.id !== followed || waiting.has(incident.id)) continue;
      waiting.set(
        incident.id,
        setTimeout(() => {
          waiting.delete(incident.id);
          if (incident.id === followed) void load(incident.id);
        }, SETTLE_MS),
      );
    }
  });
  watch(
    () => live.live,
    (back) => {
      if (back && followed !== undefined && records.get(followed)?.failed) void load(followed);
    },
  );
  session.onEnded(() => {
    records.clear();
    followed = undefined;
  });

  return { records, follow, of: (incident: string) => records.get(incident) ?? EMPTY };
});
