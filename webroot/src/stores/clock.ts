import { defineStore } from 'pinia';
import { ref } from 'vue';
import { ServerClock } from '@/app/time/serverClock';
import { steadyNow } from '@/app/time/steady';

const TICK_MS = 500;

/** What time it is at the server, whatever this browser's own clock says: every age on every page is told by it. */
export const useClock = defineStore('clock', () => {
  const server = new ServerClock(steadyNow);
  const now = ref(server.now());
  let known = false;

  function heard(serverAt: number): void {
    server.heard(serverAt);
    learn();
  }

  /** @param header an answer's `Date`; a proxy may have taken it away */
  function dated(header: string | null): void {
    const serverAt = Date.parse(header ?? '');
    if (Number.isNaN(serverAt)) return;
    server.dated(serverAt);
    learn();
  }

  /** The first word counts at once: what is shown before it is by the browser's clock. */
  function learn(): void {
    if (known) return;
    known = true;
    now.value = server.now();
  }

  setInterval(() => (now.value = server.now()), TICK_MS);

  return { now, heard, dated };
});
