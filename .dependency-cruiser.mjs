/** Rules generated from scripts/may-use.mjs; each name says what was broken. */
import { mayUse, morePureFiles, pureFiles, shown, shownToo } from './scripts/may-use.mjs'

const slices = Object.keys(mayUse)
const anyOf = (names) => `(${names.map((name) => name.replaceAll('.', '\\.')).join('|')})`
const tests = '\\.test\\.tsx?$'
const pure = `^src/features/[^/]+/${anyOf(pureFiles)}$|^${anyOf(morePureFiles)}$`
const browser = '^src/ui/|^src/(app|features)/.*(\\.tsx|\\.web\\.ts|\\.css)$|^src/app/(shell|home)[^/]*\\.ts$'
/** Libraries that touch the machine: never in the browser, never in a pure file. */
const serverLibraries =
  '(^|/)node_modules/(pg|pg-[^/]+|kysely|fastify|@fastify|@electric-sql|@node-rs|@resvg|hucre|easy-template-x|cli-progress|citty|vite|tsx)/'

const edge = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** Every path one slice may import from another. */
const frontDoors = [
  `^src/features/[^/]+/${anyOf(shown)}\\.ts$`,
  ...Object.entries(shownToo).map(([slice, parts]) => `^src/features/${slice}/${anyOf(parts)}\\.tsx?$`),
].join('|')

/** Each slice: the slices it may not use at all. */
const floorRules = slices.map((slice) => {
  const forbidden = slices.filter((other) => other !== slice && !mayUse[slice].includes(other))
  return edge(
    `floors-${slice}`,
    `${slice} may use only: ${mayUse[slice].join(', ') || 'nothing'} (scripts/may-use.mjs)`,
    { path: `^src/features/${slice}/`, pathNot: tests },
    { path: `^src/features/${anyOf(forbidden)}/` },
  )
})

export default {
  forbidden: [
    ...floorRules,
    edge(
      'front-door',
      `a slice shows other slices only ${shown.join(', ')}; and what shownToo names in scripts/may-use.mjs`,
      { path: '^src/features/([^/]+)/', pathNot: tests },
      { path: '^src/features/[^/]+/', pathNot: `^src/features/$1/|${frontDoors}` },
    ),
    edge(
      'unknown-slice',
      'a folder under src/features must have its line in scripts/may-use.mjs',
      { path: `^src/features/(?!${anyOf(slices)}/)` },
      {},
    ),
    edge(
      'machinery-knows-no-slice',
      'platform, shared and ui know no slice and not src/app',
      { path: '^src/(platform|shared|ui)/', pathNot: tests },
      { path: '^src/(features|app)/' },
    ),
    edge(
      'shared-is-neutral',
      'src/shared stands on itself and on neutral libraries',
      { path: '^src/shared/', pathNot: tests },
      { path: `^src/(platform|ui)/|${serverLibraries}` },
    ),
    edge(
      'app-knows-all-nobody-knows-app',
      'only src/app knows every slice',
      { path: '^src/features/', pathNot: tests },
      { path: '^src/app/' },
    ),
    edge(
      'pure-files',
      'contract, rules and texts are pure: shared and other pure files only',
      { path: pure },
      { path: '^src/', pathNot: `^src/shared/|${pure}` },
    ),
    edge('pure-files-no-machine', 'a pure file knows no machine', { path: pure }, { path: serverLibraries }),
    edge(
      'pure-files-no-node',
      'a pure file knows no Node',
      { path: `${pure}|^src/shared/(?!.*\\.test\\.)` },
      { dependencyTypes: ['core'] },
    ),
    edge(
      'browser-stays-in-the-browser',
      'browser files (.tsx, .web.ts, src/ui) use shared, ui, pure files and each other; a type may come from anywhere',
      { path: browser, pathNot: tests },
      { path: '^src/', pathNot: `^src/shared/|${browser}|${pure}`, dependencyTypesNot: ['type-only'] },
    ),
    edge(
      'browser-no-server-library',
      'that library is for the server',
      { path: browser, pathNot: tests },
      { path: serverLibraries, dependencyTypesNot: ['type-only'] },
    ),
    edge(
      'browser-no-node',
      'the browser has no Node',
      { path: browser, pathNot: tests },
      { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    ),
    edge(
      'server-knows-no-screen',
      'server files do not import screens',
      { path: '^src/', pathNot: `${browser}|${tests}` },
      { path: browser, dependencyTypesNot: ['type-only'] },
    ),
    edge(
      'tests-are-not-used',
      'nothing imports a test',
      { path: '^src/', pathNot: tests },
      { path: `${tests}|^test/|^e2e/|^bench/` },
    ),
    edge(
      'no-cycles',
      'a cycle of imports (lazy pages and types aside)',
      { path: '^src/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    ),
    edge(
      'not-in-package-json',
      'add the library to package.json',
      { path: '^(src|scripts|test|e2e|bench)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    edge(
      'unresolvable',
      'that file is not there',
      { path: '^(src|scripts|test|e2e|bench)/' },
      { couldNotResolve: true, pathNot: '^virtual:' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
