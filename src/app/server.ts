/** The server: every slice mounted, one line each; health, OpenAPI and the browser's files. */
import type { FastifyInstance } from 'fastify'
import * as activitiesContract from '../features/activities/contract.ts'
import * as activities from '../features/activities/service.ts'
import * as planningContract from '../features/activities/contract-planning.ts'
import * as planning from '../features/activities/planning.ts'
import * as enrolmentContract from '../features/activities/contract-enrolments.ts'
import * as places from '../features/activities/places.ts'
import * as outcomesContract from '../features/activities/contract-outcomes.ts'
import * as results from '../features/activities/results.ts'
import * as auditContract from '../features/audit/contract.ts'
import { auditService } from '../features/audit/service.ts'
import * as backupContract from '../features/backup/contract.ts'
import { mountBackupFiles } from '../features/backup/routes.ts'
import { backupService } from '../features/backup/service.ts'
import type { Backups } from '../features/backup/backups.ts'
import * as campaignsContract from '../features/campaigns/contract.ts'
import * as campaigns from '../features/campaigns/service.ts'
import * as contractsContract from '../features/contracts/contract.ts'
import * as contracts from '../features/contracts/service.ts'
import * as daycareContract from '../features/daycare/contract.ts'
import * as daycare from '../features/daycare/service.ts'
import * as canteenContract from '../features/canteen/contract.ts'
import * as canteen from '../features/canteen/service.ts'
import * as figuresContract from '../features/figures/contract.ts'
import { mountFigureFiles } from '../features/figures/files.ts'
import { figuresService } from '../features/figures/service.ts'
import * as healthContract from '../features/health/contract.ts'
import * as health from '../features/health/service.ts'
import * as importsContract from '../features/imports/contract.ts'
import { mountImportFiles } from '../features/imports/files.ts'
import { mountUploads, mountWatch } from '../features/imports/routes.ts'
import { Runs } from '../features/imports/runs.ts'
import { importsService } from '../features/imports/service.ts'
import { Uploads } from '../features/imports/uploads.ts'
import * as orgsContract from '../features/orgs/contract.ts'
import * as orgs from '../features/orgs/service.ts'
import * as peopleContract from '../features/people/contract.ts'
import * as cardsContract from '../features/people/contract-cards.ts'
import * as duplicatesContract from '../features/people/contract-duplicates.ts'
import { cardsService, duplicatesService, peopleService } from '../features/people/service.ts'
import * as pointsContract from '../features/points/contract.ts'
import * as pointsLotsContract from '../features/points/contract-lots.ts'
import * as pointsRulesContract from '../features/points/contract-rules.ts'
import { takeBackCoins } from '../features/points/earn.ts'
import * as grants from '../features/points/grants.ts'
import { checkNoDebt } from '../features/points/ledger.ts'
import * as lots from '../features/points/lots.ts'
import { rulebookService } from '../features/points/rulebook.ts'
import * as points from '../features/points/service.ts'
import * as statement from '../features/points/statement.ts'
import * as publicityContract from '../features/publicity/contract.ts'
import * as publicity from '../features/publicity/service.ts'
import * as recordsContract from '../features/records/contract.ts'
import { recordsService } from '../features/records/service.ts'
import * as picturesContract from '../features/records/contract-pictures.ts'
import { picturesService } from '../features/records/pictures.ts'
import * as rehabContract from '../features/rehab/contract.ts'
import * as rehab from '../features/rehab/service.ts'
import * as reportsContract from '../features/reports/contract.ts'
import { mountReportFiles } from '../features/reports/routes.ts'
import { reportsService } from '../features/reports/service.ts'
import * as surveysContract from '../features/surveys/contract.ts'
import * as surveys from '../features/surveys/service.ts'
import * as visitsContract from '../features/visits/contract.ts'
import * as visits from '../features/visits/service.ts'
import * as volunteeringContract from '../features/volunteering/contract.ts'
import * as volunteering from '../features/volunteering/service.ts'
import * as doorContract from '../features/door/contract.ts'
import * as doorService from '../features/door/service.ts'
import * as sheetsContract from '../features/door/contract-sheets.ts'
import * as sheetEntry from '../features/door/sheet-entry.ts'
import * as sheetsService from '../features/door/paper-sheets.ts'
import { door, mountStaff, type Setup } from '../features/staff/routes.ts'
import { openSessions } from '../features/staff/session.ts'
import type { Database } from '../platform/database.ts'
import { openHttp } from '../platform/http.ts'
import type { Keys } from '../platform/keys.ts'
import { openNotices, type Notices } from '../platform/notices.ts'
import { markWriters, type Replica } from '../platform/replica.ts'
import { mount, type MountedEndpoint, type Mounting } from '../platform/mount.ts'
import { watchEvents } from '../shared/events.ts'
import { sliceFigures } from './figures.ts'
import { mountDocs } from './docs.ts'
import { mountEvents } from './events.ts'
import { mountExport } from './export.ts'
import { mountFiles } from './files.ts'
import { mountHealth } from './health.ts'
import { mountMetrics, type MetricsChoices } from './metrics.ts'
import { listAttended } from './attended.ts'
import { personRows } from './person-lifecycle.ts'
import { picturedTables } from './pictured-tables.ts'
import { recordPaths } from './record-paths.ts'
import { sheetForms } from './sheets.ts'
import { standing } from './standing.ts'
import { belonging, entryTables, heldTables, recordedUnder, voidTables } from './void-tables.ts'

