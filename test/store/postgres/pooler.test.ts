import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk } from '../../cli/phd.ts'
import { HAS_POSTGRES, sharedCluster } from './cluster.ts'
import { ServerProxy } from './server-proxy.ts'
import { startAt } from './strained.ts'

/*
 * Promise: no answer rests on settings of a session that are not phd's. A pooler that stands before a server passes them on, or some of
 * them, or none, or refuses who asks for any.
 */

const NAME = 'pooled'
/** Length and version come before the names and values of a first message, each with a zero byte after it. */
const HEAD = 8

/** Rewrites the settings that a session asks for as it begins; where that gives null, it refuses, as PgBouncer does. */
class Pooler extends ServerProxy {
  rewrite: (options: string) => string | null = (options) => options

  protected forward(client: Socket, server: Socket): void {
    client.once('data', (first) => {
      const said = first.toString('latin1', HEAD).split('\0')
      const at = said.indexOf('options') + 1
      const options = this.rewrite(said[at] ?? '')
      if (options === null) {
        client.end(refusal())
        server.destroy()
        return
      }
      said[at] = options
      const rewritten = Buffer.concat([first.subarray(0, HEAD), Buffer.from(said.join('\0'), 'latin1')])
      rewritten.writeInt32BE(rewritten.length)
      server.write(rewritten)
      client.pipe(server)
    })
    server.pipe(client)
  }
}

/** FATAL 08P01, in the form of the protocol. */
function refusal(): Buffer {
  const fields = Buffer.from('SFATAL\0C08P01\0Munsupported startup parameter: options\0\0', 'latin1')
  const length = Buffer.alloc(4)
  length.writeInt32BE(fields.length + length.length)
  return Buffer.concat([Buffer.from('E'), length, fields])
}

const without =
  (name: RegExp) =>
  (options: string): string =>
    options.replace(name, '')

describe.skipIf(!HAS_POSTGRES)('a desk behind a pooler', () => {
  const desk = new Desk()
  let pooler: Pooler
  let db: string
  beforeAll(async () => {
    const cluster = await sharedCluster()
    const near = cluster.createDatabase(NAME)
    pooler = new Pooler(cluster.folder)
    await pooler.start()
    db = near.replace(encodeURIComponent(cluster.folder), encodeURIComponent(pooler.folder))
    expect(desk.run(['desk', 'init'], { PHD_DB: near }).code).toBe(0)
  })
  afterAll(async () => {
    pooler.stop()
    desk.remove()
    const cluster = await sharedCluster()
    cluster.sql('postgres', `DROP DATABASE ${NAME} WITH (FORCE)`)
  })

  const COMMANDS = [
    ['loa', 'check', 'Lumen Labs 4'],
    ['partner', 'alias', 'add', 'Lumen', 'Lumen Labs 4'],
    ['imports', 'list', '--as-of', 'import:1'],
    ['desk', 'status'],
    ['desk', 'init'],
    ['desk', 'verify'],
    ['desk', 'set', 'zone', 'Asia/Tokyo'],
  ]

  it.each<[string, (options: string) => string | null]>([
    ['passes none of the settings on', () => ''],
    ['leaves out where tables are looked for', without(/-c search_path=\S+/)],
    ['leaves out the zone', without(/-c TimeZone=\S+/)],
    ['leaves out the form of lists', without(/-c array_nulls=\S+/)],
    ['refuses who asks for any', () => null],
  ])('is refused where that %s', async (_, rewrite) => {
    const cluster = await sharedCluster()
    cluster.sql(NAME, `ALTER DATABASE ${NAME} SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE ${NAME} SET array_nulls = off`)
    pooler.rewrite = rewrite
    for (const args of COMMANDS) {
      const { code, stdout, stderr } = await startAt(desk, db, args).ended
      expect([args, code, stdout]).toEqual([args, 5, ''])
      expect(stderr).toContain('does not keep the settings that phd asks for')
      expect(stderr).toContain('the host and port of the server itself')
    }
  })

  it('is asked and changed where that passes all of them on', async () => {
    pooler.rewrite = (options) => options
    expect(await startAt(desk, db, ['desk', 'status']).ended).toMatchObject({ code: 0 })
    expect(await startAt(desk, db, ['desk', 'set', 'zone', 'Asia/Tokyo']).ended).toMatchObject({ code: 0 })
  })
})
