import type { RouteRecordRaw } from 'vue-router';
import { DESK_ROLES as DESK } from '@/app/landing';

const ADMIN = ['ADMIN'];

/** The pages of the administration, in the order of the menu, and whose they are. */
export const PAGES: readonly {
  readonly name: string;
  readonly roles: readonly string[];
  readonly view: NonNullable<RouteRecordRaw['component']>;
}[] = [
  { name: 'residents', roles: DESK, view: () => import('./residents/ResidentsPage.vue') },
  { name: 'devices', roles: DESK, view: () => import('./devices/DevicesPage.vue') },
  { name: 'communities', roles: ADMIN, view: () => import('./communities/CommunitiesPage.vue') },
  { name: 'accounts', roles: ADMIN, view: () => import('./accounts/AccountsPage.vue') },
  { name: 'plans', roles: DESK, view: () => import('./plans/PlansPage.vue') },
  { name: 'rota', roles: DESK, view: () => import('./rota/RotaPage.vue') },
  { name: 'access', roles: ADMIN, view: () => import('./access/AccessPage.vue') },
  { name: 'statistics', roles: DESK, view: () => import('./statistics/StatisticsPage.vue') },
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
