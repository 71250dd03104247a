import { defineStore } from 'pinia';
import { computed, reactive, ref, watch } from 'vue';
import type { WritableComputedRef } from 'vue';
import type { Calling } from '@/console/pop/calling';
import { lookedAt, mayPopUp } from '@/console/selection';
import { gatherStorms, isOverdue, openQueue, recentlyClosed } from '@/console/queue/order';
import type { Incident } from '@/wire/incident';
import type { CallableRole } from './acts';
import { useCommunities } from './communities';
import { useLive } from './live';
import { useSession } from './session';

export type Form = 'note' | 'stand-down' | 'command';

/** What the coordinator at this desk is looking at and doing. */
export const useDesk = defineStore('desk', () => {
  const live = useLive();
  const session = useSession();
  const communities = useCommunities();

  const selectedId = ref<string>();
  const chosenByHand = ref(false);
  /** A reload came back to what was looked at: until the picture is whole nothing else takes its place. */
  const resuming = ref(false);
  const form = ref<Form>();
  /** Whose place the command form is about to take away. */
  const takeAway = ref<string>();
  /** Of which role the command form is about to call another. */
  const callMore = ref<CallableRole>();
  const dockTab = ref<'timeline' | 'candidates'>('timeline');
  /** Whose residents are listed over the map. */
  const building = ref<string>();
  /** Somebody rings, or stands before the desk, and no telephone system told of it. */
  const takingCall = ref(false);
  const helpOpen = ref(false);
  const shiftOpen = ref(false);
  const totpOpen = ref(false);
  /** Half-written words by incident and form: changing the selection must not lose them. */
  const drafts = reactive(new Map<string, string>());
  /** Who is being rung, by incident: until somebody says how it ended, or puts it away. */
  const callings = reactive(new Map<string, Calling>());

  /** In one word, so that the queue is sorted again when somebody falls due and not with every second. */
  const overdue = computed(() =>
    [...live.incidents.values()]
      .filter((incident) => incident.state === 'OPEN' && isOverdue(incident, live.now))
      .map(({ id }) => id)
      .join(),
  );
  const queue = computed(() => openQueue(live.incidents.values(), new Set(overdue.value.split(','))));
  const entries = computed(() => gatherStorms(queue.value, communities.nameOf));
  const closed = computed(() => recentlyClosed(live.incidents.values()));
  const selected = computed(() =>
    selectedId.value === undefined ? undefined : live.incidents.get(selectedId.value),
  );

  /** What is half written in a form of an incident; there again when one comes back to it. */
  function draft(id: () => string, which: Form): WritableComputedRef<string> {
    return computed({
      get: () => drafts.get(`${id()}/${which}`) ?? '',
      set: (text) => drafts.set(`${id()}/${which}`, text),
    });
  }

  /** What a form asked for is done. @return whether one still looks at it: a late answer touches nothing else */
  function finish(id: string, which: Form): boolean {
    drafts.delete(`${id}/${which}`);
    if (selectedId.value !== id) return false;
    if (form.value === which) form.value = undefined;
    return true;
  }

  function show(id: string | undefined, byHand: boolean): void {
    selectedId.value = id;
    chosenByHand.value = byHand;
    resuming.value = false;
    lookedAt.keep(id);
  }

  function resume(): void {
    const id = lookedAt.read();
    if (id === undefined) return;
    show(id, true);
    resuming.value = true;
  }

  // Ended or gone meanwhile: the desk begins as it does for whoever comes anew.
  watch([resuming, selected, () => live.live], ([waiting, looked, whole]) => {
    if (!waiting) return;
    if (looked?.state === 'OPEN') resuming.value = false;
    else if (whole) show(undefined, false);
  });
  session.onEnded(() => lookedAt.keep(undefined));

  function select(id: string | undefined): void {
    show(id, id !== undefined);
    form.value = undefined;
    takeAway.value = undefined;
    callMore.value = undefined;
    dockTab.value = 'timeline';
  }

  /** Called for every new or louder incident; decides whether it takes the screen. */
  function offerScreen(incident: Incident): void {
    if (resuming.value) return;
    const desk = {
      selected: selected.value,
      chosenByHand: chosenByHand.value,
      writing: form.value !== undefined || (selectedId.value !== undefined && callings.has(selectedId.value)),
      me: session.me?.id,
    };
    if (!mayPopUp(desk, incident)) return;
    show(incident.id, false);
  }

  function move(by: 1 | -1): void {
    const ids = queue.value.map((incident) => incident.id);
    const at = selectedId.value === undefined ? -1 : ids.indexOf(selectedId.value);
    const next = ids[Math.min(ids.length - 1, Math.max(0, at + by))];
    if (next !== undefined) select(next);
  }

  /** Leaves the desk for another page of the same tab; what was looked at is still there afterwards. */
  function clear(): void {
    const left = lookedAt.read();
    select(undefined);
    lookedAt.keep(left);
    building.value = undefined;
    drafts.clear();
    callings.clear();
    takingCall.value = false;
    helpOpen.value = false;
    shiftOpen.value = false;
    totpOpen.value = false;
  }

  return {
    selectedId,
    selected,
    chosenByHand,
    resuming,
    form,
    takeAway,
    callMore,
    dockTab,
    building,
    takingCall,
    helpOpen,
    shiftOpen,
    totpOpen,
    draft,
    finish,
    callings,
    queue,
    entries,
    closed,
    select,
    resume,
    offerScreen,
    move,
    clear,
  };
});
