/** Keeps others at a desk waiting, by a lock, at a moment of their work that a test wants to look at. */

import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../../src/store/postgres/connection/connect.ts'
import { namedDesk } from '../../../src/store/postgres/connection/named-desk.ts'
import { SCHEMA_LOCK } from '../../../src/store/postgres/transaction.ts'
import type { Cluster } from './cluster.ts'

/** What whoever writes waits for as the transaction begins. */
export const BEFORE_WRITING = `SELECT pg_advisory_xact_lock(${SCHEMA_LOCK})`

interface Held {
  /** Waits until so many wait for a lock of the database. */
  waits(count?: number): Promise<void>
  /** Does something by SQL, keeps it, and lets the others go on. */
  release(sql?: string): Promise<void>
  /** Waits until nobody is connected to the database. */
  alone(): Promise<void>
}

/** Takes a lock, as a statement of SQL, and has it until it is released. */
export async function holding(cluster: Cluster, database: string, lock: string): Promise<Held> {
  const link = await connect(namedDesk(cluster.address(database), {}), { waitSeconds: 5, settings: { search_path: 'phd' } })
  await link.run(`BEGIN; ${lock}`)
  const waiting = `SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = '${database}')`
  const connected = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}'`
  return {
    waits: async (count = 1) => {
      while (Number(cluster.sql(database, waiting)) < count) await pause(20)
    },
    release: async (sql = '') => {
      await link.run(`${sql}; COMMIT`)
      await link.close()
    },
    alone: async () => {
      while (cluster.sql('postgres', connected) !== '0') await pause(20)
    },
  }
}
