import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, atDeskOnDisk, type Desk, fixtures, type Run, root } from './phd.ts'

const STAMP = '20261120T090000Z'
const ACCOUNTS = 'desk/sfdc-accounts.csv'
const USERS = 'desk/impartner-users.csv'
const DASHBOARD = 'desk/certification-dashboard.csv'
const OLD = new Date('2026-11-01T00:00:00Z')

interface InboxJson {
  files: {
    file: string
    kind: string | null
    status: string
    movedTo: string | null
    reasonFile: string | null
    importId: number | null
    rejects: string | null
    reason: { code: string; message: string } | null
    warnings: { code: string }[]
  }[]
  left: { file: string; why: string }[]
}

/** A desk with a drop folder. */
function atInbox<T>(test: (desk: Desk, folder: string) => T | Promise<T>, at = atDesk<T>): Promise<T> {
  return at((desk) => {
    const folder = join(desk.folder, 'new')
    mkdirSync(folder)
    return test(desk, folder)
  })
}

/** Puts a file into the folder, written long before the desk's today unless said otherwise. */
function drop(folder: string, fixture: string, name = fixture.split('/').at(-1) ?? '', at = OLD): void {
  copyFileSync(join(fixtures, fixture), join(folder, name))
  utimesSync(join(folder, name), at, at)
}

function run(desk: Desk, ...args: string[]): Run {
  return desk.phd('inbox', 'run', 'new', '--settle', '0', ...args)
}

function runJson(desk: Desk, ...args: string[]): InboxJson & { code: number | null } {
  const { stdout, code } = run(desk, '--json', ...args)
  return { ...JSON.parse(stdout), code }
}

function inside(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !lstatSync(join(folder, name)).isDirectory())
    .sort()
}

