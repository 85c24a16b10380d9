import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, type Run } from './phd.ts'

const PASSWORD = 'has a password in it, which others could read'
const UNKNOWN = 'names a database on a server that phd cannot use'

/** Places on a server that are refused, with why. No part of them may be seen anywhere. */
const SERVERS = [
  ['postgres://zoe:s3cret@desk.example/phd', PASSWORD],
  ['postgresql://zoe:s3cret@desk.example/phd?password=s3cret', PASSWORD],
  ['postgres://zoe@desk.example/phd?password=s3cret', PASSWORD],
  ['POSTGRES://zoe:s3/cret@desk.example/phd', PASSWORD],
  ['service=zoe password=s3cret', PASSWORD],
  ['host=desk.example user=zoe password=s3cret', PASSWORD],
  ['mysql://zoe:s3cret@desk.example/phd', PASSWORD],
  ['mysql://zoe@desk.example/phd', UNKNOWN],
  ['host=desk.example user=zoe', UNKNOWN],
] as const

const settingsOf = (desk: Desk): string => join(desk.folder, '.config', 'phd', 'config.json')

/** All that a command printed, and all files that it wrote but the settings themselves. */
function allOf(desk: Desk, { stdout, stderr }: Run): string {
  const files = readdirSync(desk.folder, { recursive: true, encoding: 'utf8' }).map((name) => join(desk.folder, name))
  const texts = files.filter((path) => path !== settingsOf(desk) && statSync(path).isFile()).map((path) => readFileSync(path))
  return [stdout, stderr, ...texts].join('\n')
}

/** A part of a place, but for the words that phd has too. */
const PARTS = /zoe|cret|desk\.example|mysql/

function expectRefused(desk: Desk, run: Run, why: string): void {
  expect(run.code).toBe(2)
  expect(run.stderr).toContain(why)
  expect(run.stderr).toContain(why === PASSWORD ? 'keep it in ~/.pgpass' : 'name a file, or a desk on PostgreSQL')
  expect(allOf(desk, run)).not.toMatch(PARTS)
}

describe.each(SERVERS)('a desk on a server (%#)', (place, why) => {
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
      expectRefused(desk, desk.run([...args, '--db', place], {}), why)
      expectRefused(desk, desk.run(args, { PHD_DB: place }), why)
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
      writeFileSync(settingsOf(desk), JSON.stringify({ db: place }))
      // What is wrong with the settings, the doctor finds.
      const found = desk.run(args, { PHD_DB: '' })
      if (args[0] === 'doctor') expect([found.code, allOf(desk, found).match(PARTS)]).toEqual([5, null])
      else expectRefused(desk, found, why)
    }),
  )

  it('is not set, and one that was written by hand is replaced and removed without being told', () =>
    atDesk((desk) => {
      expectRefused(desk, desk.phd('config', 'set', 'db', place), why)
      expectRefused(desk, desk.phd('config', 'set', 'db', place, '--json'), why)
      for (const args of [
        ['set', 'db', 'phd.db'],
        ['unset', 'db'],
      ]) {
        mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
        writeFileSync(settingsOf(desk), JSON.stringify({ db: place }))
        const run = desk.phd('config', ...args)
        expect(run.code).toBe(0)
        expect(allOf(desk, run)).not.toMatch(PARTS)
      }
    }))

  it('completes nothing', () =>
    atDesk((desk) => {
      expect(desk.phd('complete', 'zsh', 'phd', '--db', place, 'partner', 'show', 'A').stdout).toBe('words\n')
    }))
})
