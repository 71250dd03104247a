import { createRouter, createWebHistory } from 'vue-router';
import { ADMIN_ROUTE } from '@/admin/pages';
import { useSession } from '@/stores/session';

/** One screen today; the doctor's desk, the responders' and the family's pages get their own entries beside it. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('@/signin/SignInView.vue') },
    {
      path: '/console',
      name: 'console',
      component: () => import('@/console/ConsoleView.vue'),
      meta: { signedIn: true },
    },
    ADMIN_ROUTE,
    { path: '/:rest(.*)*', redirect: '/console' },
  ],
});

router.beforeEach((to) => {
  const session = useSession();
  if (to.meta.signedIn === true && !session.signedIn) return { name: 'sign-in', query: { to: to.fullPath } };
  return true;
});
