/** `npm run dev`: the API on port 8080 and, before it, the browser files as they are edited. `-- --data DIR` as everywhere. */
import { createServer } from 'vite'
import { openAll } from './open.ts'
import { serve } from './serve.ts'

const at = process.argv.indexOf('--data')
const server = await serve(await openAll(at < 0 ? undefined : process.argv[at + 1]), {
  host: '127.0.0.1',
  port: 8080,
  log: true,
  daily_backup: false,
})
const vite = await createServer({ server: { port: 5173, proxy: { '/api': { target: server.address, changeOrigin: false } } } })
await vite.listen()
vite.printUrls()
if (server.setup_code) console.log(`设置码 · set-up code: ${server.setup_code}`)
await server.stopped()
await vite.close()
