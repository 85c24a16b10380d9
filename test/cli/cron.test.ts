/** The way to run phd from cron, as the page has it, in the environment that cron gives: next to none. */

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
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

function sh(desk: Desk, command: string, env: NodeJS.ProcessEnv) {
  return spawnSync('/bin/sh', ['-c', command], { cwd: desk.folder, encoding: 'utf8', env })
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
      withCron(desk).imported()
      mkdirSync(join(desk.folder, 'partner-desk', 'new'), { recursive: true })
      expect(lines.length).toBeGreaterThan(8)
      for (const line of lines) {
        const run = sh(desk, `env -i HOME="$HOME" PATH=/usr/bin:/bin PHD_DB="${desk.db}" PHD_NOW=${NOW} sh -c '${line}'`, {
          HOME: desk.folder,
          PATH: '/usr/bin:/bin',
        })
        expect([line, run.status, run.stderr]).toEqual([line, 0, ''])
      }
    }))
})