describe('a drop folder', () => {
  it('is emptied into done/ and failed/, for their user alone, with the reason beside what failed', () =>
    atInbox((desk, folder) => {
      for (const each of [ACCOUNTS, USERS, DASHBOARD, 'broken/not-an-export.csv']) drop(folder, each)
      const { files, left, code } = runJson(desk)
      expect(code).toBe(5)
      expect(files.map(({ file, status, movedTo }) => [file, status, movedTo])).toEqual([
        ['sfdc-accounts.csv', 'imported', `done/sfdc-accounts.${STAMP}.csv`],
        ['certification-dashboard.csv', 'imported', `done/certification-dashboard.${STAMP}.csv`],
        ['impartner-users.csv', 'imported', `done/impartner-users.${STAMP}.csv`],
        ['not-an-export.csv', 'refused', `failed/not-an-export.${STAMP}.csv`],
      ])
      expect(left).toEqual([])
      expect(inside(folder)).toEqual([
        `done/certification-dashboard.${STAMP}.csv`,
        `done/impartner-users.${STAMP}.csv`,
        `done/sfdc-accounts.${STAMP}.csv`,
        `failed/not-an-export.${STAMP}.csv`,
        `failed/not-an-export.${STAMP}.csv.reason.txt`,
      ])
      expect(desk.read(`new/failed/not-an-export.${STAMP}.csv.reason.txt`)).toContain('unknown kind of export')
      for (const name of ['done', 'failed']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o700)
      expect(desk.phd('loa', 'check', 'Lumen Labs 4').code).toBe(0)
    }))

  it('that is empty, or has nothing new, is not an error; a quiet run says nothing when all is well', () =>
    atInbox((desk, folder) => {
      expect([run(desk).code, run(desk).stdout]).toEqual([0, expect.stringContaining('nothing to import')])
      drop(folder, ACCOUNTS)
      symlinkSync('/etc', join(folder, 'link'))
      expect(run(desk, '--quiet')).toEqual({ stdout: '', stderr: '', code: 0 })
      drop(folder, 'broken/empty.csv')
      drop(folder, USERS)
      const { stdout, code } = run(desk, '--quiet')
      expect([code, stdout]).toEqual([5, expect.stringContaining('empty.csv')])
      expect(stdout).not.toContain('impartner-users')
    }))

  it('leaves what is not a file of its own as it is: links, folders, pipes, hidden and temporary files', () =>
    atInbox((desk, folder) => {
      const outside = join(desk.folder, 'outside.csv')
      copyFileSync(join(fixtures, ACCOUNTS), outside)
      symlinkSync(outside, join(folder, 'link.csv'))
      symlinkSync(join(desk.folder, 'nowhere'), join(folder, 'broken-link.csv'))
      mkdirSync(join(folder, 'sub'))
      drop(join(folder, 'sub'), ACCOUNTS)
      spawnSync('mkfifo', [join(folder, 'pipe.csv')])
      for (const name of ['a.csv.part', 'b.crdownload', 'c.tmp', '~$d.xlsx', '.e.csv', '.~lock.f.csv#', 'Thumbs.db'])
        drop(folder, ACCOUNTS, name)
      // Firefox keeps an empty file of the name while it writes the other.
      writeFileSync(join(folder, 'a.csv'), '')
      const before = inside(folder)
      const { files, left, code } = runJson(desk)
      expect([files, code]).toEqual([[], 0])
      expect(left.map(({ file, why }) => [file, why])).toEqual([
        ['a.csv', 'temporary'],
        ['a.csv.part', 'temporary'],
        ['b.crdownload', 'temporary'],
        ['broken-link.csv', 'symlink'],
        ['c.tmp', 'temporary'],
        ['link.csv', 'symlink'],
        ['pipe.csv', 'not_a_file'],
        ['sub', 'folder'],
        ['~$d.xlsx', 'temporary'],
      ])
      expect(inside(folder)).toEqual(before)
      expect(existsSync(outside)).toBe(true)
    }))

  it('keeps a file that still grows for the next run', () =>
    atInbox(async (desk, folder) => {
      const text = readFileSync(join(fixtures, USERS), 'utf8')
      drop(folder, DASHBOARD)
      const path = join(folder, 'impartner-users.csv')
      writeFileSync(path, text.slice(0, 3000))
      const child = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), 'inbox', 'run', 'new', '--settle', '1', '--json'], {
        cwd: desk.folder,
        env: desk.env(),
      })
      let stdout = ''
      child.stdout.on('data', (chunk) => {
        stdout += chunk
      })
      const ended = new Promise((resolve) => child.on('close', resolve))
      const writing = setInterval(() => appendFileSync(path, ' '), 50)
      expect(await ended).toBe(0)
      clearInterval(writing)
      const { files, left } = JSON.parse(stdout) as InboxJson
      expect(files.map(({ file, status }) => [file, status])).toEqual([['certification-dashboard.csv', 'imported']])
      expect(left).toEqual([expect.objectContaining({ file: 'impartner-users.csv', why: 'growing' })])
      writeFileSync(path, text)
      expect(runJson(desk).files.map(({ status }) => status)).toEqual(['imported'])
    }))

  it('a file touched a moment ago counts as growing', () =>
    atInbox((desk, folder) => {
      drop(folder, ACCOUNTS, 'accounts.csv', new Date(Date.now() + 3500))
      const { stdout } = desk.phd('inbox', 'run', 'new', '--settle', '4', '--json')
      expect(JSON.parse(stdout).left).toEqual([expect.objectContaining({ file: 'accounts.csv', why: 'growing' })])
    }))

  it('takes the oldest export first, by the day in the name or the time of the file; of one day the accounts first', () =>
    atInbox((desk, folder) => {
      drop(folder, ACCOUNTS, 'x-2026-11-18.csv')
      drop(folder, DASHBOARD, 'b-2026-11-18.csv')
      drop(folder, USERS, 'a-2026-11-18.csv')
      drop(folder, ACCOUNTS, 'older.csv', new Date('2026-11-17T10:00:00Z'))
      drop(folder, ACCOUNTS, 'newer.csv', new Date('2026-11-19T10:00:00Z'))
      drop(folder, ACCOUNTS, 'report1794700000000.csv')
      expect(runJson(desk).files.map(({ file }) => file)).toEqual([
        'report1794700000000.csv',
        'older.csv',
        'x-2026-11-18.csv',
        'a-2026-11-18.csv',
        'b-2026-11-18.csv',
        'newer.csv',
      ])
    }))
})

