import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // the largest file is the drawing of charts, fetched when a chart appears
    chunkSizeWarningLimit: 700,
  },
})
