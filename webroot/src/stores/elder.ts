import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { decodeConsent, decodeFamilyContact, decodeMyResident } from '@/wire/family';
import type { Consent, ConsentKind, FamilyContact, MyResident } from '@/wire/family';
import { decodePage } from '@/wire/people';
import { Problem } from '@/wire/problem';
import { useLive } from './live';
import { useSession } from './session';

/** A family looks in rather than stares; what is urgent comes by the feed. */
const REFRESH_MS = 60_000;

/** One's own elder: how they are, what happened, who may know what. In memory only. */
export const useElder = defineStore('elder', () => {
  const session = useSession();
  const live = useLive();
  const elder = shallowRef<MyResident>();
  const contacts = shallowRef<readonly FamilyContact[]>([]);
  const consents = shallowRef<readonly Consent[]>([]);
  const problem = shallowRef<Problem>();
  const saving = ref<'idle' | 'pending' | 'saved'>('idle');
  const saveProblem = shallowRef<Problem>();

  /** What is being done for them now; a real one before a drill. */
  const incident = computed(
    () =>
      [...live.incidents.values()]
        .filter((each) => each.state === 'OPEN')
        .sort((a, b) => Number(a.drill) - Number(b.drill) || a.priority.localeCompare(b.priority))[0],
  );
  const own = computed(() => contacts.value.find((contact) => contact.account === session.me?.id));

  async function load(): Promise<void> {
    try {
      elder.value = await session.api.call({
        method: 'get',
        path: '/api/v1/me/resident',
        read: decodeMyResident,
      });
      problem.value = undefined;
    } catch (failure) {
      problem.value = asProblem(failure);
    }
  }

  async function loadPrivacy(): Promise<void> {
    const id = session.me?.resident;
    if (id === undefined) return;
    const [known, said] = await Promise.allSettled([
      session.api.call({
        method: 'get',
        path: '/api/v1/residents/{id}/contacts',
        at: { id },
        read: decodePage(decodeFamilyContact),
      }),
      session.api.call({
        method: 'get',
        path: '/api/v1/residents/{id}/consents',
        at: { id },
        read: decodePage(decodeConsent),
      }),
    ]);
    if (known.status === 'fulfilled') contacts.value = known.value.items;
    if (said.status === 'fulfilled') consents.value = said.value.items;
    const failed = [known, said].find((each) => each.status === 'rejected');
    problem.value = failed?.status === 'rejected' ? asProblem(failed.reason) : undefined;
  }

  async function save(phone: string, hasKey: boolean, minutesAway: number | undefined): Promise<void> {
    const contact = own.value;
    if (!contact || saving.value === 'pending') return;
    saving.value = 'pending';
    saveProblem.value = undefined;
    try {
      const changed = await session.api.call({
        method: 'put',
        path: '/api/v1/me/contact',
        body: minutesAway === undefined ? { phone, hasKey } : { phone, hasKey, minutesAway },
        ifMatch: contact.version,
        read: decodeFamilyContact,
      });
      contacts.value = contacts.value.map((each) => (each.id === changed.id ? changed : each));
      saving.value = 'saved';
    } catch (failure) {
      saving.value = 'idle';
      saveProblem.value = asProblem(failure);
      if (saveProblem.value.status === 412) await loadPrivacy();
    }
  }

  /** A family can give a consent back for them, never grant one. */
  async function giveBack(kind: ConsentKind): Promise<void> {
    const id = session.me?.resident;
    if (id === undefined) return;
    try {
      const { items } = await session.api.call({
        method: 'put',
        path: '/api/v1/residents/{id}/consents/{kind}',
        at: { id, kind },
        body: { granted: false },
        read: decodePage(decodeConsent),
      });
      consents.value = items;
      await load();
    } catch (failure) {
      saveProblem.value = asProblem(failure);
    }
  }

  // Something began, moved or ended: how they are has changed with it.
  watch(
    () => [live.live, incident.value?.id, incident.value?.state] as const,
    ([connected]) => {
      if (connected) void load();
    },
  );
  setInterval(() => {
    if (session.signedIn && !document.hidden && elder.value) void load();
  }, REFRESH_MS);
  session.onEnded(() => {
    elder.value = undefined;
    contacts.value = [];
    consents.value = [];
  });

  return {
    elder,
    contacts,
    consents,
    own,
    incident,
    problem,
    saving,
    saveProblem,
    load,
    loadPrivacy,
    save,
    giveBack,
  };
});

function asProblem(failure: unknown): Problem {
  return failure instanceof Problem
    ? failure
    : new Problem(0, 'unreachable', 'unreachable', undefined, undefined);
}
