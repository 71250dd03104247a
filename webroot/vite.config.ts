import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** The development server hands everything that is the server's to the mock (or to a real one: ANLING_DEV_SERVER). */
const server = process.env.ANLING_DEV_SERVER ?? 'http://127.0.0.1:8099';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'es2022',
    // Under the content security policy nothing may come from a data: address but small pictures.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // The polyfill is an inline-free module, but browsers of this target do not need it at all.
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: here('./index.html'), sw: here('./src/worker/sw.ts') },
      // A service worker keeps its address for ever: browsers ask for that very file.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server, ws: true, changeOrigin: true },
      '/map': { target: server, changeOrigin: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
  },
});
