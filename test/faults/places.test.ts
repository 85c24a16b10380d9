import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { atDeskOnDisk, type Desk, fixtures, type Run } from '../cli/phd.ts'
import { stateOf } from './state.ts'

/*
 * Where files of phd's lie: nobody else may put another in their place, and what is told to be there is on the disk.
 */

const DENY = ['loa', 'deny', 'Cobalt Labs 1 GmbH', '--requester', 'Mei Smith', '--email', 'mei.smith0@cobaltlabs10.example']
const isRoot = process.getuid?.() === 0
/** A group that has its user's number has nobody else in it. */
const isOwnGroup = process.getuid?.() === process.getgid?.()
const GROUP_MODES = isOwnGroup ? [] : [0o770, 0o720]

/** Each command that writes drafts or files for a loader into a folder. */
const WRITERS: readonly (readonly string[])[] = [
  [...DENY, '--draft'],
  ['nfr', 'deny', 'Cobalt Labs 1 GmbH', '--draft'],
  [
    'nfr',
    'expiring',
    '--within',
    '70',
    '--set',
    'requester_name=Ann',
    '--set',
    'requester_email=ann@senallabs.example',
    '--draft',
  ],
  ['reply', 'render', 'out-of-office-offsite', '--set', 'dates=May 3', '--draft'],
  ['mail', 'route', join(fixtures, 'mails'), '--drafts'],
  ['cam', 'export', 'plan.json', '--out'],
]

function equipped(desk: Desk): Desk {
  desk.equipped()
  desk.phd('import', 'sfdc-users.csv')
  desk.phd('cam', 'plan', '--out', 'plan.json')
  return desk
}

/** Runs the command that a refusal ends with. */
function mended({ stderr }: Run): void {
  const [, folder = ''] = /chmod go-w (\S+)/.exec(stderr) ?? []
  expect(existsSync(folder), stderr).toBe(true)
  chmodSync(folder, statSync(folder).mode & ~0o022)
}

/** The numbers of entries and imports; where nothing was recorded, they stay. */
const recorded = (desk: Desk): unknown => desk.json('audit', 'verify')

