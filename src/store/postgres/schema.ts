/** Making a desk, and telling whether a desk has it. */

import { failure, type PhdError } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { FOLD_VERSION } from '../../records/name.ts'
import type { DeskRules, MadeDesk } from '../engine.ts'
import { MOVED, type Moved, readMoved } from '../moving/moved.ts'
import type { Connection } from './connection/connection.ts'
import { sqlState } from './connection/errors.ts'
import { FIRST, MIGRATIONS, type Migration, numberOf } from './migrations.ts'
import { NOTED_AT_FIRST } from './recording/audit.ts'
import { giveRoles } from './roles.ts'
import { keepRules } from './rules.ts'
import { SIGHTING_FUNCTIONS } from './sightings.ts'
import { kindTables, OWN_TABLES, SCHEMA } from './tables.ts'
import { inSavepoint, inTransaction, ROLLED_BACK, type Said, SCHEMA_LOCK } from './transaction.ts'

/** The number of this program's schema. */
export const SCHEMA_NUMBER: number = numberOf(MIGRATIONS)

/** Whoever has this lock is the only one who makes or changes the schema, and nobody writes meanwhile. */
export const MAKING = `SELECT pg_advisory_xact_lock(${SCHEMA_LOCK})`

/** The codes of the server where a table or a column is not there. */
const NO_TABLE = '42P01'
const NO_COLUMN = '42703'

/** What a desk says of itself. */
export interface DeskMeta {
  /** What tells it from every other, wherever it is moved; null: an older desk has none. */
  id: string | null
  schema: number
  /** How it folds names. */
  fold: number
  /** The oldest schemas whose programs may ask it, and record. */
  oldestReader: number
  oldestWriter: number
  /** Where it was moved to; null where it was not. */
  moved: Moved | null
  /** All of it, by the names in `meta`. */
  said: Said
}

/** What a database says of the desk in it; null where there is none, which ends a transaction that is open. Throws `foreign_schema`. */
export async function deskMeta(link: Connection): Promise<DeskMeta | null> {
  let rows: [name: string, value: string][]
  try {
    rows = await link.lists(`SELECT name, value FROM ${SCHEMA}.meta`)
  } catch (error) {
    if (sqlState(error) === NO_TABLE) return null
    if (sqlState(error) !== NO_COLUMN) throw error
    // What was asked with this may have begun a transaction, which has failed by now.
    await link.run('ROLLBACK')
    throw await notADesk(link)
  }
  const meta = new Map(rows)
  const number = (name: string): number => Number(meta.get(name) ?? 0)
  const schema = number('schema')
  // The first desks did not say for whom they are.
  return {
    id: meta.get('id') ?? null,
    schema,
    fold: number('fold'),
    oldestReader: number('oldest_reader') || schema,
    oldestWriter: number('oldest_writer') || schema,
    moved: readMoved(meta.get(MOVED)),
    said: meta,
  }
}

/** What a desk says of itself once a step is done. */
export function metaOf({
  to,
  oldestReader,
  oldestWriter,
}: Pick<Migration, 'to' | 'oldestReader' | 'oldestWriter'>): Record<string, string> {
  return { schema: String(to), oldest_reader: String(oldestReader), oldest_writer: String(oldestWriter) }
}

/** How a desk fits this program: as it makes one; newer, and still usable; or older, so that it has to be brought up to date. */
type Fit = 'current' | 'newer' | 'older'

/** How a desk fits this program, which is to ask it or to record. Throws `newer_database` where that would need a newer one. */
export function fitOf(meta: DeskMeta, place: string, to: 'ask' | 'record'): Fit {
  const { schema, fold, oldestReader, oldestWriter } = meta
  if (schema <= SCHEMA_NUMBER && fold <= FOLD_VERSION)
    return schema === SCHEMA_NUMBER && fold === FOLD_VERSION ? 'current' : 'older'
  const mayAsk = fold === FOLD_VERSION && oldestReader <= SCHEMA_NUMBER
  if (mayAsk && (to === 'ask' || oldestWriter <= SCHEMA_NUMBER)) return 'newer'
  throw newerDesk(place, meta, `nothing was changed; update phd${mayAsk ? '; until then this one can still ask' : ''}`)
}

