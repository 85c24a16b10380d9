/** The code that a run compiled and kept for the next one. */

import { chmodSync, existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const HELP = ['loa', '--help']
const QUESTION = ['partner', 'find', 'nobody']

const kept = (desk: Desk): string => globSync(join(desk.folder, 'kept', 'phd', '*', 'main.cjs'))[0] ?? ''
const start = (desk: Desk, args = QUESTION) => desk.start(args, { NODE_COMPILE_CACHE: join(desk.folder, 'kept') })

/** Where a machine has much to do, a run that took long keeps nothing. */
function startUntil(desk: Desk, isDone: () => boolean, args = QUESTION): void {
  while (!isDone()) start(desk, args)
}

describe('the kept code', () => {
  it('is made again where it is damaged', () =>
    atDesk((desk) => {
      startUntil(desk, () => existsSync(kept(desk)))
      const whole = start(desk)
      const code = readFileSync(kept(desk))
      writeFileSync(kept(desk), code.fill(0, 100_000, 140_000))
      expect(start(desk)).toEqual(whole)
    }))

  it('is not believed where another user could have written it', () =>
    atDesk((desk) => {
      startUntil(desk, () => existsSync(kept(desk)))
      chmodSync(kept(desk), 0o622)
      startUntil(desk, () => (statSync(kept(desk)).mode & 0o777) === 0o600)
    }))

  it('is kept once for all help', () =>
    atDesk((desk) => {
      startUntil(desk, () => existsSync(kept(desk)), HELP)
      const { ino, mtimeMs } = statSync(kept(desk))
      for (const each of [HELP, ['nfr', '--help']]) expect(start(desk, each).code).toBe(0)
      expect(statSync(kept(desk))).toMatchObject({ ino, mtimeMs })
    }))
})
