import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// Every src/*.ts and src/*.scss is an entry of its own: dist/passkey.js, dist/main.css. No hashes in names: the server
// sends an ETag, and pages name the files plainly.
const entries = Object.fromEntries(
  readdirSync(resolve(__dirname, 'src'))
    .filter((name) => /\.(ts|scss)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => [name.replace(/\.(ts|scss)$/, ''), resolve(__dirname, 'src', name)]),
);

export default defineConfig({
  build: {
    outDir: 'dist',
    target: 'es2021',
    modulePreload: false,
    rollupOptions: {
      input: entries,
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js', assetFileNames: '[name][extname]' },
    },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['import', 'mixed-decls', 'global-builtin', 'color-functions', 'if-function'] } } },
});
