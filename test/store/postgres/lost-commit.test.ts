import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { kinds } from '../../../src/records/kinds.ts'
import type { Engine } from '../../../src/store/engine.ts'
import type { NewAuditEntry, Store } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { serverEngineAt } from '../contract/postgres-desk.ts'
import { BY, opened, TODAY } from '../contract/test-desk.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from './cluster.ts'
import { type Cut, CuttingProxy } from './cutting-proxy.ts'

const NAME = `lost_commit_${process.pid}`

function lesson(number: number): NewAuditEntry {
  const body = { lesson: number, file: 'a.eml', kind: 'x', reason: null }
  return { action: 'mail_lesson_forgotten', partnerId: null, request: null, body, evidence: null }
}

describe.skipIf(!HAS_POSTGRES)('a connection that is lost as something is recorded', () => {
  let cluster: Cluster
  let direct: Engine
  let number = 0
  beforeAll(async () => {
    cluster = await sharedCluster()
    cluster.createDatabase(NAME)
    direct = serverEngineAt(cluster.address(NAME), kinds)
    await direct.shared?.make(false)
  })
  afterAll(() => cluster.sql('postgres', `DROP DATABASE ${NAME} WITH (FORCE)`))
  beforeEach(() => {
    number++
  })

  const entries = (): string => cluster.sql(NAME, 'SELECT count(*) FROM phd.audit')

  /** Records through a connection that is cut; gives what the store said, and how many entries that added. */
  async function cut(how: Cut) {
    const work = (store: Store): Promise<unknown> => store.record([lesson(number)])
    const proxy = new CuttingProxy(cluster.folder)
    await proxy.start()
    const named = cluster.address(NAME).replace(encodeURIComponent(cluster.folder), encodeURIComponent(proxy.folder))
    const engine = serverEngineAt(named, kinds)
    const store = opened(await engine.openToWrite({ ...BY, waitSeconds: 5, asOf: null, today: TODAY }))
    const before = Number(entries())
    try {
      proxy.cutAtCommit(how)
      const said = await work(store).then(
        (done) => ({ done }),
        (error: unknown) => ({ error }),
      )
      const after = await work(store).catch((error: unknown) => error)
      return { said, added: Number(entries()) - before, after }
    } finally {
      await store.close()
      proxy.stop()
    }
  }

  it('before the server heard of it: nothing was changed, and phd says so', async () => {
    const { said, added, after } = await cut({ heard: false, reachable: true })
    // What is repeated is all there is.
    expect({ added, after }).toMatchObject({ added: 1, after: [{ action: 'mail_lesson_forgotten' }] })
    expect(said).toEqual({ error: failing({ code: 'desk_unreachable', exitCode: 6 }) })
    expect(JSON.stringify(said)).toContain('nothing was changed')
  })

  it('after the server heard of it: it is recorded once, and the store goes on', async () => {
    const { said, added, after } = await cut({ heard: true, reachable: true })
    expect(said).toMatchObject({ done: [{ action: 'mail_lesson_forgotten', body: { lesson: number } }] })
    // Once, and the one that was recorded on the new connection.
    expect({ added, after }).toMatchObject({ added: 2, after: [{ action: 'mail_lesson_forgotten' }] })
    const reader = opened(await direct.openToRead({ ...BY, waitSeconds: 5, asOf: null, today: TODAY }))
    expect((await reader.verifyAudit()).flaws).toEqual([])
    await reader.close()
  })

  it('and the server is gone: phd says that it cannot tell', async () => {
    const { said } = await cut({ heard: true, reachable: false })
    expect(said).toEqual({ error: failing({ code: 'outcome_unknown', exitCode: 4 }) })
  })
})
