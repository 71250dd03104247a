import type { RouteRecordRaw } from 'vue-router';

const DESK = ['ADMIN', 'COORDINATOR'] as const;

/** The pages of the administration, in the order of the menu, and whose they are. */
export const PAGES: readonly {
  readonly name: string;
  readonly roles: readonly string[];
  readonly view: NonNullable<RouteRecordRaw['component']>;
}[] = [
  { name: 'residents', roles: DESK, view: () => import('./residents/ResidentsPage.vue') },
  { name: 'plans', roles: DESK, view: () => import('./plans/PlansPage.vue') },
  { name: 'rota', roles: DESK, view: () => import('./rota/RotaPage.vue') },
];

export const ADMIN_ROUTE: RouteRecordRaw = {
  path: '/admin',
  component: () => import('./AdminView.vue'),
  redirect: { name: `admin-${PAGES[0]!.name}` },
  meta: { signedIn: true },
  children: PAGES.map(({ name, view }) => ({ path: name, name: `admin-${name}`, component: view })),
};
