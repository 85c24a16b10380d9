import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDeskOnDisk, root } from './phd.ts'

describe('the package', () => {
  it('installs into an empty prefix without any other package, and phd works there', { timeout: 300_000 }, () =>
    atDeskOnDisk((desk) => {
      desk.put('desk/sfdc-accounts.csv', 'desk/impartner-users.csv', 'desk/certification-dashboard.csv')
      desk.put('documents/sow-libreoffice.pdf')
      // The test's own build is packed: another build under the feet of other tests would pull theirs away.
      execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', desk.folder], { cwd: root, stdio: 'pipe' })
      const [tarball = ''] = readdirSync(desk.folder).filter((file) => file.endsWith('.tgz'))
      const prefix = join(desk.folder, 'prefix')
      execFileSync('npm', ['install', '--global', '--offline', '--prefix', prefix, join(desk.folder, tarball)], {
        cwd: desk.folder,
        stdio: 'pipe',
      })
      // A folder that has only phd and this Node.
      const env = { ...desk.env(), PATH: `${join(prefix, 'bin')}:${dirname(process.execPath)}` }
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
    }),
  )

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
