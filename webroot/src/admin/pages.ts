import type { WordsOf } from 'vue-i18n';
import type { RouteRecordRaw } from 'vue-router';
import { DESK_ROLES as DESK } from '@/app/landing';

const ADMIN = ['ADMIN'];

/** Who is protected, who comes, where, and how well it goes. */
export const GROUPS = ['protected', 'response', 'house', 'insight'] as const;

/** The pages of the administration, in the order of the menu, and whose they are. */
export const PAGES: readonly {
  readonly name: WordsOf<'admin.page'>;
  readonly group: (typeof GROUPS)[number];
  readonly roles: readonly string[];
  readonly view: NonNullable<RouteRecordRaw['component']>;
}[] = [
  { name: 'residents', group: 'protected', roles: DESK, view: () => import('./residents/ResidentsPage.vue') },
  { name: 'devices', group: 'protected', roles: DESK, view: () => import('./devices/DevicesPage.vue') },
  { name: 'plans', group: 'response', roles: DESK, view: () => import('./plans/PlansPage.vue') },
  { name: 'rota', group: 'response', roles: DESK, view: () => import('./rota/RotaPage.vue') },
  {
    name: 'communities',
    group: 'house',
    roles: ADMIN,
    view: () => import('./communities/CommunitiesPage.vue'),
  },
  { name: 'accounts', group: 'house', roles: ADMIN, view: () => import('./accounts/AccountsPage.vue') },
  {
    name: 'statistics',
    group: 'insight',
    roles: DESK,
    view: () => import('./statistics/StatisticsPage.vue'),
  },
  { name: 'access', group: 'insight', roles: ADMIN, view: () => import('./access/AccessPage.vue') },
];

export const ADMIN_ROUTE: RouteRecordRaw = {
  path: '/admin',
  component: () => import('./AdminView.vue'),
  redirect: { name: `admin-${PAGES[0]!.name}` },
  meta: { signedIn: true, roles: DESK },
  children: PAGES.map(({ name, roles, view }) => ({
    path: name,
    name: `admin-${name}`,
    component: view,
    meta: { roles },
  })),
};
