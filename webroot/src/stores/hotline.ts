import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import { freshKey } from '@/api/client';
import type { Call } from '@/feed/picture';
import { decodeAnnouncedCall } from '@/wire/call';
import { decodeIncident } from '@/wire/incident';
import type { Incident, SayableNeed } from '@/wire/incident';
import { decodePage } from '@/wire/people';
import { Problem } from '@/wire/problem';
import { decodeResidentLine } from '@/wire/residents';
import type { ResidentLine } from '@/wire/residents';
import { useActs } from './acts';
import { useDesk } from './desk';
import { useLive } from './live';
import { useSession } from './session';

const FOUND = 6;

/** Who rings the hotline, and what a coordinator makes of it. Nothing goes away by itself. */
export const useHotline = defineStore('hotline', () => {
  const session = useSession();
  const live = useLive();
  const desk = useDesk();
  const acts = useActs();
  const dismissed = shallowReactive(new Set<string>());
  /** Empty: withheld. */
  const numbers = shallowReactive(new Map<string, string>());
  /** What was last ended about somebody; undefined when nothing ever was. */
  const last = shallowReactive(new Map<string, Incident | undefined>());
  const pending = ref(false);
  const problem = shallowRef<Problem>();
  let intention: { readonly about: string; readonly key: string } | undefined;

  const ringing = computed<readonly Call[]>(() =>
    [...live.calls.values()].filter(({ id }) => !dismissed.has(id)).sort((a, b) => b.at - a.at),
  );

  /** A convenience each: without it the card shows one line less. */
  async function lookUp(call: Call): Promise<void> {
    const number = session.api
      .call({ method: 'get', path: '/api/v1/calls/{id}', at: { id: call.id }, read: decodeAnnouncedCall })
      .then(({ from }) => numbers.set(call.id, from ?? ''))
      .catch(() => undefined);
    await Promise.all([number, ...call.residents.map(({ id }) => lookAt(id))]);
  }

  async function lookAt(resident: string): Promise<void> {
    await session.api
      .call({
        method: 'get',
        path: '/api/v1/incidents',
        query: { resident, state: 'stood_down', limit: 1 },
        read: decodePage(decodeIncident),
      })
      .then(({ items }) => last.set(resident, items[0]))
      .catch(() => undefined);
  }

  async function search(q: string): Promise<readonly ResidentLine[]> {
    const page = await session.api.call({
      method: 'get',
      path: '/api/v1/residents',
      query: { q, limit: FOUND },
      read: decodePage(decodeResidentLine),
    });
    return page.items;
  }

  /** Opens or joins; whoever does it has taken notice of it. Asked again after a lost answer it is the same call. */
  async function raise(resident: string, drill: boolean, need: SayableNeed, call?: string): Promise<boolean> {
    if (pending.value) return false;
    pending.value = true;
    problem.value = undefined;
    const about = `${call ?? ''}/${resident}/${drill}/${need}`;
    if (intention?.about !== about) intention = { about, key: freshKey() };
    try {
      const incident = await session.api.call({
        method: 'post',
        path: '/api/v1/incidents',
        body: { resident, drill, need },
        idempotencyKey: intention.key,
        read: decodeIncident,
      });
      intention = undefined;
      live.learn(incident);
      desk.select(incident.id);
      if (!incident.acknowledged) void acts.acknowledge(incident.id);
      if (call !== undefined) dismissed.add(call);
      return true;
    } catch (failure) {
      problem.value =
        failure instanceof Problem
          ? failure
          : new Problem(0, 'unreachable', 'unreachable', undefined, undefined);
      if (!problem.value.passing) intention = undefined;
      return false;
    } finally {
      pending.value = false;
    }
  }

  session.onEnded(() => {
    dismissed.clear();
    numbers.clear();
    last.clear();
    problem.value = undefined;
    intention = undefined;
  });

  return {
    ringing,
    numbers,
    last,
    pending,
    problem,
    lookUp,
    search,
    raise,
    dismiss: (id: string) => dismissed.add(id),
    forgive: () => (problem.value = undefined),
  };
});
