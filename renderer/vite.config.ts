import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `--mode gallery` builds the page that shows every screen, for tests and development only. */
export default defineConfig(({ mode }) => ({
  root: fromHere('.'),
  base: './',
  plugins: [react()],
  build: {
    outDir: fromHere(mode === 'gallery' ? '../dist/gallery' : '../dist/renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    // The pages' policy allows files of their own origin and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input:
        mode === 'gallery'
          ? { gallery: fromHere('gallery.html') }
          : {
              desk: fromHere('desk.html'),
              kiosk: fromHere('kiosk.html'),
              panel: fromHere('panel.html'),
              payment: fromHere('payment.html'),
            },
    },
  },
}));
