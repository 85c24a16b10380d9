/** The engine of a desk on a PostgreSQL server, for tests: each desk is a database of a cluster that all of them share. */

import type { Kind } from '../../../src/records/kind.ts'
import type { Engine, OpenOptions } from '../../../src/store/engine.ts'
import { serverEngine } from '../../../src/store/postgres/engine.ts'
import { fileEngine } from '../../../src/store/sqlite/engine.ts'
import type { RecordedBy, RecordReader, Store } from '../../../src/store/store.ts'
import { type Cluster, sharedCluster } from '../postgres/cluster.ts'
import { BY, opened, type TestDesk, type TestEngine, TODAY } from './test-desk.ts'

/** The engine of a desk on a server, with nothing of this machine's own settings. */
export function serverEngineAt(address: string, kinds: readonly Kind[]): Engine {
  const loadKinds = async () => kinds
  return serverEngine(address, {
    env: {},
    loadKinds,
    loadRules: async () => ({ mark: 'ab', phd: '1.0.0' }),
    heads: { all: () => new Map(), keep: async () => {} },
    openNone: fileEngine('none', loadKinds).openNone,
  })
}

let count = 0

/** An empty desk for each list of kinds, which others are copies of: making a schema takes longer. */
const templates = new Map<readonly Kind[], Promise<PostgresDesk>>()

export const postgres: TestEngine = {
  name: 'PostgreSQL',
  share: 0.05,
  async desk(kinds) {
    const template = templates.get(kinds) ?? emptyDesk(kinds)
    templates.set(kinds, template)
    return (await template).copy()
  },
}

async function emptyDesk(kinds: readonly Kind[]): Promise<PostgresDesk> {
  const cluster = await sharedCluster()
  const name = nextName()
  cluster.createDatabase(name)
  const desk = new PostgresDesk(cluster, name, kinds)
  await desk.engine.shared?.make(false)
  return desk
}

function nextName(): string {
  count++
  return `desk_${process.pid}_${count}`
}

class PostgresDesk implements TestDesk {
  readonly #cluster: Cluster
  readonly #name: string
  readonly #kinds: readonly Kind[]
  readonly engine: Engine

  constructor(cluster: Cluster, name: string, kinds: readonly Kind[]) {
    this.#cluster = cluster
    this.#name = name
    this.#kinds = kinds
    this.engine = serverEngineAt(cluster.address(name), kinds)
  }

  async openToWrite(by: Partial<RecordedBy> = {}): Promise<Store> {
    return opened(await this.engine.openToWrite({ ...options(null), ...by }))
  }

  async openToRead(entry: number | null): Promise<RecordReader> {
    return opened(await this.engine.openToRead(options(entry)))
  }

  async copy(): Promise<TestDesk> {
    const name = nextName()
    const inUse = this.#cluster.sql('postgres', `SELECT count(*) FROM pg_stat_activity WHERE datname = '${this.#name}'`)
    // Quicker, but only of a database that nobody is connected to.
    if (inUse === '0') this.#cluster.sql('postgres', `CREATE DATABASE ${name} TEMPLATE ${this.#name}`)
    else this.#cluster.copyDatabase(this.#name, name)
    return new PostgresDesk(this.#cluster, name, this.#kinds)
  }

  loseLastEntry(): void {
    this.#cluster.sql(
      this.#name,
      `SET search_path TO phd; ALTER TABLE audit DISABLE TRIGGER audit_is_not_changed;
       DELETE FROM audit WHERE id = (SELECT max(id) FROM audit);
       UPDATE audit_end SET value = (SELECT id || ' ' || hash FROM audit ORDER BY id DESC LIMIT 1);
       ALTER TABLE audit ENABLE TRIGGER audit_is_not_changed`,
    )
  }

  allText(): string {
    return this.#cluster.sql(this.#name, "SELECT schema_to_xml('phd', true, false, '')")
  }

  run(sql: string): void {
    this.#cluster.sql(this.#name, `SET search_path TO phd; ${sql}`)
  }

  tamper(sql: string): void {
    const [off, on] = ['DISABLE', 'ENABLE'].map((how) => `ALTER TABLE audit ${how} TRIGGER audit_is_not_changed`)
    this.run(`${off}; ${sql}; ${on}`)
  }

  remove(): void {
    this.#cluster.sql('postgres', `DROP DATABASE ${this.#name} WITH (FORCE)`)
  }
}

function options(entry: number | null): OpenOptions {
  const asOf = entry === null ? null : { entry, moment: `${TODAY}T00:00:00Z` }
  return { ...BY, waitSeconds: 1, asOf, today: TODAY }
}
