/**
 * Whether a question only reads. That it writes to no table is the server's own promise, in a transaction that reads; but a function can
 * do more than that: end the session of a colleague, take a lock, wait, read a file. The server says which may; a question that has the
 * name of one is not asked, wherever in its text the name stands, so that nothing rests on how the text is read.
 */

import { failure } from '../../../errors.ts'
import { notASelect } from '../../asking/sayings.ts'
import type { Connection } from '../connection/connection.ts'

/** What the server says: schemas that this session could ask, and functions with a name of the question that may do more than read. */
export interface Dangers {
  schemas: readonly string[]
  functions: readonly string[]
}

/** Those that the server counts among them because they never give the same twice. */
const HARMLESS = ['clock_timestamp', 'gen_random_uuid', 'random', 'random_normal', 'timeofday']

/** Types of functions that no question can call. */
const NOT_CALLED = [
  'trigger',
  'event_trigger',
  'internal',
  'language_handler',
  'index_am_handler',
  'table_am_handler',
  'tsm_handler',
]

/** Asks for what a question could do harm with. */
export async function dangersOf(link: Connection, sql: string): Promise<Dangers> {
  const [row] = await link.lists<[string[], string[]]>(
    `SELECT
       ARRAY(SELECT nspname::text FROM pg_namespace
         WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND has_schema_privilege(oid, 'USAGE')),
       ARRAY(SELECT DISTINCT proname::text FROM pg_proc
         WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY($1::text[]) AND proname <> ALL($2::text[])
           AND prorettype <> ALL($3::text[]::regtype[]) AND (provolatile = 'v' OR proname ~ '^(table|schema|database)_to_xml'))`,
    [wordsOf(sql), HARMLESS, NOT_CALLED],
  )
  return { schemas: row?.[0] ?? [], functions: row?.[1] ?? [] }
}

/** Every name that a text may have, in small letters: more than the server would find in it, and never fewer. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[a-z_][a-z0-9_]*/g))]
}

/** Refuses a question that could do more than ask the views and what the server says of itself. Throws `not_a_select`, `bad_query`. */
export function refuseDangers(sql: string, { schemas, functions }: Dangers): void {
  const [dangerous] = [...functions].sort()
  if (dangerous !== undefined) throw notASelect(`the function ${dangerous} may do more than read`)
  // A name that is written in numbers is read by the server alone.
  if (/u&"/i.test(sql)) throw failure('bad_query', 'the query has a name written as U&"…"', 'write names in plain letters')
  const named = schemas.find((schema) => namesSchema(sql, schema))
  if (named !== undefined)
    throw failure('bad_query', `the query names the schema ${named}: only the views of the desk can be asked, which are in none`)
}

/** Between a name and the point behind it there may be blanks and comments. */
const BETWEEN = '(?:\\s|--[^\\n\\r]*[\\n\\r]|/\\*[\\s\\S]*?\\*/|\\*/)*'

/** Whether a text has the name of a schema with a point behind it. */
function namesSchema(sql: string, schema: string): boolean {
  // The server cuts a longer name off to one of so many bytes.
  if (Buffer.byteLength(schema) >= 63) return sql.toLowerCase().includes(schema.toLowerCase())
  const name = RegExp.escape(schema.replaceAll('"', '""'))
  return new RegExp(`(?<![a-z_\\u0080-\\uffff])${name}"?${BETWEEN}\\.`, 'iu').test(sql)
}
