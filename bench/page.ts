/** What a browser must fetch before the first page stands, by the manifest of the built files: gzip, as the server sends it. */
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist', import.meta.url))

/** Scripts and styles that index.html names, preloads included: [file, bytes after gzip]; undefined when nothing was built. */
export const firstPage = (): [string, number][] | undefined => {
  if (!fs.existsSync(`${dist}/index.html`)) return undefined
  const html = fs.readFileSync(`${dist}/index.html`, 'utf8')
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((found) => found[1]!)
  return [...new Set(['index.html', ...files])].map((file) => [file, gzipSync(fs.readFileSync(`${dist}/${file}`)).length])
}
