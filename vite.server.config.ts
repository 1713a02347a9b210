import { defineConfig } from 'vite'

/** The server as plain JavaScript, file by file: Node starts it without a compiler. Same depth as `src`, so that addresses of files hold in both. */
export default defineConfig({
  build: {
    ssr: true,
    outDir: 'lib',
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: ['src/app/cli.ts', 'src/platform/embedded.worker.ts', 'src/platform/workbook.worker.ts'],
      external: /^[^./]/,
      output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' },
    },
  },
})
