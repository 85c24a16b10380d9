import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { atDeskOnDisk, type Desk, fixtures, type Run, root } from '../cli/phd.ts'
import { figure } from './sizes.ts'
import { bytesOf, stateOf } from './state.ts'

const bin = join(root, 'bin', 'phd.cjs')
const isRoot = process.getuid?.() === 0

/** Whether a small disk of our own can be mounted here. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'phd-mount-'))
  const done = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]).status === 0
  if (done) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true })
  if (!done) process.stderr.write('disk.test.ts: no disk can be mounted here, so full and read-only disks are not tried\n')
  return done
}
const mounts = canMount()

/** A desk whose data folder is a disk of its own. */
async function withDisk(size: string, test: (desk: Desk, disk: string) => void): Promise<void> {
  await atDeskOnDisk((desk) => {
    const disk = join(desk.folder, 'data')
    mkdirSync(disk)
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'none', disk]).status).toBe(0)
    try {
      test(desk, disk)
    } finally {
      spawnSync('umount', ['-l', disk])
    }
  })
}

/** Accounts; two rows cannot be used. */
function accountsFile(rows: number, status: string): string {
  const lines = ['Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner']
  for (let i = 0; i < rows; i++) lines.push(`001${String(i).padStart(12, '0')},Partner ${i},Partner,${status},Open,Ana`)
  lines.push('no id,Nobody,Partner,Authorized,Open,Ana', `001${'9'.repeat(12)},,Partner,Authorized,Open,Ana`)
  return `${lines.join('\n')}\n`
}
const REJECTS_LINES = 3

/** The import was refused, in words, and nothing is different or half there. */
function expectRefused(desk: Desk, { code, stderr, stdout }: Run, before: string | null, what: string): void {
  expect([5, 6], `${what}: ${stderr}${stdout}`).toContain(code)
  expect(stderr + stdout, what).not.toMatch(/bug in phd|\n {4}at /)
  expect(stderr + stdout, what).toMatch(/data|rejects/)
  if (before !== null) expect(stateOf(desk.db), what).toEqual({ signature: before, integrity: 'ok' })
  expectWhole(desk, what)
}

/** No temporary file of ours is left, and a rejects file is whole. */
function expectWhole(desk: Desk, what: string): void {
  const names = readdirSync(desk.folder, { recursive: true, encoding: 'utf8' })
  expect(
    names.filter((name) => /\.phd-[0-9a-f]{12}$/.test(name)),
    what,
  ).toEqual([])
  for (const name of names.filter((each) => /\.rejects(\.\d+)?\.csv$/.test(each))) {
    expect(desk.read(name).trim().split('\n'), what).toHaveLength(REJECTS_LINES)
  }
}

function limited(desk: Desk, blocks: number, args: readonly string[]): Run {
  // Blocks of 1024 bytes. Exceeding the limit sends a signal too, which Node leaves to be an error of the write.
  const script = `ulimit -f ${blocks} && exec "$0" "$@"`
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script, process.execPath, bin, ...args], {
    cwd: desk.folder,
    env: { ...desk.env(), NODE_DISABLE_COMPILE_CACHE: '1' },
    encoding: 'utf8',
  })
  return { stdout, stderr, code: status }
}

/** So many steps from a first number to a last one. */
function steps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(from + ((to - from) * i) / (count - 1)))
}

describe('a file that may not grow (ulimit -f)', { timeout: 1_800_000 }, () => {
  it('stops a first import or a later one at any size, and nothing is half there', () =>
    atDeskOnDisk((desk) => {
      writeFileSync(join(desk.folder, 'a.csv'), accountsFile(3000, 'Authorized'))
      writeFileSync(join(desk.folder, 'b.csv'), accountsFile(3000, 'Former'))
      let refused = 0
      for (const blocks of steps(1, 1400, figure('fullAt'))) {
        rmSync(join(desk.folder, 'data'), { recursive: true, force: true })
        const first = limited(desk, blocks, ['import', 'a.csv'])
        if (first.code === 1) continue
        refused++
        expectRefused(desk, first, null, `first import within ${blocks} KiB`)
        expect(desk.phd('import', 'a.csv').code, `after a first import within ${blocks} KiB`).toBe(1)
      }
      rmSync(join(desk.folder, 'data'), { recursive: true, force: true })
      expect(desk.phd('import', 'a.csv').code).toBe(1)
      const { signature } = stateOf(desk.db)
      const size = statSync(desk.db).size / 1024
      for (const blocks of steps(1, size * 1.2, figure('fullAt'))) {
        const later = limited(desk, blocks, ['import', 'b.csv', '--rejects', '.'])
        if (later.code === 1) break
        refused++
        expectRefused(desk, later, signature, `later import within ${blocks} KiB`)
      }
      expect(refused).toBeGreaterThan(figure('fullAt') / 2)
      expect(desk.phd('imports', 'list').code).toBe(0)
    }))
})

