import { defineConfig } from 'vite';

export default defineConfig({
  base: './', // works behind any path prefix of a proxy
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: { target: 'es2022', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900 },
  // In development: `retally serve --listen 127.0.0.1:8777`, and `npm run dev`.
  server: { proxy: { '/api': 'http://127.0.0.1:8777' } },
});
