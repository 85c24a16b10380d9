/** What a run compiled is kept for the next, and believed only where nobody else can have put it there. */

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'phd-kept-'))
const pieces = join(import.meta.dirname, '..', 'src', 'pieces.ts')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A program of one piece that says a word. */
function program(word: string): string {
  const made = mkdtempSync(join(folder, 'program-'))
  writeFileSync(join(made, 'main.cjs'), `(function(exports){exports.say=()=>process.stdout.write('${word}')})`)
  return made
}

function run(of: string, cache: string, command = 'loa check', ...flags: string[]): string {
  const script = `import { requireOfPieces } from ${JSON.stringify(pieces)}
    requireOfPieces(${JSON.stringify(of)}, ${JSON.stringify(cache)}, () => ${JSON.stringify(command)})('./main.cjs').say()`
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout
}

/** A folder with code that says another word, which fits the program because it is as long. */
function foreignCode(): string {
  const cache = join(mkdtempSync(join(folder, 'cache-')), 'build')
  run(program('other'), cache)
  return cache
}

describe('the code that a run keeps', () => {
  it('is run by the next one, and kept once for a command', () => {
    const [own, cache] = [program('yes'), join(folder, 'own', 'build')]
    const kept = (): number => statSync(join(cache, 'main.cjs')).ino
    expect(run(own, cache)).toBe('yes')
    const first = kept()
    expect(run(own, cache)).toBe('yes')
    expect(kept()).toBe(first)
    expect(run(own, cache, 'nfr check')).toBe('yes')
    expect(kept()).not.toBe(first)
    expect(readdirSync(cache)).toEqual(['main.cjs'])
    expect(run(program('first'), foreignCode())).toBe('other')
  })

  it('stays where the engine refuses it only for how the run set the engine up', () => {
    const [own, cache] = [program('yes'), join(folder, 'flags', 'build')]
    const kept = (): number => statSync(join(cache, 'main.cjs')).ino
    expect(run(own, cache)).toBe('yes')
    const first = kept()
    expect(run(own, cache, 'loa check', '--no-turbofan')).toBe('yes')
    expect(kept()).toBe(first)
    expect(run(program('first'), foreignCode(), 'loa check', '--no-turbofan')).toBe('first')
  })

  it.skipIf(process.platform === 'win32')('is not run where another user may write', () => {
    const open = foreignCode()
    chmodSync(open, 0o777)
    expect(run(program('first'), open)).toBe('first')
    const link = join(folder, 'link')
    symlinkSync(foreignCode(), link)
    expect(run(program('first'), link)).toBe('first')
  })

  it('that is broken is made again', () => {
    const cache = join(folder, 'broken', 'build')
    mkdirSync(cache, { recursive: true, mode: 0o700 })
    writeFileSync(join(cache, 'main.cjs'), 'not code')
    expect(run(program('yes'), cache)).toBe('yes')
    copyFileSync(pieces, join(cache, 'main.cjs'))
    expect(run(program('yes'), cache)).toBe('yes')
  })
})