describe.skipIf(!mounts)('a disk', { timeout: 1_800_000 }, () => {
  it('that is full stops an import or an undo at any size, and nothing is left half done', () =>
    withDisk('8m', (desk, disk) => {
      writeFileSync(join(desk.folder, 'a.csv'), accountsFile(3000, 'Authorized'))
      writeFileSync(join(desk.folder, 'b.csv'), accountsFile(3000, 'Former'))
      expect(desk.phd('import', 'a.csv').code).toBe(1)
      const { signature } = stateOf(desk.db)
      const filler = join(disk, 'filler')
      let refused = 0
      for (const free of steps(0, 2400, figure('fullAt'))) {
        rmSync(filler, { force: true })
        const used = Number(spawnSync('du', ['-sk', disk], { encoding: 'utf8' }).stdout.split('\t')[0])
        writeFileSync(filler, Buffer.alloc((8192 - used - free) * 1024))
        const args = ['import', 'b.csv', '--rejects', 'data']
        const run = desk.phd(...args)
        rmSync(filler)
        if (run.code === 1) break
        refused++
        expectRefused(desk, run, signature, `${free} KiB free`)
      }
      expect(refused).toBeGreaterThan(1)
      if (stateOf(desk.db).signature === signature) expect(desk.phd('import', 'b.csv').code).toBe(1)
      const after = stateOf(desk.db).signature
      const used = Number(spawnSync('du', ['-sk', disk], { encoding: 'utf8' }).stdout.split('\t')[0])
      writeFileSync(filler, Buffer.alloc((8192 - used - 100) * 1024))
      const undo = desk.phd('imports', 'undo', '2', '--yes')
      rmSync(filler)
      expectRefused(desk, undo, after, 'undoing')
      expect(desk.phd('imports', 'undo', '2', '--yes').code).toBe(0)
    }))

  it('that is read-only is named, and what is there stays', () =>
    withDisk('8m', (desk, disk) => {
      desk.put('desk/sfdc-accounts.csv').write('late.csv', accountsFile(1, 'Former').trim())
      expect(desk.phd('import', 'sfdc-accounts.csv').code).toBe(0)
      const before = stateOf(desk.db).signature
      expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0)
      const runs = [desk.phd('import', 'late.csv', '--rejects', '.'), desk.phd('imports', 'undo', '1', '--yes')]
      const bytes = readFileSync(desk.db)
      spawnSync('mount', ['-o', 'remount,rw', disk])
      for (const run of runs) expectRefused(desk, run, null, 'read-only disk')
      expect(readFileSync(desk.db).equals(bytes)).toBe(true)
      expect(stateOf(desk.db).signature).toBe(before)
    }))

  it('that is nearly full is named by the doctor, with what an upgrade or a backup needs', () =>
    withDisk('8m', (desk) => {
      desk.put('desk/sfdc-accounts.csv').phd('import', 'sfdc-accounts.csv')
      const { findings } = desk.json<{ findings: { code: string; message: string }[] }>('doctor')
      const nearly = findings.filter(({ code }) => code === 'disk_nearly_full')
      expect(nearly).toMatchObject([{ message: expect.stringMatching(/^\d\.\d MiB free .* may need 200\.0 MiB$/) }])
      const elsewhere = desk.run(['doctor', '--json'], { PHD_DB: join(desk.folder, 'phd.db') })
      expect(elsewhere.stdout).not.toContain('disk_nearly_full')
    }))

  it('that is full of temporary files is spoken of when there is no room for one', () =>
    withDisk('1m', (desk, disk) => {
      desk.put('desk/sfdc-accounts.csv')
      writeFileSync(join(disk, 'filler'), Buffer.alloc(1 << 20))
      const elsewhere = { TMPDIR: disk, SQLITE_TMPDIR: disk, PHD_DB: join(desk.folder, 'phd.db') }
      const { code, stdout, stderr } = desk.run(['import', 'sfdc-accounts.csv'], elsewhere)
      expect([code, stdout + stderr]).toEqual([5, expect.stringContaining('the folder of temporary files')])
      expect(desk.run(['import', 'sfdc-accounts.csv'], { PHD_DB: elsewhere.PHD_DB }).code).toBe(0)
    }))

  it('that has no room for the rejects file refuses the import', () =>
    withDisk('64k', (desk, disk) => {
      writeFileSync(join(desk.folder, 'a.csv'), accountsFile(10, 'Authorized'))
      const free = 64 * 1024
      writeFileSync(join(disk, 'filler'), Buffer.alloc(free))
      const db = join(desk.folder, 'phd.db')
      const run = desk.run(['import', 'a.csv', '--rejects', 'data'], { PHD_DB: db })
      expectRefused(desk, run, null, 'no room for rejects')
      expect(run.stderr + run.stdout).toContain('a.rejects.csv cannot be written (ENOSPC)')
      expect(JSON.parse(desk.run(['imports', 'list', '--json'], { PHD_DB: db }).stdout).imports).toEqual([])
    }))
})

