/** Desks on a server that are strained: the program as processes of its own, and what a desk holds in one line. */

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Desk, type Run, root } from '../../cli/phd.ts'
import type { Cluster } from './cluster.ts'

export interface Started {
  child: ChildProcess
  ended: Promise<Run>
}

/** Starts the program beside this one, at the desk in a database. */
export function startAt(desk: Desk, address: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], {
    cwd: desk.folder,
    env: { ...desk.env(), PHD_DB: address, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const run: Run = { stdout: '', stderr: '', code: null }
  child.stdout.on('data', (piece) => {
    run.stdout += piece
  })
  child.stderr.on('data', (piece) => {
    run.stderr += piece
  })
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ ...run, code }))) }
}

/**
 * What numbers itself, the names of files in making, and whether it was noted that they got their own: chance decides it, and it is no
 * part of what a desk holds. Nor is the id that it is known by.
 */
const BY_CHANCE =
  "('layouts.id', 'imports.layout', 'aliases.id', 'promised_files.id', 'promised_files.staged', 'promised_files.state')"

/** What a desk holds and who may do what on it, as one hash: the same for the same, however it came to be. Empty where there is none. */
export function stateOf(cluster: Cluster, database: string): string {
  return cluster.sql(
    database,
    `SELECT md5(string_agg(concat(name, rights, rows), '' ORDER BY name)) FROM (
       SELECT relname::text AS name, relacl::text AS rights, query_to_xml(format('SELECT md5(string_agg(own::text, '' '' ORDER BY own::text COLLATE "C")) FROM (SELECT %s FROM phd.%I) own WHERE own::text !~ ''^[(]id,[0-9a-f-]{36}[)]$''',
         (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
          WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND relname || '.' || attname NOT IN ${BY_CHANCE}),
         relname), true, false, '')::text AS rows
       FROM pg_class WHERE relnamespace = to_regnamespace('phd') AND relkind = 'r') tables`,
  )
}