describe('a folder that others may write to', () => {
  it.each(WRITERS)('is refused for what %s %s writes, with the chmod that mends it', (...args) =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      const before = recorded(desk)
      for (const mode of [0o777, ...GROUP_MODES, 0o1777, 0o702]) {
        mkdirSync(join(desk.folder, 'open'), { recursive: true })
        chmodSync(join(desk.folder, 'open'), mode)
        const refused = desk.phd(...args, 'open')
        expect([refused.code, refused.stderr], mode.toString(8)).toEqual([5, expect.stringContaining('may write to')])
        expect(readdirSync(join(desk.folder, 'open'))).toEqual([])
      }
      expect(recorded(desk)).toEqual(before)
      mended(desk.phd(...args, 'open'))
      expect(desk.phd(...args, 'open').code).not.toBe(5)
      expect(readdirSync(join(desk.folder, 'open')).length).toBeGreaterThan(0)
    }),
  )

  it('is refused above the folder that is named, unless the sticky bit keeps what is in it', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'open', 'mine'), { recursive: true, mode: 0o700 })
      chmodSync(join(desk.folder, 'open'), 0o777)
      const refused = desk.phd(...DENY, '--draft', 'open/mine')
      expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining(`chmod go-w ${join(desk.folder, 'open')}\n`)])
      chmodSync(join(desk.folder, 'open'), 0o1777)
      expect(desk.phd(...DENY, '--draft', 'open/mine').code).toBe(0)
    }))

  it('is refused for the database, to ask as to write, and as of an earlier time', () =>
    atDeskOnDisk((desk) => {
      desk.imported()
      const folder = join(desk.folder, 'data')
      const before = readFileSync(desk.db)
      for (const mode of [0o1777, 0o777, ...GROUP_MODES]) {
        chmodSync(folder, mode)
        for (const args of [
          ['loa', 'check', '--all'],
          ['imports', 'list', '--as-of', 'import:1'],
          ['import', 'sfdc-accounts.csv'],
        ]) {
          const { code, stdout, stderr } = desk.phd(...args, '--json')
          expect([code, stderr + stdout]).toEqual([5, expect.stringContaining('database_exposed')])
        }
      }
      expect(readFileSync(desk.db).equals(before)).toBe(true)
      mended(desk.phd('loa', 'check', '--all'))
      expect(desk.phd('loa', 'check', 'Lumen Labs 4 Ltd').code).toBe(0)
    }))

  it.runIf(isOwnGroup)('is taken where those others are a group that has nobody else in it', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'own'))
      chmodSync(join(desk.folder, 'own'), 0o775)
      chmodSync(join(desk.folder, 'data'), 0o775)
      expect(desk.phd(...DENY, '--draft', 'own')).toMatchObject({ code: 0, stderr: '' })
    }),
  )

  it.runIf(isRoot)('is refused where they are another group', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'group'))
      chownSync(join(desk.folder, 'group'), 0, 12345)
      for (const mode of [0o770, 0o720]) {
        chmodSync(join(desk.folder, 'group'), mode)
        expect(desk.phd(...DENY, '--draft', 'group').code).toBe(5)
      }
    }),
  )

  it('is not closed to others if it is public or another user’s: the user must name another one', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'tmp'))
      const refusals = () => [desk.phd(...DENY, '--draft', 'tmp'), desk.phd('import', 'sfdc-accounts.csv', '--db', 'tmp/new.db')]
      const own = 'use a folder of your own'
      chmodSync(join(desk.folder, 'tmp'), 0o1777)
      for (const { code, stderr } of refusals()) {
        expect([code, stderr]).toEqual([5, expect.stringContaining(own)])
        expect(stderr).not.toContain('chmod')
      }
      if (!isRoot) return
      chmodSync(join(desk.folder, 'tmp'), 0o777)
      chownSync(join(desk.folder, 'tmp'), 12345, 12345)
      for (const { stderr } of refusals()) {
        expect(stderr).toContain(own)
        expect(stderr).not.toContain('chmod')
      }
    }))

  it('is named in the chmod as a shell takes it, as is a database', () =>
    atDeskOnDisk((desk) => {
      const folder = join(desk.folder, "Ann's $(data)")
      mkdirSync(folder, { mode: 0o700 })
      desk.put('desk/sfdc-accounts.csv')
      const db = join(folder, 'p.db')
      expect(desk.phd('import', 'sfdc-accounts.csv', '--db', db).code).toBe(0)
      const runs = (pattern: RegExp, text: string) => spawnSync('sh', ['-c', pattern.exec(text)?.[0] ?? 'false']).status
      chmodSync(db, 0o644)
      expect(runs(/chmod 600 .*/, desk.phd('doctor', '--db', db).stdout)).toBe(0)
      expect(statSync(db).mode & 0o777).toBe(0o600)
      chmodSync(db, 0o666)
      expect(runs(/chmod 600 .*/, desk.phd('imports', 'list', '--db', db).stderr)).toBe(0)
      expect(desk.phd('imports', 'list', '--db', db).code).toBe(0)
    }))

  it('is refused for a database that is yet to be made, which is then not made', () =>
    atDeskOnDisk((desk) => {
      desk.put('desk/sfdc-accounts.csv')
      mkdirSync(join(desk.folder, 'open'))
      chmodSync(join(desk.folder, 'open'), 0o777)
      expect(desk.phd('import', 'sfdc-accounts.csv', '--db', 'open/new/phd.db').code).toBe(5)
      expect(readdirSync(join(desk.folder, 'open'))).toEqual([])
    }))
})