describe('without the right to', () => {
  /** As another user, where this one may do everything. */
  const asOther = (desk: Desk, ...args: string[]): Run => {
    if (!isRoot) return desk.phd(...args)
    const other = ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, bin, ...args]
    const { stdout, stderr, status } = spawnSync('setpriv', other, { cwd: desk.folder, env: desk.env(), encoding: 'utf8' })
    return { stdout, stderr, code: status }
  }
  const canBeOther =
    !isRoot || spawnSync('setpriv', ['--reuid', '65534', '--clear-groups', process.execPath, bin, '--version']).status === 0
  if (!canBeOther) process.stderr.write('disk.test.ts: no other user to be here, so missing rights are not tried\n')

  it.skipIf(!canBeOther)('write the folder or the database, or read the file, phd says which', () =>
    atDeskOnDisk((desk) => {
      desk.put('desk/sfdc-accounts.csv')
      expect(desk.phd('import', 'sfdc-accounts.csv').code).toBe(0)
      const before = stateOf(desk.db).signature
      chmodSync(desk.folder, 0o755)
      chmodSync(join(desk.folder, 'data'), 0o555)
      chmodSync(desk.db, 0o444)
      expectRefused(desk, asOther(desk, 'import', 'sfdc-accounts.csv'), null, 'read-only file')
      const elsewhere = join(desk.folder, 'data', 'new', 'phd.db')
      expectRefused(desk, asOther(desk, 'import', 'sfdc-accounts.csv', '--db', elsewhere), null, 'read-only folder')
      chmodSync(join(desk.folder, 'sfdc-accounts.csv'), 0o000)
      mkdirSync(join(desk.folder, 'own'), { mode: 0o700 })
      if (isRoot) chownSync(join(desk.folder, 'own'), 65534, 65534)
      const unreadable = asOther(desk, 'import', 'sfdc-accounts.csv', '--db', join(desk.folder, 'own', 'phd.db'))
      expect([unreadable.code, unreadable.stdout]).toEqual([
        5,
        expect.stringContaining('sfdc-accounts.csv cannot be read (EACCES)'),
      ])
      chmodSync(join(desk.folder, 'data'), 0o700)
      chmodSync(desk.db, 0o600)
      expect(stateOf(desk.db).signature).toBe(before)
    }),
  )

  it.skipIf(!canBeOther)(
    'write the database, phd answers questions from it and leaves it as it is; an older one it does not upgrade',
    () =>
      atDeskOnDisk((desk) => {
        desk.put('desk/sfdc-accounts.csv')
        expect(desk.phd('import', 'sfdc-accounts.csv').code).toBe(0)
        const own = join(desk.folder, 'data')
        chmodSync(desk.folder, 0o755)
        if (isRoot) for (const path of [own, desk.db]) chownSync(path, 65534, 65534)
        chmodSync(desk.db, 0o400)
        const before = bytesOf(desk.db, readFileSync)
        expect(asOther(desk, 'imports', 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('sfdc-accounts.csv') })
        expectRefused(desk, asOther(desk, 'partner', 'alias', 'add', 'Lum', 'Lumen Labs 4 Ltd'), null, 'read-only file')
        expect(bytesOf(desk.db, readFileSync)).toBe(before)
        for (const name of readdirSync(own)) if (name !== 'phd.db') rmSync(join(own, name))
        chmodSync(desk.db, 0o600)
        writeFileSync(desk.db, gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-2.db.gz'))))
        chmodSync(desk.db, 0o400)
        const older = bytesOf(desk.db, readFileSync)
        const { code, stderr } = asOther(desk, 'imports', 'list')
        expect([code, stderr]).toEqual([5, expect.stringContaining('check that you can write to it')])
        expect(bytesOf(desk.db, readFileSync)).toBe(older)
      }),
  )
})