describe('of two exports of one day', () => {
  it('the first comes first by its own time, whatever a browser called the second', () =>
    atInbox((desk, folder) => {
      drop(folder, DASHBOARD, 'certs-2026-11-18 (1).csv', new Date('2026-11-18T15:00:00Z'))
      drop(folder, ACCOUNTS, 'undated.csv', new Date('2026-11-18T12:00:00Z'))
      drop(folder, USERS, 'certs-2026-11-18.csv', new Date('2026-11-18T09:00:00Z'))
      expect(runJson(desk).files.map(({ file }) => file)).toEqual([
        'certs-2026-11-18.csv',
        'undated.csv',
        'certs-2026-11-18 (1).csv',
      ])
    }))
})

describe('the same bytes again', () => {
  it('are known, as after a run that was killed between the import and the move', () =>
    atInbox((desk, folder) => {
      drop(folder, ACCOUNTS)
      run(desk)
      renameSync(join(folder, 'done', `sfdc-accounts.${STAMP}.csv`), join(folder, 'sfdc-accounts.csv'))
      const [file] = runJson(desk).files
      expect([file?.status, file?.movedTo]).toEqual(['unchanged', `done/sfdc-accounts.${STAMP}.csv`])
    }))

  it('do not bring old values back when newer files came since, unless they were exported again', () =>
    atInbox((desk, folder) => {
      const open = (): unknown => JSON.parse(desk.phd('loa', 'check', 'Lumen Labs 4', '--json').stdout).decision
      drop(folder, ACCOUNTS)
      drop(folder, DASHBOARD, 'first.csv')
      run(desk)
      expect(open()).toBe('eligible')
      const text = readFileSync(join(fixtures, DASHBOARD), 'utf8')
      const lines = text.split('\n').map((line) => (line.includes('Lumen Labs 4') ? line.replace(/Yes/, 'No') : line))
      writeFileSync(join(folder, 'second.csv'), lines.join('\n'))
      utimesSync(join(folder, 'second.csv'), OLD, OLD)
      run(desk)
      expect(open()).toBe('not_eligible')
      drop(folder, DASHBOARD, 'again.csv')
      const [again] = runJson(desk).files
      expect([again?.status, again?.importId, again?.warnings[0]?.code]).toEqual(['unchanged', 2, 'superseded'])
      expect(open()).toBe('not_eligible')
      drop(folder, DASHBOARD, 'anew.csv', new Date('2026-11-21T00:00:00Z'))
      expect(runJson(desk).files[0]?.status).toBe('imported')
      expect(open()).toBe('eligible')
    }))

  it('that had rejected rows are read again', () =>
    atInbox((desk, folder) => {
      for (const status of ['imported', 'unchanged']) {
        drop(folder, 'broken/accounts-with-problems.csv')
        const { files, code } = runJson(desk)
        expect([files[0]?.status, code]).toEqual([status, 1])
      }
    }))
})

describe('rows that are rejected', () => {
  it('stand in failed/ with a note, and come in again by the folder once corrected', () =>
    atInbox((desk, folder) => {
      drop(folder, 'broken/accounts-with-problems.csv')
      const { files, code } = runJson(desk)
      const rejects = `failed/accounts-with-problems.${STAMP}.rejects.csv`
      expect([code, files[0]]).toEqual([
        1,
        expect.objectContaining({
          status: 'imported',
          movedTo: `done/accounts-with-problems.${STAMP}.csv`,
          rejects,
          reasonFile: `${rejects}.reason.txt`,
        }),
      ])
      const note = desk.read(`new/${rejects}.reason.txt`)
      expect(note).toContain('5 rows of accounts-with-problems.csv rejected')
      expect(note).toContain('Line 4, Click-Through Agreement: "maybe" cannot be used')
      writeFileSync(join(folder, 'fixed.rejects.csv'), desk.read(`new/${rejects}`).replace('maybe', 'True'))
      const again = runJson(desk)
      expect([again.files[0]?.status, again.code]).toEqual(['imported', 1])
      expect(again.files[0]?.rejects).toBe(`failed/fixed.${STAMP}.rejects.csv`)
    }))
})

