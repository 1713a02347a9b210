/**
 * What a distributed PostgreSQL (Citus) refuses in a statement, read off its parse tree (docs/decisions/0020). A table is distributed when
 * organisation_id is in its key; every one that a statement touches must be held to one organisation, by a value or by one that is held.
 */
import type { ColumnRef, Node, SelectStmt } from '@pgsql/types'

/** What must be known of the database besides the statement. */
export interface Catalogue {
  /** `schema.table` of distributed tables, and of the views over them. */
  readonly distributed: ReadonlySet<string>
  /** Functions that give another value each time, without their schema. */
  readonly volatile: ReadonlySet<string>
  /** Our own functions that read or write tables: `schema.name`. */
  readonly reading: ReadonlySet<string>
}

const ORGANISATION = 'organisation_id'
/** Settings of the line to the node one is connected to; the workers need not know them. */
const OF_THE_LINE = /^(tcp_keepalives_|client_connection_check_interval$)/

/** Node trees are of one shape: `{ Kind: { field: … } }`, lists and plain values. */
type Tree = unknown
type Branch = Record<string, unknown>

const isBranch = (tree: Tree): tree is Branch => typeof tree === 'object' && tree !== null && !Array.isArray(tree)

/** Calls `look` for every node below, by its kind; where it answers true nothing further down is looked at. */
const walk = (tree: Tree, look: (kind: string, node: Branch) => boolean | void): void => {
  if (Array.isArray(tree)) return tree.forEach((each) => walk(each, look))
  if (!isBranch(tree)) return
  for (const [kind, node] of Object.entries(tree)) {
    if (/^[A-Z]/.test(kind) && isBranch(node) && look(kind, node) === true) continue
    walk(node, look)
  }
}

const words = (list: readonly Node[] | undefined): string[] =>
  (list ?? []).flatMap((each) => ('String' in each ? [each.String.sval ?? ''] : []))

/** One name after FROM: a distributed table to be held, or something that is held by itself (a sub-query, a function, a reference table). */
interface Source {
  readonly name: string
  readonly table: string | undefined
  held: boolean
}

/** A level of a query: its own sources, and those of the levels around it. */
interface Level {
  readonly sources: Source[]
  /** Sub-queries among them: looked at when it is known what is held around them. */
  readonly inner: SelectStmt[]
  readonly around: Level | undefined
}

class Check {
  readonly problems = new Set<string>()
  readonly #catalogue: Catalogue
  readonly #withs: string[] = []

  /** In a view what is grouped by its organisation is held by whoever asks: the condition is pushed below the grouping. */
  readonly #grouped: boolean

  constructor(catalogue: Catalogue, grouped: boolean) {
    this.#catalogue = catalogue
    this.#grouped = grouped
  }

