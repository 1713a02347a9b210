import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    rolldownOptions: {
      input: { index: 'index.html', 'door-worker': 'src/features/door/door-worker.web.ts' },
      // A service worker answers for the folder it lies in and keeps its name; no page imports it.
      output: { entryFileNames: ({ name }) => (name === 'door-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
    // the largest file is the drawing of charts, fetched when a chart appears
    chunkSizeWarningLimit: 700,
  },
})
