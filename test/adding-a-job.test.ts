/** The example of `docs/adding-a-job.md`, taken from the page and put into a copy of the repository. */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf, readPage } from '../scripts/docs.ts'
import { readHouse } from './architecture/house.ts'
import { RULES } from './architecture/rules.ts'
import { root } from './cli/phd.ts'

const page = readPage('docs/adding-a-job.md')
const copy = mkdtempSync(join(tmpdir(), 'phd-test-'))

/** The files of the page: each stands below a heading that names it. */
const files = [...page.matchAll(/^## [^\n]*`(\S+\.ts)`$(.*?)^```ts\n(.*?)^```$/gms)].map(([, path = '', , text = '']) => ({
  path,
  text,
}))

function inCopy(path: string, change: (text: string) => string): void {
  const before = readFileSync(join(copy, path), 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${path} has no place for the job`)
  writeFileSync(join(copy, path), after)
}

/** Runs a script in the copy; throws with what it printed if it fails. */
function run(...script: string[]): void {
  try {
    execFileSync(process.execPath, script, { cwd: copy, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${stdout}\n${stderr}`)
  }
}

beforeAll(() => {
  for (const name of [
    'src',
    'test',
    'scripts',
    'bin',
    'docs',
    'package.json',
    'tsconfig.json',
    'biome.json',
    'vitest.config.ts',
    'README.md',
  ])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  for (const name of ['node_modules', 'data', 'fixtures']) symlinkSync(join(root, name), join(copy, name))
  for (const { path, text } of files) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    writeFileSync(join(copy, path), text)
  }
  inCopy('src/commands/program.ts', (text) =>
    text
      .replace(/^(import \{ reply \} .*\n)/m, "$1import { tracks } from './tracks/command.ts'\n")
      .replace(/(const register of \[[^\]]*)\]/, '$1, tracks]'),
  )
  inCopy('README.md', (text) => text.replace(/^(\| `phd doctor` .*\n)/m, `$1${blocksOf(page, 'md')[0]}`))
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the job on the page', () => {
  it('has its files, in about 60 lines of source', () => {
    expect(files.map(({ path }) => path)).toEqual([
      'src/reports/tracks.ts',
      'src/commands/tracks/tracks-view.ts',
      'src/commands/tracks/command.ts',
      'test/cli/tracks.test.ts',
    ])
    const lines = files.filter(({ path }) => path.startsWith('src/')).flatMap(({ text }) => text.trim().split('\n'))
    expect(lines.filter((line) => line !== '').length).toBeLessThan(70)
  })

  it('compiles, as it is formatted', () => {
    writeFileSync(
      join(copy, 'tsconfig.job.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['src', 'test/cli/tracks.test.ts'] }),
    )
    run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.job.json')
    run('node_modules/@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', ...files.map(({ path }) => path))
  })

  it('keeps the rules of the house', () => {
    const house = readHouse(join(copy, 'src'))
    const offenses = RULES.flatMap(({ check }) => check(house))
    expect(offenses.filter(({ sentence }) => sentence.includes('tracks'))).toEqual([])
  })

  it('runs, and is documented in plain words', () => {
    run('scripts/build.ts')
    run('node_modules/vitest/vitest.mjs', 'run', 'test/cli/tracks.test.ts', 'test/documentation.test.ts', 'test/words.test.ts')
  })
})
