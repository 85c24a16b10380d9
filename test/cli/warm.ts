import { spawn, spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answered, Asked } from './warm-program.ts'

/**
 * The built program in a process that stays, so that a command costs its work and not its start. It is asked and answered over two
 * named pipes, while the test waits; what ends with it is noticed at once, for its end of a pipe closes.
 */
export class WarmProgram {
  readonly #asked: number
  readonly #answered: number

  /** `as written`: its modules as they are in src/, and not the pieces that were built of them. */
  constructor(env: NodeJS.ProcessEnv, ...how: 'as written'[]) {
    const folder = mkdtempSync(join(tmpdir(), 'phd-warm-'))
    try {
      const [asked, answered] = [pipe(join(folder, 'asked')), pipe(join(folder, 'answered'))]
      const stdio = ['ignore', 'ignore', 'inherit', asked.out, answered.into] as const
      spawn(process.execPath, [join(import.meta.dirname, 'warm-program.ts'), ...how], { env, stdio: [...stdio] }).unref()
      for (const end of [asked.out, answered.into]) closeSync(end)
      this.#asked = asked.into
      this.#answered = answered.out
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  /** Runs a command line, and waits for its end. */
  run(asked: Asked): Answered {
    const line = Buffer.from(`${JSON.stringify(asked)}\n`)
    for (let at = 0; at < line.length; ) at += writeSync(this.#asked, line, at)
    return JSON.parse(this.#line()) as Answered
  }

  #line(): string {
    const pieces: Buffer[] = []
    for (;;) {
      const piece = Buffer.allocUnsafe(1 << 16)
      const read = readSync(this.#answered, piece)
      if (read === 0) throw new Error('the program that stays has ended; is it built? (npm run build)')
      pieces.push(piece.subarray(0, read))
      if (piece[read - 1] === 10) return Buffer.concat(pieces).toString('utf8')
    }
  }

  end(): void {
    for (const end of [this.#asked, this.#answered]) closeSync(end)
  }
}

/** A pipe with both its ends open. Neither can be opened alone without waiting for the other, but for one that does not wait. */
function pipe(path: string): { into: number; out: number } {
  const { status, stderr } = spawnSync('mkfifo', [path], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const first = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const into = openSync(path, 'w')
  const out = openSync(path, 'r')
  closeSync(first)
  return { into, out }
}
