import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Note } from '@/wire/reader';

const KEPT = 20;

/** What came in unreadable: counted and shown, so that a hole in the picture is never a silent one. */
export const useTrouble = defineStore('trouble', () => {
  const count = ref(0);
  const latest = shallowRef<readonly Note[]>([]);
  const dismissedAt = ref(0);
  const visible = computed(() => count.value > dismissedAt.value);

  function note(notes: readonly Note[]): void {
    count.value += notes.length;
    latest.value = [...notes, ...latest.value].slice(0, KEPT);
  }

  function dismiss(): void {
    dismissedAt.value = count.value;
  }

  return { count, latest, visible, note, dismiss };
});