describe('a dry run', () => {
  it('says what would be done and moves, makes and writes nothing', () =>
    atInbox((desk, folder) => {
      for (const each of [ACCOUNTS, 'broken/accounts-with-problems.csv', 'broken/empty.csv']) drop(folder, each)
      const before = readdirSync(folder).sort()
      const { files, code } = runJson(desk, '--dry-run')
      expect(code).toBe(5)
      expect(files.map(({ status, movedTo }) => [status, movedTo])).toEqual([
        ['dry_run', null],
        ['dry_run', null],
        ['refused', null],
      ])
      expect(readdirSync(folder).sort()).toEqual(before)
      expect(existsSync(desk.db)).toBe(false)
    }))
})

describe('names', () => {
  it('are never overwritten', () =>
    atInbox((desk, folder) => {
      mkdirSync(join(folder, 'done'))
      mkdirSync(join(folder, 'failed'))
      writeFileSync(join(folder, 'done', `sfdc-accounts.${STAMP}.csv`), 'mine')
      writeFileSync(join(folder, 'failed', `empty.${STAMP}.csv`), 'mine')
      writeFileSync(join(folder, 'failed', `empty.${STAMP}.2.csv.reason.txt`), 'mine')
      drop(folder, ACCOUNTS)
      drop(folder, 'broken/empty.csv')
      const { files } = runJson(desk)
      expect(files.map(({ movedTo }) => movedTo).sort()).toEqual([
        `done/sfdc-accounts.${STAMP}.2.csv`,
        `failed/empty.${STAMP}.2.csv`,
      ])
      expect(files.find(({ status }) => status === 'refused')?.reasonFile).toBe(`failed/empty.${STAMP}.2.csv.reason.2.txt`)
      expect(desk.read(`new/done/sfdc-accounts.${STAMP}.csv`)).toBe('mine')
      expect(desk.read(`new/failed/empty.${STAMP}.2.csv.reason.txt`)).toBe('mine')
    }))

  it('may be hostile: nothing raw reaches the terminal or the note, and each file is put away', () =>
    atInbox((desk, folder) => {
      const names = [
        '-rf.csv',
        '--json',
        'a\nb\u001b[31m.csv',
        `${'x'.repeat(200)}.csv`,
        `${'ü'.repeat(120)}.csv`,
        '$(touch x).csv',
        'no end',
        'a.b.c',
      ]
      for (const name of names) drop(folder, 'broken/empty.csv', name)
      const raw = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x62, 0xff, 0x2e, 0x63, 0x73, 0x76])])
      copyFileSync(join(fixtures, ACCOUNTS), raw)
      const { stdout, code } = run(desk)
      expect(code).toBe(5)
      expect(stdout).toContain('a\\nb\\x1b[31m.csv')
      expect(stdout).not.toContain('\u001b')
      expect(readdirSync(folder).sort()).toEqual(['done', 'failed'])
      const failed = readdirSync(join(folder, 'failed'))
      expect(failed.filter((name) => name.endsWith('.reason.txt'))).toHaveLength(names.length + 1)
      for (const name of failed.filter((each) => each.endsWith('.reason.txt')))
        expect(readFileSync(join(folder, 'failed', name), 'utf8')).not.toContain('\u001b')
    }))

  it('lose the stamp of an earlier run when the file comes back', () =>
    atInbox((desk, folder) => {
      drop(folder, 'broken/empty.csv', 'empty.20261101T000000Z.2.csv')
      expect(runJson(desk).files[0]?.movedTo).toBe(`failed/empty.${STAMP}.csv`)
    }))
})