  #tableOf({ schemaname, relname }: Branch): string | undefined {
    const name = `${String(schemaname ?? '')}.${String(relname)}`
    return this.#catalogue.distributed.has(name) ? name : undefined
  }

  #source(from: Tree, level: Level, conditions: Tree[]): void {
    if (!isBranch(from)) return
    const [kind, node] = Object.entries(from)[0] as [string, Branch]
    const alias = (node.alias as Branch | undefined)?.aliasname as string | undefined
    if (kind === 'RangeVar') {
      const table = node.schemaname ? this.#tableOf(node) : undefined
      level.sources.push({ name: alias ?? String(node.relname), table, held: table === undefined })
    } else if (kind === 'JoinExpr') {
      this.#source(node.larg, level, conditions)
      const left = level.sources.length
      this.#source(node.rarg, level, conditions)
      if (words(node.usingClause as Node[]).includes(ORGANISATION)) conditions.push(sameOrganisation(level.sources, left))
      conditions.push(node.quals)
    } else {
      if (kind === 'RangeSubselect') level.inner.push((node.subquery as { SelectStmt: SelectStmt }).SelectStmt)
      level.sources.push({ name: alias ?? '', table: undefined, held: true })
      if (kind === 'RangeFunction') this.#expressions(node.functions, level)
    }
  }

  /** Sub-queries and calls inside an expression. */
  #expressions(tree: Tree, level: Level): void {
    walk(tree, (kind, node) => {
      if (kind === 'SelectStmt') {
        this.select(node, level)
        return true
      }
      if (kind === 'FuncCall') this.#call(node, level)
      return undefined
    })
  }

  #call(node: Branch, level: Level): void {
    const name = words(node.funcname as Node[]).join('.')
    if (/^(pg_catalog\.)?set_config$/.test(name)) this.problems.add('set_config does not reach the workers')
    if (/^(pg_catalog\.)?pg_(try_)?advisory_/.test(name)) this.problems.add(`${name}: advisory locks are per node`)
    if (this.#catalogue.reading.has(name) && level.sources.some(({ table }) => table))
      this.problems.add(`${name} reads tables inside a query on a distributed table`)
  }

  /** Marks what the conditions hold, until nothing new follows from them. */
  #hold(conditions: readonly Tree[], level: Level): void {
    const equalities = conditions.flatMap((tree) => conjuncts(tree)).flatMap((tree) => equality(tree))
    for (let again = true; again;) {
      again = false
      for (const [left, right] of equalities)
        for (const [one, other] of [
          [left, right],
          [right, left],
        ] as const) {
          const source = sourceOf(one, level)
          if (!source || source.held || !this.#isHeld(other, level)) continue
          source.held = true
          again = true
        }
    }
    for (const { table, name, held } of level.sources)
      if (table && !held) this.problems.add(`${table}${table.endsWith(`.${name}`) ? '' : ` ${name}`} without its organisation`)
    for (const inner of level.inner) this.select(inner, level)
  }

  /** A value, or the organisation of a source that is held. */
  #isHeld(tree: Tree, level: Level): boolean {
    const column = columnOf(tree)
    if (!column) {
      let free = true
      walk(tree, (kind) => {
        if (kind === 'ColumnRef' || kind === 'SubLink') free = false
      })
      return free
    }
    return column.at(-1) === ORGANISATION ? (sourceOf(tree, level)?.held ?? column.length === 2) : column.length === 1
  }

  select(select: SelectStmt, around?: Level): void {
    if (select.withClause) this.#with(select.withClause as Branch, around)
    if (select.larg && select.rarg) {
      this.select(select.larg, around)
      this.select(select.rarg, around)
      return
    }
    const level: Level = { sources: [], inner: [], around }
    const conditions: Tree[] = [select.whereClause]
    for (const from of select.fromClause ?? []) this.#source(from, level, conditions)
    for (const each of this.#grouped ? (select.groupClause ?? []) : []) {
      const source = sourceOf(each, level)
      if (source) source.held = true
    }
    this.#hold(conditions, level)
    const { targetList, groupClause, havingClause, sortClause, valuesLists, limitCount, windowClause } = select
    this.#expressions(
      [conditions, targetList, groupClause, havingClause, sortClause, valuesLists, limitCount, windowClause],
      level,
    )
  }

  #with(clause: Branch, around?: Level): void {
    for (const each of clause.ctes as { CommonTableExpr: Branch }[]) {
      this.#withs.push(String(each.CommonTableExpr.ctename))
      this.statement(each.CommonTableExpr.ctequery as Branch, around)
    }
  }

  #insert(node: Branch): void {
    const table = this.#tableOf(node.relation as Branch)
    if (node.withClause) this.#with(node.withClause as Branch)
    const rows = (node.selectStmt as { SelectStmt?: SelectStmt } | undefined)?.SelectStmt
    if (rows) this.select(rows)
    if (!table) return
    if (!rows?.valuesLists) this.problems.add(`insert … select into ${table}`)
    const columns = ((node.cols ?? []) as { ResTarget: { name: string } }[]).map((each) => each.ResTarget.name)
    if (!columns.includes(ORGANISATION)) this.problems.add(`insert into ${table} without its organisation`)
    const conflict = node.onConflictClause as Branch | undefined
    const keys = (conflict?.infer as Branch | undefined)?.indexElems as { IndexElem: { name?: string } }[] | undefined
    if (keys && !keys.some((each) => each.IndexElem.name === ORGANISATION))
      this.problems.add(`on conflict of ${table} without its organisation`)
    this.#expressions(conflict?.targetList, { sources: [], inner: [], around: undefined })
    this.#expressions(node.returningList, { sources: [], inner: [], around: undefined })
  }

  /** An UPDATE or a DELETE. */
  #change(node: Branch, around?: Level): void {
    if (node.withClause) this.#with(node.withClause as Branch, around)
    const level: Level = { sources: [], inner: [], around }
    const conditions: Tree[] = [node.whereClause]
    this.#source({ RangeVar: node.relation }, level, conditions)
    for (const from of (node.fromClause ?? node.usingClause ?? []) as Tree[]) this.#source(from, level, conditions)
    this.#hold(conditions, level)
    this.#expressions([conditions, node.targetList, node.returningList], level)
    const [changed] = level.sources
    if (!changed?.table) return
    for (const each of (node.targetList ?? []) as { ResTarget: { name: string } }[])
      if (each.ResTarget.name === ORGANISATION) this.problems.add(`the organisation of ${changed.table} is changed`)
    walk([node.targetList, node.whereClause], (kind, call) => {
      const name = kind === 'FuncCall' ? (words(call.funcname as Node[]).at(-1) ?? '') : ''
      if (this.#catalogue.volatile.has(name)) this.problems.add(`${name}() in a change of ${changed.table}`)
    })
  }

  statement(statement: Branch, around?: Level): void {
    const [kind, node] = Object.entries(statement)[0] as [string, Branch]
    if (kind === 'SelectStmt') this.select(node, around)
    else if (kind === 'InsertStmt') this.#insert(node)
    else if (kind === 'UpdateStmt' || kind === 'DeleteStmt') this.#change(node, around)
    else if (kind === 'MergeStmt') this.problems.add('merge')
    else if (kind === 'CopyStmt') this.problems.add('copy')
    else if (kind === 'VariableSetStmt' && !node.is_local && !OF_THE_LINE.test(String(node.name)))
      this.problems.add(`set ${String(node.name)} for the whole session`)
    else if (kind === 'DeclareCursorStmt') this.statement(node.query as Branch)
    else if (kind === 'TransactionStmt' && /PREPARE/.test(String(node.kind))) this.problems.add('prepare transaction')
  }
}

