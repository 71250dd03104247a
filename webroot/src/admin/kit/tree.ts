import type { CommunityNode } from '@/wire/people';
import type { Field } from './fields';

export interface Branch extends CommunityNode {
  /** 0 where one's part of the tree begins. */
  readonly depth: number;
}

/** Every node right below the one it belongs to. */
export function treeOf(nodes: Iterable<CommunityNode>): readonly Branch[] {
  const all = [...nodes];
  const known = new Set(all.map(({ id }) => id));
  const below = new Map<string | undefined, CommunityNode[]>();
  for (const node of all) {
    const above = node.parent !== undefined && known.has(node.parent) ? node.parent : undefined;
    below.set(above, [...(below.get(above) ?? []), node]);
  }
  const branches = (above: string | undefined, depth: number): Branch[] =>
    (below.get(above) ?? []).flatMap((node) => [{ ...node, depth }, ...branches(node.id, depth + 1)]);
  return branches(undefined, 0);
}

/** The tree as a choice: what belongs to something stands indented below it. */
export function placeOptions(nodes: Iterable<CommunityNode>): NonNullable<Field['options']> {
  return treeOf(nodes).map(({ id, name, depth }) => ({ value: id, label: '　'.repeat(depth) + name }));
}

/** The nodes of some levels, as a choice. */
export function placesOf(
  nodes: Iterable<CommunityNode>,
  ...levels: readonly CommunityNode['level'][]
): NonNullable<Field['options']> {
  return [...nodes]
    .filter(({ level }) => levels.includes(level))
    .map(({ id, name }) => ({ value: id, label: name }));
}
