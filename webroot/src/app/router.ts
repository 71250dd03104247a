import { createRouter, createWebHistory } from 'vue-router';
import { ADMIN_ROUTE } from '@/admin/pages';
import { useSession } from '@/stores/session';
import { DESK_ROLES, FAMILY_ROLES, landingOf, RESPONDER_ROLES } from './landing';

declare module 'vue-router' {
  interface RouteMeta {
    readonly signedIn?: boolean;
    readonly roles?: readonly string[];
  }
}

/** Who may open which page; everybody else is led to their own. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('@/signin/SignInView.vue') },
    {
      path: '/console',
      name: 'console',
      component: () => import('@/console/ConsoleView.vue'),
      meta: { signedIn: true, roles: DESK_ROLES },
    },
    {
      path: '/responder',
      name: 'responder',
      component: () => import('@/responder/ResponderView.vue'),
      meta: { signedIn: true, roles: RESPONDER_ROLES },
    },
    {
      path: '/family',
      name: 'family',
      component: () => import('@/family/FamilyView.vue'),
      meta: { signedIn: true, roles: FAMILY_ROLES },
    },
    ADMIN_ROUTE,
    { path: '/:rest(.*)*', redirect: '/console' },
  ],
});

router.beforeEach((to) => {
  const session = useSession();
  if (to.meta.signedIn === true && !session.signedIn) return { name: 'sign-in', query: { to: to.fullPath } };
  const role = session.me?.role ?? '';
  if (to.meta.roles !== undefined && !to.meta.roles.includes(role)) {
    const own = landingOf(role);
    // Of an account whose role we do not know the console shows what it may.
    return own === to.name ? true : { name: own };
  }
  return true;
});
