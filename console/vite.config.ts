import react from '@vitejs/plugin-react';
import mantine from 'postcss-preset-mantine';
import simpleVars from 'postcss-simple-vars';
import { defineConfig } from 'vite';
import { precompressed } from './precompressed.ts';

const API = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompressed()],
  css: {
    postcss: {
      plugins: [
        // Browsers know light-dark() themselves by now.
        mantine({ features: { lightDarkFunction: false } }),
        // The widths at which Mantine's own components change.
        simpleVars({
          variables: {
            'mantine-breakpoint-xs': '36em',
            'mantine-breakpoint-sm': '48em',
            'mantine-breakpoint-md': '62em',
            'mantine-breakpoint-lg': '75em',
            'mantine-breakpoint-xl': '88em',
          },
        }),
      ],
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Which file needs which: a test adds up what the first page loads.
    manifest: true,
    target: ['chrome123', 'firefox125', 'safari17.5'],
    // An inlined picture would need `data:` in the policy of what a page may load.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
  },
  // `vite dev console` beside a running Orderwatch.
  server: { proxy: { '/api': API, '/auth': API, '/track': API } },
});
