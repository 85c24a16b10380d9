/** The way to run phd from cron, as the page has it, in the environment that cron gives: next to none. */

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { blocksOf, pages, readPage } from '../../scripts/docs.ts'
import { atDeskOnDisk, type Desk, NOW, root } from './phd.ts'

const [making = '', trying = ''] = blocksOf(readPage('docs/scripts-and-cron.md'), 'sh').filter((block) =>
  block.includes('phd-cron'),
)
/** Every line for cron in the pages, without its times. */
const lines = pages.flatMap((page) =>
  blocksOf(readPage(page), 'crontab')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/^(?:\S+ ){5}/, '')),
)

/** What the units of systemd start, as its user would type it. */
const started = pages.flatMap((page) =>
  blocksOf(readPage(page), 'ini')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('ExecStart='))
    .map((line) => line.replace(/^ExecStart=-?/, '').replaceAll('%h', '"$HOME"')),
)

function sh(desk: Desk, command: string, env: NodeJS.ProcessEnv) {
  return spawnSync('/bin/sh', ['-c', command], { cwd: desk.folder, encoding: 'utf8', env })
}

/** Runs a line as cron does: by sh, with no environment but a home folder and a short path. */
function asCron(desk: Desk, line: string) {
  const quoted = line.replaceAll("'", "'\\''")
  const command = `env -i HOME="$HOME" PATH=/usr/bin:/bin PHD_DB="${desk.db}" PHD_NOW=${NOW} sh -c '${quoted}'`
  return sh(desk, command, { HOME: desk.folder, PATH: '/usr/bin:/bin' })
}

/** A desk with phd-cron, made in a shell in which phd and its Node are found. */
function withCron(desk: Desk): Desk {
  const bin = join(desk.folder, 'installed')
  mkdirSync(bin)
  chmodSync(join(root, 'bin', 'phd.cjs'), 0o755)
  symlinkSync(join(root, 'bin', 'phd.cjs'), join(bin, 'phd'))
  const path = `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`
  const made = sh(desk, making, { HOME: desk.folder, PATH: path })
  expect([made.status, made.stderr]).toEqual([0, ''])
  return desk
}

describe('from cron', () => {
  it('phd is found with its Node, though the environment names neither', () =>
    atDeskOnDisk((desk) => {
      const { stdout, stderr, status } = sh(withCron(desk), trying, { HOME: desk.folder, PATH: '/usr/bin:/bin' })
      expect([status, stderr, stdout]).toEqual([0, '', '0.1.0\n'])
    }))

  it('every line of the pages is one that can be run', () =>
    atDeskOnDisk((desk) => {
      withCron(desk).imported().lookingAhead()
      mkdirSync(join(desk.folder, 'partner-desk', 'new'), { recursive: true })
      expect([lines.length > 8, started.length > 1]).toEqual([true, true])
      for (const line of [...lines, ...started]) {
        const run = asCron(desk, line)
        // The page of this desk cannot tell all: it lacks most of the exports.
        expect([line, run.status, run.stderr]).toEqual([line, line.includes(' digest ') ? 4 : 0, ''])
      }
      // What each line with --cron did is in the log, in the home folder that cron gives.
      const logged = desk.json<{ runs: Array<{ command: string; outcome: string }> }>('runs').runs
      expect(logged).toHaveLength([...lines, ...started].filter((line) => line.includes('--cron')).length)
      expect(new Set(logged.map(({ outcome }) => outcome))).toEqual(new Set(['done', 'findings']))
    }))

  it('a line with --cron says in one line what went wrong, and nothing when all is well', () =>
    atDeskOnDisk((desk) => {
      const drop = join(withCron(desk).imported().folder, 'partner-desk', 'new')
      mkdirSync(drop, { recursive: true })
      const line = lines.find((each) => each.includes('inbox run')) ?? ''
      writeFileSync(join(drop, 'nonsense.csv'), 'Hello,World\n1,2\n')
      const bad = asCron(desk, line)
      expect([bad.status, bad.stdout]).toEqual([5, ''])
      expect(bad.stderr).toMatch(/^phd: nonsense\.csv: refused: [^\n]*\n$/)
      const good = asCron(desk, line)
      expect([good.status, good.stdout, good.stderr]).toEqual([0, '', ''])
      const typo = asCron(desk, line.replace('inbox run', 'inbox ran'))
      expect([typo.status, typo.stdout, typo.stderr]).toEqual([2, '', expect.stringMatching(/^phd: [^\n]*; next: [^\n]*\n$/)])
    }))
})
