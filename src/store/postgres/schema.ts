/** Making a desk, and telling whether a desk has it. */

import { failure, type PhdError } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { FOLD_VERSION } from '../../records/name.ts'
import type { MadeDesk } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { sqlState } from './connection/errors.ts'
import { NOTED_AT_FIRST } from './recording/audit.ts'
import { giveRoles } from './roles.ts'
import { SIGHTING_FUNCTIONS } from './sightings.ts'
import { kindTables, OWN_TABLES, SCHEMA } from './tables.ts'
import { inSavepoint, inTransaction, ROLLED_BACK } from './transaction.ts'

/** The number of this program's schema. */
export const SCHEMA_NUMBER = 1

/** Whoever has this lock is the only one who makes or changes the schema. */
const MAKING = 'SELECT pg_advisory_xact_lock(7367779)'

/** What a desk says of itself. */
export interface DeskMeta {
  schema: number
  /** How it folds names. */
  fold: number
}

/** What a database says of the desk in it; null where there is none. Throws `foreign_schema`. */
export async function deskMeta(link: Connection): Promise<DeskMeta | null> {
  const [there] = await link.lists<[isThere: boolean, isOurs: boolean]>(
    `SELECT to_regclass('${SCHEMA}.meta') IS NOT NULL,
       (SELECT count(*) = 2 FROM pg_attribute WHERE attrelid = to_regclass('${SCHEMA}.meta') AND attname IN ('name', 'value'))`,
  )
  if (!there?.[0]) return null
  if (!there[1]) throw await notADesk(link)
  const meta = new Map(await link.lists<[name: string, value: string]>('SELECT name, value FROM meta'))
  const number = (name: string): number => Number(meta.get(name) ?? 0)
  return { schema: number('schema'), fold: number('fold') }
}

/** Whether a desk is as this program makes one. Throws `newer_database`. */
export function isCurrent({ schema, fold }: DeskMeta, place: string): boolean {
  if (schema > SCHEMA_NUMBER) {
    throw failure('newer_database', `${place} was made by a newer phd (schema ${schema}; this one knows ${SCHEMA_NUMBER})`)
  }
  return schema === SCHEMA_NUMBER && fold === FOLD_VERSION
}

/**
 * Makes a desk where there is none, and its roles where they are missing, in one transaction; two at once make one. A dry run makes
 * nothing, and says what would be made. Throws `access_refused`.
 */
export function makeDesk(link: Connection, kinds: readonly Kind[], dryRun: boolean): Promise<MadeDesk> {
  return inTransaction(link, async () => {
    await link.run(MAKING)
    const isNew = (await deskMeta(link)) === null
    if (isNew) await makeSchema(link, kinds)
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
  await link.run([...OWN_TABLES, ...SIGHTING_FUNCTIONS, ...kinds.flatMap(kindTables)].join(';\n'))
  await link.run(`REVOKE ALL ON SCHEMA ${SCHEMA} FROM PUBLIC; REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${SCHEMA} FROM PUBLIC`)
  await link.change('INSERT INTO meta (name, value) SELECT * FROM unnest($1::text[], $2::text[])', [
    ['schema', 'fold'],
    [String(SCHEMA_NUMBER), String(FOLD_VERSION)],
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
