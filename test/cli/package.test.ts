import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageFolders } from '../../scripts/licenses.ts'
import { roff } from '../../scripts/man.ts'
import { atDeskOnDisk, root } from './phd.ts'

const hasMan = spawnSync('man', ['--version']).status === 0

/** Another Node to try the package with, such as 26, by the folder that it is in; left out where none is named. */
const OTHER_NODE = process.env.PHD_OTHER_NODE
const nodes = [dirname(process.execPath), ...(OTHER_NODE ? [OTHER_NODE] : [])]
if (!OTHER_NODE) process.stderr.write('the package is tried with this Node alone: PHD_OTHER_NODE names the folder of no other\n')

describe('the package', () => {
  it.each(nodes)(
    'installs into an empty prefix without any other package, and phd works there: %s',
    { timeout: 600_000 },
    (node) =>
      atDeskOnDisk((desk) => {
        desk.put('desk/sfdc-accounts.csv', 'desk/impartner-users.csv', 'desk/certification-dashboard.csv')
        desk.put('documents/sow-libreoffice.pdf')
        // The test's own build is packed: another build under the feet of other tests would pull theirs away.
        execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', desk.folder], { cwd: root, stdio: 'pipe' })
        const [tarball = ''] = readdirSync(desk.folder).filter((file) => file.endsWith('.tgz'))
        const prefix = join(desk.folder, 'prefix')
        execFileSync('npm', ['install', '--global', '--offline', '--prefix', prefix, join(desk.folder, tarball)], {
          cwd: desk.folder,
          env: { ...process.env, PATH: `${node}:${process.env.PATH}` },
          stdio: 'pipe',
        })
        // A folder that has only phd and this Node.
        const env = { ...desk.env(), PATH: `${join(prefix, 'bin')}:${node}` }
        const phd = (...args: string[]) => spawnSync('phd', args, { cwd: desk.folder, env, encoding: 'utf8' })
        expect(phd('import', 'sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv').status).toBe(0)
        expect(phd('loa', 'check', 'Lumen Labs 4 Ltd').stdout).toContain('YES')
        expect(phd('cert-report', 'Lumen Labs 4 Ltd').stdout).toContain('Solution Architect Core Training')
        // What is read when it is needed: the answers, and the thread that reads a PDF.
        expect(phd('handbook', 'search', 'loa').stdout).toContain('Letter of Authorization')
        const proof = [
          '--partner',
          'Lumen Labs 4 Ltd',
          '--customer',
          'Globex',
          '--deal',
          'DR-500000',
          '--file',
          'sow-libreoffice.pdf',
        ]
        expect(JSON.parse(phd('poe', 'check', ...proof, '--json').stdout)).toMatchObject({ documents: [{ unread: null }] })
        expect(readFileSync(join(prefix, 'share', 'man', 'man1', 'phd.1'), 'utf8')).toContain('.TH PHD 1')
      }),
  )

  it('has the license of everything that is inside, with its text', () => {
    const [head = '', ...others] = readFileSync(join(root, 'dist', 'licenses.txt'), 'utf8').split('\n----\n')
    const parts = [head.replace('phd contains these packages:\n', ''), ...others].map((part) => part.trim())
    for (const part of parts) {
      expect(part).toMatch(/^\S+[^\n]* \([\w.-]+(?: [\w.-]+)*\)\n\n/)
      expect(part.length, part.slice(0, 60)).toBeGreaterThan(250)
    }
    for (const name of ['better-sqlite3 ', 'SQLite ', 'unpdf ', 'pdf.js', 'commander ', '@inquirer/core '])
      expect(parts.filter((part) => part.startsWith(name))).toHaveLength(1)
    expect(packageFolders(['src/a.ts', 'node_modules/a/node_modules/@b/c/d.js', 'node_modules/a/e.js'])).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/@b/c',
      'node_modules/better-sqlite3',
      'node_modules/node-addon-api',
    ])
  })

  it.skipIf(!hasMan)('has a manual page that renders without a warning and holds every command', () => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '100', MANROFFOPT: '-c' }
    const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-P', 'cat', '-l', join(root, 'dist', 'phd.1')], {
      env,
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
    const page = stdout.replace(/.\x08/g, '')
    for (const path of ['loa check', 'config set', 'completion', 'imports undo', 'partner alias add'])
      expect(page).toContain(`Usage: phd ${path} `)
    expect(page).toContain('PHD_MAX_AGE')
    expect(page).toContain(`encodings '{"accounts":"windows-1252"}'`)
  })

  it('takes nothing of a text for a request of the manual page', () => {
    expect(roff('.TH x\n-a \\b\n\'c" ~')).toBe('\\&.TH x\n\\-a \\eb\n\\(aqc\\(dq \\(ti')
  })

  it('reads what only a terminal needs at a terminal alone', () =>
    atDeskOnDisk((desk) => {
      const list = `process.on('exit', () => console.error(Object.keys(require.cache).filter((file) => file.includes('dist')).join(' ')))`
      const hook = desk.write('loaded.cjs', list).folder
      const loaded = (args: string[], env = {}) =>
        spawnSync(process.execPath, ['--require', join(hook, 'loaded.cjs'), join(root, 'bin', 'phd.cjs'), ...args], {
          cwd: desk.folder,
          env: { ...desk.env(), ...env },
          encoding: 'utf8',
        }).stderr
      desk.imported()
      const check = ['loa', 'check', 'Lumen Labs 4 Ltd']
      expect(loaded(check)).toMatch(/main\.cjs/)
      expect(loaded(check)).not.toMatch(/chalk|ora\.cjs/)
      expect(loaded(['doctor'])).not.toMatch(/chalk|ora\.cjs/)
      expect(loaded(check, { FORCE_COLOR: '1' })).toMatch(/chalk\.cjs/)
    }))

  it('on an older Node says what it needs in one line', () =>
    atDeskOnDisk((desk) => {
      const older = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.11.0' } })"
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', `data:text/javascript,${older}`, join(root, 'bin', 'phd.cjs'), 'loa', 'check', 'x'],
        {
          cwd: desk.folder,
          env: desk.env(),
          encoding: 'utf8',
        },
      )
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(
        /^phd needs Node 24 or newer; this is 22\.11\.0 \(.*node.*\)\.\n {2}Install a newer Node, or run phd with the one/,
      )
      expect(stderr).toContain(`${join(root, 'node_modules', '.bin', 'node')} ${join(root, 'bin', 'phd.cjs')}`)
    }))
})