export interface ServerChoices {
  readonly database: Database
  readonly keys: Keys
  /** Structured logs on stdout. */
  readonly log: boolean
  /** Requests a minute from one address; 0 = no limit. */
  readonly rate: number
  /** Folder of the built browser files; none = the API only. */
  readonly dist?: string
  /** Where backups are kept; none = this server keeps none. */
  readonly backups?: Backups
  /** What figures, reports and exports may be read from; none = the database. */
  readonly replica?: Replica | undefined
  /** What /metrics needs besides; none = there is no such page. */
  readonly metrics?: MetricsChoices
  /** The one-time code that first-run needs, printed in the terminal. */
  readonly setup?: Setup
  /** None: the server opens its own, and closes it. */
  readonly notices?: Notices
}

export interface Server {
  readonly app: FastifyInstance
  /** Everything mounted, for the OpenAPI page, the export of lists and the tests. */
  readonly endpoints: readonly MountedEndpoint[]
}

const people = peopleService(personRows)

/** What must still be true after something was taken back. */
const voidChecks = [checkNoDebt]

const mountSlices = (mounting: Mounting, setup: Setup, database: Database): MountedEndpoint[] => [
  ...mountStaff(mounting, setup),
  ...mount(mounting, orgsContract, orgs),
  ...mount(mounting, peopleContract, people),
  ...mount(mounting, cardsContract, cardsService),
  ...mount(mounting, duplicatesContract, duplicatesService),
  ...mount(
    mounting,
    recordsContract,
    recordsService({
      tables: entryTables,
      belonging,
      recordedUnder,
      takeAlong: takeBackCoins,
      checks: voidChecks,
      paths: recordPaths,
    }),
  ),
  ...mount(mounting, picturesContract, picturesService(picturedTables)),
  ...mount(mounting, canteenContract, canteen),
  ...mount(mounting, planningContract, planning),
  ...mount(mounting, enrolmentContract, places),
  ...mount(mounting, outcomesContract, results),
  ...mount(mounting, activitiesContract, activities),
  ...mount(mounting, doorContract, doorService),
  ...mount(mounting, sheetsContract, { ...sheetsService, ...sheetEntry }),
  ...mount(mounting, daycareContract, daycare),
  ...mount(mounting, visitsContract, visits),
  ...mount(mounting, campaignsContract, campaigns),
  ...mount(mounting, healthContract, health),
  ...mount(mounting, rehabContract, rehab),
  ...mount(mounting, volunteeringContract, volunteering),
  ...mount(mounting, contractsContract, contracts),
  ...mount(mounting, pointsContract, points),
  ...mount(mounting, pointsRulesContract, { ...rulebookService(listAttended), ...grants }),
  ...mount(mounting, pointsLotsContract, { ...lots, ...statement }),
  ...mount(mounting, surveysContract, surveys),
  ...mount(mounting, publicityContract, publicity),
  ...mount(mounting, auditContract, auditService({ tables: personRows.tables, getPerson: people.getPerson })),
  ...mountFigures(mounting),
  ...mountImports(mounting, database),
]

/** Figures and the reports written from them. */
const mountFigures = (mounting: Mounting): MountedEndpoint[] => {
  const figures = figuresService(sliceFigures)
  const reports = reportsService(figures)
  mountReportFiles(mounting, reports)
  mountFigureFiles(mounting, figures)
  return [...mount(mounting, figuresContract, figures), ...mount(mounting, reportsContract, reports)]
}

const mountImports = (mounting: Mounting, database: Database): MountedEndpoint[] => {
  const uploads = new Uploads()
  const { keys, notices } = mounting
  const runs = new Runs({ database, keys, notices, afterwards: () => database.script('analyze') })
  mountUploads(mounting, sheetForms, uploads)
  mountWatch(mounting, runs)
  const undoable = { tables: voidTables, held: heldTables, standing, checks: voidChecks }
  const service = importsService({ forms: sheetForms, uploads, runs, undoable })
  mountImportFiles(mounting, runs, service)
  return mount(mounting, importsContract, service)
}

export const openServer = async ({
  database,
  keys,
  log,
  rate,
  dist,
  backups,
  setup = { code: undefined },
  notices: given,
  metrics,
  replica,
}: ServerChoices): Promise<Server> => {
  const app = await openHttp({ log, rate })
  const learn = metrics && mountMetrics(app, { ...metrics, database, backups })
  const notices = given ?? openNotices({ database, failed: (problem) => app.log.error({ err: problem }, 'notices') })
  if (!given) app.addHook('onClose', () => notices.close())
  const mounting: Mounting = { app, db: database.db, keys, ...openSessions(database.db), notices, replica }
  if (replica) markWriters(app)
  const endpoints = [...mountSlices(mounting, setup, database), ...mount(mounting, backupContract, backupService(backups))]
  mountBackupFiles(mounting, backups)
  mountExport(mounting, endpoints)
  mountEvents(mounting)
  mountHealth(app, database)
  const described = [...Object.entries(door).map(([name, endpoint]) => ({ name, endpoint })), ...endpoints]
  learn?.(described)
  mountDocs(app, [...described, { name: 'watchEvents', endpoint: watchEvents }])
  await mountFiles(app, dist)
  await app.ready()
  return { app, endpoints }
}
