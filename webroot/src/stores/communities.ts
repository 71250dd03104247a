import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { readAll } from '@/api/pages';
import { decodeCommunity, decodePage } from '@/wire/people';
import type { CommunityNode } from '@/wire/people';
import { decodeGround } from '@/wire/ground';
import type { Ground } from '@/wire/ground';
import { EMPTY_PLAN, decodePlan } from '@/wire/plan';
import { decode } from '@/wire/reader';
import { useSession } from './session';
import { useTrouble } from './trouble';

const PLAN_LIMIT_MS = 20_000;

/** The visible part of the community tree, and the plan drawn under it. */
export const useCommunities = defineStore('communities', () => {
  const session = useSession();
  const trouble = useTrouble();
  const nodes = shallowRef<ReadonlyMap<string, CommunityNode>>(new Map());
  const plan = shallowRef(EMPTY_PLAN);
  const planState = shallowRef<'absent' | 'loading' | 'ready' | 'failed'>('absent');

  /** Whether the tree was read; empty and not yet known are two things. */
  const known = shallowRef(false);

  /** The tiles to draw under the plan; none unless the house has set some up. */
  const ground = shallowRef<Ground>();

  const planNames = computed(() => new Map(plan.value.features.map((feature) => [feature.id, feature.name])));

  function nameOf(id: string): string {
    return (
      nodes.value.get(id)?.name ??
      session.me?.communities.find((community) => community.id === id)?.name ??
      planNames.value.get(id) ??
      ''
    );
  }

  async function load(): Promise<void> {
    const found = new Map<string, CommunityNode>();
    const all = await readAll((cursor) =>
      session.api.call({
        method: 'get',
        path: '/api/v1/communities',
        query: { cursor },
        read: decodePage(decodeCommunity),
      }),
    );
    for (const node of all) found.set(node.id, node);
    nodes.value = found;
    known.value = true;
  }

  /** What was just written: the server's own tree follows a moment after its answer. */
  function know(node: CommunityNode): void {
    nodes.value = new Map(nodes.value).set(node.id, node);
  }

  /** Public and without personal data; the console works without it. */
  async function loadPlan(): Promise<void> {
    if (planState.value === 'loading' || planState.value === 'ready') return;
    planState.value = 'loading';
    try {
      const response = await fetch('/map/plan.geojson', { signal: AbortSignal.timeout(PLAN_LIMIT_MS) });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const drawn = decodePlan(await response.json());
      // Before the plan is shown, so that the map is made once: over shifted tiles it stands elsewhere.
      ground.value = await loadGround();
      plan.value = drawn;
      if (plan.value.refused > 0) {
        trouble.note([{ path: 'plan.geojson', reason: `${plan.value.refused} features could not be read` }]);
      }
      planState.value = 'ready';
    } catch {
      planState.value = 'failed';
    }
  }

  async function loadGround(): Promise<Ground | undefined> {
    const response = await fetch('/map/ground.json', { signal: AbortSignal.timeout(PLAN_LIMIT_MS) });
    if (!response.ok) return undefined;
    const { value, notes } = decode(await response.json(), 'ground.json', decodeGround);
    if (notes.length > 0) trouble.note(notes);
    return value;
  }

  return { nodes, known, ground, plan, planState, nameOf, load, know, loadPlan };
});