/** `a join b using (organisation_id)`: as if it were written out. */
const sameOrganisation = (sources: readonly Source[], left: number): Tree => {
  const column = ({ name }: Source) => ({
    ColumnRef: { fields: [{ String: { sval: name } }, { String: { sval: ORGANISATION } }] },
  })
  return {
    A_Expr: {
      kind: 'AEXPR_OP',
      name: [{ String: { sval: '=' } }],
      lexpr: column(sources[left - 1]!),
      rexpr: column(sources[left]!),
    },
  }
}

const conjuncts = (tree: Tree): Tree[] => {
  if (!isBranch(tree)) return []
  const all = tree.BoolExpr as Branch | undefined
  return all?.boolop === 'AND_EXPR' ? (all.args as Tree[]).flatMap(conjuncts) : [tree]
}

const casted = (tree: Tree): Tree => (isBranch(tree) && isBranch(tree.TypeCast) ? casted(tree.TypeCast.arg) : tree)

const columnOf = (tree: Tree): string[] | undefined => {
  const plain = casted(tree)
  return isBranch(plain) && plain.ColumnRef ? words((plain.ColumnRef as ColumnRef).fields) : undefined
}

/** `a = b`, and `(a, b) = (c, d)` in its parts. */
const equality = (tree: Tree): (readonly [Tree, Tree])[] => {
  const expression = isBranch(tree) ? (tree.A_Expr as Branch | undefined) : undefined
  if (expression?.kind !== 'AEXPR_OP' || words(expression.name as Node[]).join('') !== '=') return []
  const rows = [expression.lexpr, expression.rexpr].map((side) =>
    isBranch(side) ? (side.RowExpr as Branch | undefined) : undefined,
  )
  if (!rows[0] || !rows[1]) return [[expression.lexpr, expression.rexpr]]
  const [left, right] = rows.map((row) => row!.args as Tree[]) as [Tree[], Tree[]]
  return left.map((one, i) => [one, right[i]] as const)
}

/** Whose organisation a column is: the source of that name, here or around; without a name the only one there can be. */
const sourceOf = (tree: Tree, level: Level): Source | undefined => {
  const column = columnOf(tree)
  if (column?.at(-1) !== ORGANISATION) return undefined
  for (let at: Level | undefined = level; at; at = at.around) {
    const found =
      column.length === 1 ? at.sources.find(({ table }) => table) : at.sources.find(({ name }) => name === column.at(-2))
    if (found) return found
  }
  return undefined
}

/** What a distributed database would refuse; empty when it would run. */
export const refusedOf = (statement: unknown, catalogue: Catalogue, of: 'statement' | 'view' = 'statement'): string[] => {
  const check = new Check(catalogue, of === 'view')
  check.statement(statement as Branch)
  return [...check.problems]
}
