import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { atDesk } from './phd.ts'
import { perform, replay, supply, TRANSCRIPTS, transcriptPath } from './transcript.ts'

/* Promise: a desk on a server says what the same desk in a file says, byte for byte, but for what only a file or only a server has. */

/** What a desk on a server does not do. */
const ONLY_IN_FILE: ReadonlyMap<string, string> = new Map([
  ['docs-backups.txt', 'a server is backed up by its own tools'],
  ['docs-settings.txt', 'a shared desk has settings for everyone, of its own'],
])

/** What cannot be the same, and what both become: each for a reason. */
const DIFFERING: readonly [RegExp, string][] = [
  // An entry of a server has the login, and an import the mark of a time that was given by hand: so the hashes differ.
  [/\b[0-9a-f]{64}\b/g, '‹hash›'],
  [/^(.* imported .*?) *time stated by hand$/gm, '$1'],
  // A desk on a server is made before it is asked.
  [/no database ~\/data\/phd\.db yet|nothing has been imported into \S+ yet/g, '‹nothing yet›'],
  [/^2> note: at \S+ the desk decides this for everyone: .*\n/gm, ''],
  // Where it is, its size and its schema.
  [/^database {2}.*$/gm, 'database'],
  [/; the database ha[sd] .*$/gm, ''],
  // What is the server's to look after.
  [/database_sound|desk_answers/g, '‹sound›'],
  [/the database is sound|the desk answers; its server checks its pages and makes the backups/g, '‹sound›'],
  [/^ok[:,].*the desk decides by the rules of this phd.*\n/gm, ''],
  [/^warning: no backup in .*\n.*\n/gm, ''],
  [/^ *(?:the database file was rewritten without it|\d\. ask the administrator of the server to run VACUUM FULL.*)\n/gm, ''],
  [/^ {2,4}\d\. (the same for backups)/gm, '$1'],
]

/** Who commands of transcripts are run by: at a shared desk each logs in under the own name. */
const PEOPLE = ['ann', 'ben', 'maria']

const EMPTY = `transcripts_${process.pid}`

function comparable(text: string): string {
  return DIFFERING.reduce((said, [pattern, same]) => said.replace(pattern, same), text)
}

describe.skipIf(!HAS_POSTGRES)('a transcript is what the program prints at a shared desk', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await sharedCluster()
    const PHD_DB = cluster.createDatabase(EMPTY)
    for (const name of PEOPLE) cluster.sql('postgres', `CREATE ROLE ${name} LOGIN`)
    await atDesk((desk) => {
      for (const args of [['init'], ...PEOPLE.map((name) => ['grant', name, 'desk'])])
        expect(desk.run(['desk', ...args], { PHD_DB })).toMatchObject({ code: 0, stderr: '' })
    })
  })
  afterAll(() => {
    cluster.sql('postgres', `DROP DATABASE ${EMPTY} WITH (FORCE)`)
    for (const name of PEOPLE) cluster.sql('postgres', `DROP ROLE ${name}`)
  })

  it('leaves none out that is not there', () => {
    expect([...ONLY_IN_FILE.keys()].filter((name) => !TRANSCRIPTS.includes(name))).toEqual([])
  })

  for (const [i, file] of TRANSCRIPTS.entries())
    it.skipIf(ONLY_IN_FILE.has(file))(file, () =>
      atDesk((desk) => {
        const name = `${EMPTY}_${i}`
        cluster.sql('postgres', `CREATE DATABASE ${name} TEMPLATE ${EMPTY}`)
        supply(desk)
        const expected = readFileSync(transcriptPath(file), 'utf8')
        const actual = replay(expected, (line) =>
          perform(desk, line, (args, env) => {
            const actor = args.includes('--actor') ? args[args.indexOf('--actor') + 1] : env.PHD_ACTOR
            return desk.run(args, {
              PHD_DB: cluster.address(
                name,
                PEOPLE.find((each) => each === actor),
              ),
              ...env,
            })
          }),
        )
        cluster.sql('postgres', `DROP DATABASE ${name} WITH (FORCE)`)
        expect(comparable(actual)).toBe(comparable(expected))
      }),
    )
})
