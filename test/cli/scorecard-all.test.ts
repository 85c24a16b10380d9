/** Scorecards of all partners: one stream, or a folder of pages with an index. */

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, root } from './phd.ts'

const USERS = ['badge-users-2026-11-10.csv', 'badge-users-2026-11-19.csv']

function desk(at: Desk): Desk {
  at.put('scorecards/badge-accounts.csv', 'scorecards/badges.csv', ...USERS.map((file) => `scorecards/${file}`))
  return at.imports('badge-accounts.csv', 'badges.csv').imports(...USERS)
}

const all = (at: Desk, ...args: string[]) => at.phd('scorecard', 'partner', '--all', ...args)
const pagesIn = (at: Desk, folder = 'pages') => readdirSync(join(at.folder, folder)).sort()

interface Partners {
  schema: string
  partners: { id: string; name: string; held: number | null; people: number | null; change: number | null; requirement: string }[]
}

describe('phd scorecard partner --all', () => {
  it('gives for each partner what its own scorecard gives', () =>
    atDesk((at) => {
      desk(at)
      const lines = all(at, '--format', 'ndjson').stdout.trimEnd().split('\n')
      const cards = lines.map((line) => JSON.parse(line))
      expect(cards.length).toBeGreaterThan(3)
      for (const card of cards) expect(card).toEqual(at.json('scorecard', 'partner', card.partner.id))
      const { schema, partners } = at.json<Partners>('scorecard', 'partner', '--all')
      expect(schema).toBe('phd.scorecards/1')
      expect(partners.map(({ id, held, people, change, requirement }) => ({ id, held, people, change, requirement }))).toEqual(
        cards.map(({ partner, total, people, requirement }) => ({
          ...{ id: partner.id, held: total.held, people, change: total.change, requirement: requirement.code },
        })),
      )
      const csv = all(at, '--format', 'csv').stdout.trimEnd().split('\r\n')
      expect(csv[0]).toMatch(/^quarter,day,id,partner,region,country,track,finding,requirement,missing,held,/)
      expect(csv.length).toBe(cards.length + 1)
      expect(all(at).stdout).toContain('Acme GmbH')
    }))

  it('writes a page for each, the same as alone, and an index that leads to them', () =>
    atDesk((at) => {
      desk(at)
      const { code, stdout } = all(at, '--out', 'pages')
      const { partners } = at.json<Partners>('scorecard', 'partner', '--all')
      expect([code, stdout]).toEqual([0, `wrote ${partners.length} pages and index.html to pages\n`])
      const names = pagesIn(at)
      expect(names.length).toBe(partners.length + 1)
      const index = at.read('pages/index.html')
      for (const { id, name } of partners) {
        const file = names.find((each) => each.endsWith(`-${id.toLowerCase()}.html`)) ?? ''
        expect(index, name).toContain(`href="${file}"`)
        const page = at.read(`pages/${file}`)
        const mark = '<meta name="generator" content="phd scorecard">\n'
        expect(page.split(mark)).toHaveLength(2)
        expect(page.replace(mark, '')).toBe(at.phd('scorecard', 'partner', id, '--format', 'html').stdout)
      }
      // No address of a person unless it is asked for.
      for (const file of names) expect(at.read(`pages/${file}`), file).not.toMatch(/@[a-z]+\.example/)
      all(at, '--out', 'more', '--with-addresses')
      expect(pagesIn(at, 'more').some((file) => /@[a-z]+\.example/.test(at.read(`more/${file}`)))).toBe(true)
    }))

  it('replaces its own pages with --force alone, never another file, and tells pages that no longer belong', () =>
    atDesk((at) => {
      desk(at)
      all(at, '--out', 'pages')
      const again = all(at, '--out', 'pages')
      expect([again.code, again.stderr]).toMatchObject([5, expect.stringContaining('already; not overwritten')])
      const own = pagesIn(at)
      writeFileSync(join(at.folder, 'pages', 'notes.html'), 'mine')
      writeFileSync(join(at.folder, 'pages', 'old-0014m00000old00qaa.html'), at.read('pages/index.html'))
      const forced = all(at, '--out', 'pages', '--force')
      expect(forced.code).toBe(0)
      expect(forced.stdout).toContain(`${own.length - 1} of them in place of older ones`)
      expect(forced.stdout).toContain('1 page in pages no longer belongs to a partner: old-0014m00000old00qaa.html')
      expect(pagesIn(at)).toEqual([...own, 'notes.html', 'old-0014m00000old00qaa.html'].sort())
      const [first = ''] = own.filter((file) => file !== 'index.html')
      writeFileSync(join(at.folder, 'pages', first), 'mine too')
      const before = at.read('pages/index.html')
      const refused = all(at, '--out', 'pages', '--force', '--quarter', 'FY27-Q3')
      expect([refused.code, refused.stderr]).toMatchObject([
        5,
        expect.stringContaining(`${first} is not a page of phd scorecard`),
      ])
      expect([at.read(`pages/${first}`), at.read('pages/index.html')]).toEqual(['mine too', before])
    }))

  it('writes nothing in a dry run, and refuses what makes no sense for all', () =>
    atDesk((at) => {
      desk(at)
      const dry = all(at, '--out', 'pages', '--dry-run')
      expect([dry.code, dry.stdout]).toMatchObject([
        0,
        expect.stringMatching(/^would write \d+ pages and index\.html to pages\n$/),
      ])
      expect(readdirSync(at.folder)).not.toContain('pages')
      for (const args of [
        ['Acme GmbH'],
        ['--draft', 'a.eml'],
        ['--out', 'a.html'],
        ['--force'],
        ['--out', 'a', '--format', 'md'],
      ])
        expect([args, all(at, ...args).code]).toEqual([args, 2])
      at.write('file', 'x')
      expect(all(at, '--out', 'file').stderr).toContain('file is not a folder')
    }))

  it('names the missing list where no partner was imported, and keeps the old pages', () =>
    atDesk((at) => {
      for (const job of [['scorecard', 'partner'], ['insights']]) {
        const { code, stderr } = at.phd(...job, '--all', '--out', 'none')
        expect([code, stderr]).toMatchObject([3, expect.stringContaining('phd import <accounts.csv>')])
      }
      desk(at)
      all(at, '--out', 'pages')
      const index = at.read('pages/index.html')
      expect(all(at, '--out', 'pages', '--force', '--as-of', '2020-01-01').code).toBe(3)
      expect([at.read('pages/index.html'), readdirSync(at.folder).includes('none')]).toEqual([index, false])
    }))

  it('tells cron alone what needs a person: lists that are too old', () =>
    atDesk((at) => {
      desk(at)
      expect(all(at, '--out', 'pages', '--cron')).toMatchObject({ code: 0, stdout: '', stderr: '' })
      const { code, stdout, stderr } = all(at, '--out', 'pages', '--force', '--cron', '--now', '2027-03-01T09:00:00Z')
      expect([code, stdout, stderr]).toEqual([4, '', expect.stringMatching(/^(?:phd: .* too old .*\n)+$/)])
    }))

  it('gives two partners with one name, and hostile names, a page each with a safe name', () =>
    atDesk((at) => {
      const names = ['Acme', 'Acme', '../../x', 'CON', '<b>"x"</b>', 'acme', '=1+1', 'a\u202eb', '株式会社']
      const id = (i: number) => `0014M0000${i % 2 === 0 ? 'a' : 'A'}${String(i >> 1).padStart(5, '0')}`
      at.write(
        'accounts.csv',
        '"Account ID","Account Name","Type","Partner Status","Partner Track","Account Owner","Billing Country"',
        ...names.map((name, i) => `"${id(i)}","${name.replaceAll('"', '""')}","Partner","Authorized","Open","Ann Lee","Germany"`),
      )
      at.imports('accounts.csv')
      expect(all(at, '--out', 'pages').code).toBe(4)
      const files = pagesIn(at)
      expect(files).toHaveLength(names.length + 1)
      expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length)
      for (const file of files) expect(file).toMatch(/^[a-z0-9-]+\.html$/)
      const index = at.read('pages/index.html')
      expect(index).not.toContain('<b>')
      for (const file of files) if (file !== 'index.html') expect(index).toContain(`href="${file}"`)
    }))

  it('leaves whole pages and no index when it is stopped', () =>
    atDesk(async (at) => {
      desk(at)
      const accounts = at.read('badge-accounts.csv').trimEnd().split('\n')
      const more = Array.from({ length: 4_000 }, (_, i) => {
        const cells = (accounts[1] ?? '').split(',')
        return [`0014M00000${String(i).padStart(5, '0')}`, `Many ${i}`, ...cells.slice(2)].join(',')
      })
      at.write('badge-accounts.csv', ...accounts, ...more).phd('import', 'badge-accounts.csv')
      const run = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), 'scorecard', 'partner', '--all', '--out', 'pages'], {
        ...{ cwd: at.folder, env: at.env(), stdio: ['ignore', 'ignore', 'pipe'] },
      })
      let stderr = ''
      run.stderr?.on('data', (piece: Buffer) => {
        stderr += piece.toString()
      })
      const ended = new Promise<number | null>((resolve) => run.on('close', resolve))
      for (let waited = 0; waited < 600 && countOf(at) < 50; waited++) await new Promise((resume) => setTimeout(resume, 20))
      run.kill('SIGINT')
      expect(await ended, stderr).toBe(130)
      expect(stderr).toMatch(/[\d,]+ of 4,\d+ pages written to pages; index\.html was not/)
      expect(stderr).toContain('run it again with --force')
      const files = readdirSync(join(at.folder, 'pages'))
      expect(files).not.toContain('index.html')
      for (const file of files) expect(readFileSync(join(at.folder, 'pages', file), 'utf8'), file).toMatch(/<\/html>\n$/)
    }))
})

function countOf(at: Desk): number {
  try {
    return readdirSync(join(at.folder, 'pages')).length
  } catch {
    return 0
  }
}