describe('a folder that is a link', () => {
  it('is not followed where drafts are written; one above it is, if it is one’s own', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'real', 'drafts'), { recursive: true, mode: 0o700 })
      symlinkSync(join(desk.folder, 'real', 'drafts'), join(desk.folder, 'link'))
      symlinkSync('real', join(desk.folder, 'above'))
      for (const args of WRITERS) {
        const { code, stderr } = desk.phd(...args, 'link')
        expect([code, stderr], args.join(' ')).toEqual([5, expect.stringContaining('links to folders are not followed')])
        expect(stderr).toContain(`use the folder it leads to: ${join(realpathSync(desk.folder), 'real', 'drafts')}\n`)
      }
      expect(readdirSync(join(desk.folder, 'real', 'drafts'))).toEqual([])
      expect(desk.phd(...DENY, '--draft', 'above/drafts').code).toBe(0)
      expect(readdirSync(join(desk.folder, 'real', 'drafts')).length).toBeGreaterThan(0)
    }))

  it('is looked behind: what it leads through may not be everybody’s either', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'open', 'real', 'drafts'), { recursive: true, mode: 0o700 })
      chmodSync(join(desk.folder, 'open'), 0o777)
      symlinkSync('open/real', join(desk.folder, 'above'))
      const { code, stderr } = desk.phd(...DENY, '--draft', 'above/drafts')
      expect([code, stderr]).toEqual([5, expect.stringContaining(join(desk.folder, 'open'))])
      symlinkSync('circle', join(desk.folder, 'circle'))
      for (const folder of ['circle', 'circle/drafts']) {
        const circular = desk.phd(...DENY, '--draft', folder)
        expect([circular.code, circular.stderr]).toEqual([
          5,
          expect.stringContaining('circle is a link that leads back to itself'),
        ])
      }
    }))

  it('is not followed to a database', () =>
    atDeskOnDisk((desk) => {
      desk.imported()
      symlinkSync('data', join(desk.folder, 'link'))
      const { code, stderr } = desk.phd('loa', 'check', '--all', '--db', 'link/phd.db')
      expect([code, stderr]).toEqual([5, expect.stringContaining('links to folders are not followed')])
    }))

  it.runIf(isRoot)('is not followed where it is another user’s, nor is a folder of another’s in one that is everybody’s', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'real', 'drafts'), { recursive: true, mode: 0o700 })
      symlinkSync('real', join(desk.folder, 'above'))
      lchownSync(join(desk.folder, 'above'), 12345, 12345)
      expect(desk.phd(...DENY, '--draft', 'above/drafts')).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('another user'),
      })
      mkdirSync(join(desk.folder, 'open', 'theirs'), { recursive: true })
      chmodSync(join(desk.folder, 'open'), 0o1777)
      lchownSync(join(desk.folder, 'open', 'theirs'), 12345, 12345)
      expect(desk.phd(...DENY, '--draft', 'open/theirs')).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('another user'),
      })
    }),
  )
})

/** Lets the disk answer every request to flush with an error, as a failing one does; the program is the built one. */
function withFlushing(desk: Desk, answer: string, args: readonly string[]): Run {
  const file = join(desk.folder, 'flushing.cjs')
  writeFileSync(
    file,
    `const fs = require('node:fs')
    const answer = () => Object.assign(new Error('${answer}'), { code: '${answer}', syscall: 'fsync' })
    fs.fsyncSync = () => { throw answer() }
    fs.fsync = (fd, done) => setImmediate(done, answer())\n`,
  )
  return desk.run(args, { NODE_OPTIONS: `--require ${file}` })
}

