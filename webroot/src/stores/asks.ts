import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { bell } from '@/app/sound';
import { steadyNow } from '@/app/time/steady';
import { buildingWord, endingOf, endingOfMission, missionOf, ringingFor } from '@/responder/mine';
import type { Asked, Ending, Mission } from '@/responder/mine';
import type { Incident } from '@/wire/incident';
import { useErrands } from './errands';
import { useLive } from './live';
import { useSession } from './session';

const BEAT_MS = 250;
/** As a telephone rings: three seconds, until somebody answers or mutes it. */
const RING_EVERY_MS = 3_000;
const RING_PATTERN_MS = [400, 150, 400, 150, 700];
const ENDINGS_KEPT = 5;

export interface Ended {
  readonly offer: string;
  readonly place: string;
  readonly ending: Ending;
  readonly by: string | undefined;
}

/** What rings for the person on this phone, and what became of it. */
export const useAsks = defineStore('asks', () => {
  const live = useLive();
  const session = useSession();
  const errands = useErrands();
  const muted = ref(new Set<string>());
  const audible = ref(bell.audible);
  const endings = shallowRef<readonly Ended[]>([]);
  let rangAt = -Infinity;

  const me = computed(() => session.me?.id ?? '');
  /** What I said to an offer: until the picture shows it, and unless the server would not have it. */
  const answers = ref(new Map<string, 'accept' | 'decline'>());
  const answerTo = computed(() => {
    const all = new Map(answers.value);
    for (const { errand } of [...errands.pending, ...errands.heard]) {
      if (errand.do === 'accept' || errand.do === 'decline') all.set(errand.offer, errand.do);
    }
    for (const { errand } of errands.refused) if ('offer' in errand) all.delete(errand.offer);
    return all;
  });
  const ringing = computed(() =>
    ringingFor(me.value, live.incidents.values(), live.now).filter(
      ({ offer }) => answerTo.value.get(offer.id) !== 'decline',
    ),
  );
  const mission = computed(() => missionOf(me.value, live.incidents.values()));

  function answer(asked: Asked, yes: boolean): void {
    answers.value = new Map(answers.value).set(asked.offer.id, yes ? 'accept' : 'decline');
    errands.say({ do: yes ? 'accept' : 'decline', offer: asked.offer.id }, asked.incident.id);
  }

  function beat(): void {
    audible.value = bell.audible;
    const loud = ringing.value.find(
      ({ offer }) => !muted.value.has(offer.id) && !answerTo.value.has(offer.id),
    );
    if (!loud || steadyNow() - rangAt < RING_EVERY_MS) return;
    rangAt = steadyNow();
    bell.play(loud.incident.drill ? 'P4' : 'P1');
    if ('vibrate' in navigator) navigator.vibrate(RING_PATTERN_MS);
  }

  function mute(offer: string): void {
    muted.value = new Set([...muted.value, offer]);
    if ('vibrate' in navigator) navigator.vibrate(0);
  }

  async function unlock(): Promise<void> {
    audible.value = await bell.unlock();
    bell.play('P4');
  }

  // What rang a moment ago and rings no more, without a word of mine: say why.
  watch(ringing, (now, before) => {
    for (const { offer, incident } of before) {
      if (answers.value.has(offer.id) || now.some((still) => still.offer.id === offer.id)) continue;
      const { ending, by } = endingOf(offer.id, me.value, live.incidents.get(incident.id));
      tell(offer.id, incident, ending, by?.name);
    }
  });

  function tell(offer: string, { place }: Incident, ending: Ending, by?: string): void {
    const told = { offer, place: buildingWord(place?.label), ending, by };
    endings.value = [told, ...endings.value].slice(0, ENDINGS_KEPT);
  }

  // Who is on the way and need not go any more hears it. While the picture is not whole, nothing has ended in it.
  let known: Mission | undefined;
  watch([mission, () => live.live], ([now, whole]) => {
    if (!whole) return;
    const before = known;
    known = now;
    if (!before || before.assignment.id === now?.assignment.id || saidSo(before.assignment.id)) return;
    const ending = endingOfMission(before, live.incidents.get(before.incident.id));
    if (ending === undefined) return;
    tell(before.assignment.id, before.incident, ending);
    bell.play('P3');
    if ('vibrate' in navigator) navigator.vibrate(RING_PATTERN_MS);
  });

  function saidSo(assignment: string): boolean {
    return [...errands.pending, ...errands.heard].some(
      ({ errand }) => (errand.do === 'clear' || errand.do === 'release') && errand.assignment === assignment,
    );
  }

  session.onEnded(() => {
    known = undefined;
    endings.value = [];
    muted.value = new Set();
    answers.value = new Map();
  });
  setInterval(beat, BEAT_MS);

  return { ringing, answerTo, mission, muted, audible, endings, answer, mute, unlock };
});