/** The failure where a desk is for newer programs than this one. */
export function newerDesk(place: string, { schema }: DeskMeta, hint: string): PhdError {
  return failure('newer_database', `${place} is for a newer phd (schema ${schema}; this one knows ${SCHEMA_NUMBER})`, hint)
}

/** Whether a database has a desk, asked in a transaction. Throws `foreign_schema`. */
async function hasDesk(link: Connection): Promise<boolean> {
  const [there] = await link.lists<[isThere: boolean, isOurs: boolean]>(
    `SELECT to_regclass('${SCHEMA}.meta') IS NOT NULL,
       (SELECT count(*) = 2 FROM pg_attribute WHERE attrelid = to_regclass('${SCHEMA}.meta') AND attname IN ('name', 'value'))`,
  )
  if (!there?.[0]) return false
  if (!there[1]) throw await notADesk(link)
  return true
}

/**
 * Makes a desk where there is none, and its roles where they are missing, in one transaction; two at once make one. A dry run makes
 * nothing, and says what would be made. Throws `access_refused`.
 */
export function makeDesk(link: Connection, kinds: readonly Kind[], rules: DeskRules, dryRun: boolean): Promise<MadeDesk> {
  return inTransaction(link, async () => {
    await link.run(MAKING)
    const isNew = !(await hasDesk(link))
    if (isNew) {
      await makeSchema(link, kinds)
      await keepRules(link, rules)
    }
    const outcome = await giveRoles(link, kinds)
    const made: MadeDesk = { desk: isNew ? 'made' : 'there', toRun: [], ...outcome }
    return dryRun ? { [ROLLED_BACK]: made } : made
  })
}

async function makeSchema(link: Connection, kinds: readonly Kind[]): Promise<void> {
  await refuseForeign(link)
  try {
    await inSavepoint(link, () => link.run(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`))
  } catch (error) {
    if (sqlState(error) === '42501') throw await mayNotMake(link)
    throw error
  }
  await link.run(
    [
      ...OWN_TABLES,
      ...SIGHTING_FUNCTIONS,
      ...kinds.flatMap(kindTables),
      ...MIGRATIONS.flatMap(({ statements }) => statements),
    ].join(';\n'),
  )
  await link.run(`REVOKE ALL ON SCHEMA ${SCHEMA} FROM PUBLIC; REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${SCHEMA} FROM PUBLIC`)
  const said = Object.entries({ ...metaOf(MIGRATIONS.at(-1) ?? FIRST), fold: String(FOLD_VERSION) })
  await link.change('INSERT INTO meta (name, value) SELECT * FROM unnest($1::text[], $2::text[])', [
    said.map(([name]) => name),
    said.map(([, value]) => value),
  ])
  await link.change('INSERT INTO audit_end (value) VALUES ($1)', [NOTED_AT_FIRST])
}

/** An empty schema may be there already: an administrator can prepare it for who may not make one. Throws `foreign_schema`. */
async function refuseForeign(link: Connection): Promise<void> {
  const [row] = await link.lists<[boolean]>(
    `SELECT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace('${SCHEMA}'))
       OR EXISTS (SELECT 1 FROM pg_proc WHERE pronamespace = to_regnamespace('${SCHEMA}'))`,
  )
  if (row?.[0] === true) throw await notADesk(link)
}

async function notADesk(link: Connection): Promise<PhdError> {
  const [row] = await link.lists<[string]>('SELECT current_database()::text')
  return failure(
    'foreign_schema',
    `the database ${row?.[0]} has a schema ${SCHEMA} that is not a desk`,
    'nothing was changed; name another database',
  )
}

async function mayNotMake(link: Connection): Promise<PhdError> {
  const [row] = await link.lists<[string]>("SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), session_user)")
  return failure(
    'access_refused',
    'this login may not make a desk in this database',
    `nothing was changed; the owner of the database has to run: ${row?.[0]}`,
  )
}