describe('a folder that cannot be worked with', () => {
  it('is refused before anything is imported: a link for done/, a file for failed/, the database inside, no folder', () =>
    atInbox((desk, folder) => {
      drop(folder, ACCOUNTS)
      mkdirSync(join(desk.folder, 'elsewhere'))
      symlinkSync(join(desk.folder, 'elsewhere'), join(folder, 'done'))
      const linked = run(desk)
      expect([linked.code, linked.stderr]).toEqual([5, expect.stringContaining('done is a link or a file')])
      expect(readdirSync(join(desk.folder, 'elsewhere'))).toEqual([])
      renameSync(join(folder, 'done'), join(desk.folder, 'done'))
      writeFileSync(join(folder, 'failed'), '')
      expect(run(desk).stderr).toContain('failed is a link or a file')
      const inFolder = run(desk, '--db', 'new/phd.db')
      expect([inFolder.code, inFolder.stderr]).toEqual([
        5,
        expect.stringContaining('is in the folder that files are moved out of'),
      ])
      for (const name of ['nowhere', join('new', 'sfdc-accounts.csv')]) expect(desk.phd('inbox', 'run', name).code).toBe(5)
      expect([desk.phd('inbox', 'run').code, desk.phd('inbox', 'run', '').code]).toEqual([2, 2])
      expect(desk.phd('inbox', 'run', 'new', '--settle', 'soon').code).toBe(2)
      expect(JSON.parse(desk.phd('imports', 'list', '--json').stdout).imports).toEqual([])
    }))

  // Who may do everything is kept out by no right, so the run is another user's; a checkout in a private folder is not theirs.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null
  const program = join(root, 'bin', 'phd.cjs')
  const mayRun = user === null || spawnSync(process.execPath, [program, '--version'], user).status === 0

  it.skipIf(!mayRun)('is refused when its files cannot leave it', () =>
    atInbox((desk, folder) => {
      drop(folder, ACCOUNTS)
      if (user) for (const path of [desk.folder, folder]) chownSync(path, user.uid, user.gid)
      chmodSync(folder, 0o500)
      const { status, stderr } = spawnSync(process.execPath, [program, 'inbox', 'run', 'new', '--settle', '0'], {
        cwd: desk.folder,
        env: desk.env(),
        encoding: 'utf8',
        ...user,
      })
      chmodSync(folder, 0o700)
      expect([status, stderr]).toEqual([5, expect.stringContaining('cannot be written (EACCES)')])
      expect(readdirSync(folder)).toEqual(['sfdc-accounts.csv'])
    }, atDeskOnDisk),
  )

  it('keeps its files while the database cannot be written, and says which', () =>
    atInbox((desk, folder) => {
      desk.imported()
      for (const each of [ACCOUNTS, 'broken/names-dashboard.csv']) drop(folder, each)
      const other = new Database(desk.db)
      other.exec('BEGIN IMMEDIATE')
      const { files, left, code } = runJson(desk, '--wait', '0')
      other.exec('ROLLBACK')
      other.close()
      expect(code).toBe(6)
      expect([files[0]?.status, files[0]?.reason?.code]).toEqual(['waits', 'busy'])
      expect(left).toHaveLength(1)
      expect(left[0]?.why).toBe('not_reached')
      expect(readdirSync(folder).filter((name) => name.endsWith('.csv'))).toHaveLength(2)
    }))
})

describe('two runs at once', () => {
  it('do no harm: each file is put away once, and the newest values stand', () =>
    atInbox(async (desk, folder) => {
      const text = readFileSync(join(fixtures, DASHBOARD), 'utf8')
      for (let i = 0; i < 12; i++) {
        const name = `dashboard-${String(i).padStart(2, '0')}.csv`
        writeFileSync(join(folder, name), text.replaceAll('Yes', i % 2 ? 'Yes' : 'No'))
        utimesSync(join(folder, name), OLD, new Date(OLD.getTime() + i * 60_000))
      }
      desk.put(ACCOUNTS).phd('import', 'sfdc-accounts.csv')
      const runs = [1, 2, 3].map(
        () =>
          new Promise<number | null>((resolve) => {
            spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), 'inbox', 'run', 'new', '--settle', '0'], {
              cwd: desk.folder,
              env: desk.env(),
              stdio: 'ignore',
            }).on('close', resolve)
          }),
      )
      expect(await Promise.all(runs)).toEqual([0, 0, 0])
      expect(readdirSync(folder).sort()).toEqual(['done', 'failed'])
      expect(readdirSync(join(folder, 'done')).map((name) => name.slice(0, 12))).toEqual(
        Array.from({ length: 12 }, (_, i) => `dashboard-${String(i).padStart(2, '0')}`),
      )
      expect(JSON.parse(desk.phd('loa', 'check', 'Lumen Labs 4', '--json').stdout).decision).toBe('eligible')
    }))
})
