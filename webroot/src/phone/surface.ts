import { onBeforeUnmount, onMounted } from 'vue';
import { bell } from '@/app/sound';
import { useLive } from '@/stores/live';
import './phone.css';

/** What a page on a phone has beside its content: its size, its manifest, and a feed that wakes with the line. */
export function usePhoneSurface(page: 'responder' | 'family'): void {
  const live = useLive();
  const links: HTMLLinkElement[] = [];
  const wake = (): void => {
    if (!document.hidden) live.wake();
  };
  const human = (): void => {
    live.humanSeen();
    // A page that opened by itself may only ring once it was touched.
    if (!bell.audible) void bell.unlock();
  };

  onMounted(() => {
    document.documentElement.dataset.surface = 'phone';
    links.push(link('manifest', `/${page}.webmanifest`), link('apple-touch-icon', '/icons/anling-192.png'));
    window.addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('pointerdown', human, { passive: true });
    window.addEventListener('keydown', human);
    live.start();
  });
  onBeforeUnmount(() => {
    delete document.documentElement.dataset.surface;
    links.forEach((each) => each.remove());
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
    window.removeEventListener('pointerdown', human);
    window.removeEventListener('keydown', human);
  });
}

function link(rel: string, href: string): HTMLLinkElement {
  const element = document.createElement('link');
  element.rel = rel;
  element.href = href;
  document.head.append(element);
  return element;
}
