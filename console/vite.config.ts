import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compiledWords } from './compiled-words.ts';
import { precompressed } from './precompressed.ts';

const API = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compiledWords(), precompressed()],
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
