import { expect } from 'vitest'
import type { Cluster } from '../store/postgres/cluster.ts'
import type { Desk } from './phd.ts'

/** Copies a desk to a new database on a server, with a new login that may only read there; the desk in the file stays open. */
export function copiedToServer(desk: Desk, cluster: Cluster, database: string, reader: string): void {
  const address = cluster.createDatabase(database)
  cluster.sql('postgres', `CREATE ROLE ${reader} LOGIN`)
  for (const args of [
    ['desk', 'init', '--db', address],
    ['desk', 'grant', reader, 'reader', '--db', address],
    ['desk', 'copy', desk.db, address, '--keep-open'],
  ])
    expect(desk.phd(...args)).toMatchObject({ code: 0 })
}