describe('a disk that does not keep what it is told to keep', () => {
  const COMMANDS: readonly (readonly string[])[] = [
    ...WRITERS.map((args) => [...args, 'out']),
    ['cert-report', 'Lumen Labs 4 Ltd', '--out', 'report.csv'],
    ['cam', 'plan', '--out', 'other.json'],
  ]

  it.each(COMMANDS)('stops %s %s, with nothing recorded and nothing half there', (...args) =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      const before = recorded(desk)
      const files = readdirSync(desk.folder)
      const { code, stderr } = withFlushing(desk, 'EIO', args)
      expect([code, stderr]).toEqual([5, expect.stringContaining('EIO')])
      const left = readdirSync(desk.folder).filter((name) => !files.includes(name) && !['flushing.cjs', 'out'].includes(name))
      expect(left).toEqual([])
      expect(existsSync(join(desk.folder, 'out')) ? readdirSync(join(desk.folder, 'out')) : []).toEqual([])
      if (args[1] !== 'plan') expect(recorded(desk)).toEqual(before)
      expect(desk.phd(...args).code).not.toBe(70)
    }),
  )

  it('leaves a dropped file where it was told from, and takes it away the next time', () =>
    atDeskOnDisk((desk) => {
      mkdirSync(join(desk.folder, 'drop'))
      desk.put('desk/sfdc-accounts.csv')
      writeFileSync(join(desk.folder, 'drop', 'accounts.csv'), desk.read('sfdc-accounts.csv'))
      const { code, stdout, stderr } = withFlushing(desk, 'EIO', ['inbox', 'run', 'drop', '--settle', '0'])
      expect([code === 0, stdout + stderr]).toEqual([false, expect.stringContaining('EIO')])
      expect(desk.phd('inbox', 'run', 'drop', '--settle', '0').code).toBe(0)
      expect(readdirSync(join(desk.folder, 'drop')).sort()).toEqual(['done', 'failed'])
    }))

  it('does not upgrade a database', () =>
    atDeskOnDisk((desk) => {
      const file = older(desk)
      const before = stateOf(file)
      const { code, stderr } = withFlushing(desk, 'EIO', ['imports', 'list', '--db', file])
      expect([code, stderr]).toEqual([5, expect.stringContaining('EIO')])
      expect(stateOf(file)).toEqual(before)
      expect(readdirSync(desk.folder).filter((name) => name.includes('.schema-'))).toEqual([])
    }))

  it.each(['EINVAL', 'ENOTSUP'])('is told from one that knows no flushing at all (%s), where all goes on', (answer) =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      expect(withFlushing(desk, answer, [...DENY, '--draft', 'drafts'])).toMatchObject({ code: 0, stderr: '' })
      expect(withFlushing(desk, answer, ['imports', 'list', '--db', older(desk)]).code).toBe(0)
    }),
  )
})

describe('the copy that is kept of a database before it is upgraded', () => {
  it('is made again, and an earlier one is kept under another name', () =>
    atDeskOnDisk((desk) => {
      const file = older(desk)
      const before = stateOf(file)
      writeFileSync(`${file}.schema-2`, 'a copy that was cut off')
      expect(desk.phd('imports', 'list', '--db', file).code).toBe(0)
      expect(stateOf(`${file}.schema-2`)).toEqual(before)
      expect(readFileSync(`${file}.schema-2.1`, 'utf8')).toBe('a copy that was cut off')
      expect(statSync(`${file}.schema-2`).mode & 0o077).toBe(0)
    }))

  it('is not made twice where it is there as it must be', () =>
    atDeskOnDisk((desk) => {
      const file = older(desk)
      const bytes = readFileSync(file)
      expect(desk.phd('imports', 'list', '--db', file).code).toBe(0)
      writeFileSync(file, bytes)
      expect(desk.phd('imports', 'list', '--db', file).code).toBe(0)
      expect(readdirSync(desk.folder).filter((name) => name.includes('.schema-'))).toEqual(['older.db.schema-2'])
    }))

  it('is not made of a damaged database, which is left alone', () =>
    atDeskOnDisk((desk) => {
      const file = older(desk)
      const bytes = readFileSync(file)
      // The last page of the file: no table is asked for it while the database is upgraded.
      const size = bytes.readUInt16BE(16)
      bytes.fill(0x2a, bytes.length - size, bytes.length - size + 16)
      writeFileSync(file, bytes)
      const { code, stderr } = desk.phd('imports', 'list', '--db', file)
      expect([code, stderr]).toEqual([5, expect.stringContaining('damaged')])
      expect(readFileSync(file).equals(bytes)).toBe(true)
      expect(readdirSync(desk.folder).filter((name) => name.includes('.schema-'))).toEqual([])
    }))
})

function older(desk: Desk): string {
  const file = join(desk.folder, 'older.db')
  writeFileSync(file, gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-2.db.gz'))), { mode: 0o600 })
  return file
}
