import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, type Run } from './phd.ts'

/** Places on a server, each with a user and a password that may be seen nowhere. */
const SERVERS = [
  'postgres://ann:s3cret@desk.example/phd',
  'postgresql://ann:s3cret@desk.example/phd?password=s3cret',
  'POSTGRES://ann:s3/cret@desk.example/phd',
  'service=ann password=s3cret',
  'host=desk.example user=ann password=s3cret',
]

const settingsOf = (desk: Desk): string => join(desk.folder, '.config', 'phd', 'config.json')

/** All that a command printed, and all files that it wrote but the settings themselves. */
function allOf(desk: Desk, { stdout, stderr }: Run): string {
  const files = readdirSync(desk.folder, { recursive: true, encoding: 'utf8' }).map((name) => join(desk.folder, name))
  const texts = files.filter((path) => path !== settingsOf(desk) && statSync(path).isFile()).map((path) => readFileSync(path))
  return [stdout, stderr, ...texts].join('\n')
}

function expectRefused(desk: Desk, run: Run): void {
  expect(run.code).toBe(2)
  expect(run.stderr).toContain('names a database on a server; this phd keeps its desk in a file')
  expect(run.stderr).toContain('name a file with --db')
  expect(allOf(desk, run)).not.toMatch(/ann|cret|desk\.example/)
}

describe.each(SERVERS)('a desk on a server (%#)', (place) => {
  it.each([
    ['loa', 'check', 'Acme'],
    ['import', 'accounts.csv', '--log', 'runs.jsonl'],
    ['doctor', '--json'],
    ['query', 'SELECT 1', '--cron'],
    ['backup'],
    ['restore'],
    ['config', 'list', '--json'],
    ['today', '--as-of', '1'],
  ])('is refused, and no part of it is told or written: %s %s', (...args) =>
    atDesk((desk) => {
      expectRefused(desk, desk.run([...args, '--db', place], {}))
      expectRefused(desk, desk.run(args, { PHD_DB: place }))
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
      writeFileSync(settingsOf(desk), JSON.stringify({ db: place }))
      // What is wrong with the settings, the doctor finds.
      const found = desk.run(args, { PHD_DB: '' })
      if (args[0] === 'doctor') expect([found.code, allOf(desk, found).match(/ann|cret|desk\.example/)]).toEqual([5, null])
      else expectRefused(desk, found)
    }),
  )

  it('is not set, and one that was written by hand is replaced and removed without being told', () =>
    atDesk((desk) => {
      expectRefused(desk, desk.phd('config', 'set', 'db', place))
      expectRefused(desk, desk.phd('config', 'set', 'db', place, '--json'))
      for (const args of [
        ['set', 'db', 'phd.db'],
        ['unset', 'db'],
      ]) {
        mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
        writeFileSync(settingsOf(desk), JSON.stringify({ db: place }))
        const run = desk.phd('config', ...args)
        expect(run.code).toBe(0)
        expect(allOf(desk, run)).not.toMatch(/ann|cret|desk\.example/)
      }
    }))

  it('completes nothing', () =>
    atDesk((desk) => {
      expect(desk.phd('complete', 'zsh', 'phd', '--db', place, 'partner', 'show', 'A').stdout).toBe('words\n')
    }))
})