describe('what is not a file to import', () => {
  it('is refused at once: a pipe, a folder, a device, nothing at all', () =>
    atDeskOnDisk((desk) => {
      spawnSync('mkfifo', [join(desk.folder, 'pipe.csv')])
      mkdirSync(join(desk.folder, 'folder.csv'))
      symlinkSync('pipe.csv', join(desk.folder, 'link.csv'))
      symlinkSync('nowhere.csv', join(desk.folder, 'dangling.csv'))
      writeFileSync(join(desk.folder, 'empty.csv'), '')
      const files = ['pipe.csv', 'folder.csv', 'link.csv', '/dev/zero', '/dev/null', 'dangling.csv', 'empty.csv', 'none.csv']
      for (const file of files) {
        const { stdout, code } = desk.phd('import', '--json', file)
        const [{ reason, status }] = JSON.parse(stdout).imports
        expect([code, status], file).toEqual([5, 'refused'])
        expect(reason.code, file).toMatch(/^(not_a_file|empty_file|file_not_found|file_unreadable)$/)
        expect(reason.message, file).toContain(file)
      }
    }))

  it('changes while it is read: appended to, it is refused; replaced by another, the one that was opened is read', () =>
    atDeskOnDisk(async (desk) => {
      const path = join(desk.folder, 'a.csv')
      const text = accountsFile(60_000, 'Authorized')
      writeFileSync(path, text)
      const importing = async (meanwhile: () => void): Promise<{ code: number | null; stdout: string }> => {
        const child = spawn(process.execPath, [bin, 'import', '--json', 'a.csv'], { cwd: desk.folder, env: desk.env() })
        let stdout = ''
        child.stdout.on('data', (piece) => {
          stdout += piece
        })
        const timer = setInterval(() => existsSync(`${desk.db}-wal`) && statSync(`${desk.db}-wal`).size > 0 && meanwhile(), 5)
        const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
        clearInterval(timer)
        return { code, stdout }
      }
      expect(desk.put('desk/impartner-users.csv').phd('import', 'impartner-users.csv').code).toBe(0)
      let appended = 0
      const changed = await importing(() => {
        if (appended++ === 0) appendFileSync(path, '001999999999998,Late,Partner,Authorized,Open,Ana\n')
      })
      expect(appended).toBeGreaterThan(0)
      expect([changed.code, JSON.parse(changed.stdout).imports[0].reason.code]).toEqual([5, 'file_changed'])
      expect(JSON.parse(desk.phd('imports', 'list', '--json').stdout).imports).toHaveLength(1)
      writeFileSync(path, text)
      writeFileSync(join(desk.folder, 'other.csv'), 'something else\n')
      let replaced = 0
      const whole = await importing(() => {
        if (replaced++ === 0) renameSync(join(desk.folder, 'other.csv'), path)
      })
      expect([whole.code, JSON.parse(whole.stdout).imports[0].rows.added]).toEqual([1, 60_000])
    }))

  it('stands where the rejects file should: a link is neither followed nor replaced', () =>
    atDeskOnDisk((desk) => {
      writeFileSync(join(desk.folder, 'a.csv'), accountsFile(2, 'Authorized'))
      writeFileSync(join(desk.folder, 'precious.txt'), 'precious')
      symlinkSync('precious.txt', join(desk.folder, 'a.rejects.csv'))
      expect(desk.phd('import', 'a.csv').code).toBe(1)
      expect(desk.read('precious.txt')).toBe('precious')
      expect(desk.read('a.rejects.2.csv').trim().split('\n')).toHaveLength(REJECTS_LINES)
    }))
})
