/**
 * The built program, loaded once and run for many commands: started by `warm.ts`, which asks on descriptor 3 and is answered on 4, a
 * line of JSON each. The program is the one that `bin/phd.cjs` starts, and knows nothing of this: its folder, its environment, its
 * streams and its mask of rights are new for every command, as a new process would have them.
 */

import { readdirSync, readlinkSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { requireOfPieces } from '../../src/pieces.ts'

export interface Asked {
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
}

export interface Answered {
  stdout: string
  stderr: string
  code: number
  /** What the command left behind in this process, which its own end would have taken with it; empty as a rule. */
  left: string[]
}

const [ASKED, ANSWERED] = [3, 4]
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'beforeExit', 'uncaughtException', 'unhandledRejection'] as const
/** The usual mask of a shell; the program sets its own. */
const USUAL_MASK = 0o022

const dist = join(import.meta.dirname, '..', '..', 'dist')
type Program = { main: (argv: readonly string[]) => Promise<number> }
const { main }: Program =
  process.argv[2] === 'as written'
    ? await import('../../src/main.ts')
    : (requireOfPieces(dist, null, () => '')('./main.cjs') as Program)

/** A pipe that is read to its end. */
class Pipe extends Writable {
  readonly #pieces: Buffer[] = []

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pieces.push(piece)
    done()
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8')
  }
}

async function run({ args, cwd, env }: Asked): Promise<Answered> {
  process.chdir(cwd)
  setEnvironment(env)
  process.umask(USUAL_MASK)
  process.exitCode = undefined
  const [stdin, stdout, stderr] = [Readable.from([]), new Pipe(), new Pipe()]
  for (const [name, value] of Object.entries({ stdin, stdout, stderr })) {
    Object.defineProperty(process, name, { value, configurable: true })
  }
  const before = new Set([...listeners(), ...openFiles(), ...timers()])
  const code = await main(args)
  const leftNow = (): string[] => [...listeners(), ...openFiles(), ...timers()].filter((each) => !before.has(each))
  // Promises that a process would still keep before it ends, and what a thread says as it goes to rest.
  let left: string[] = []
  for (let turn = 0; turn === 0 || (left.length > 0 && turn < MOST_TURNS); turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    left = leftNow()
  }
  if (process.cwd() !== cwd) left.push(`the folder ${process.cwd()}`)
  process.chdir('/')
  return { stdout: stdout.text(), stderr: stderr.text(), code: Number(process.exitCode ?? code), left }
}

/** In so many turns of the event loop all that ends by itself has ended. */
const MOST_TURNS = 20

/** Only what differs is set, for the engine reads its zone again whenever it is told one. */
function setEnvironment(env: Asked['env']): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value
}

function listeners(): string[] {
  return SIGNALS.map((name) => `${process.listenerCount(name)} listeners to ${name}`)
}

/** What would keep a process from ending. */
function timers(): string[] {
  const running = process.getActiveResourcesInfo().filter((each) => each === 'Timeout' || each === 'Immediate')
  return [...Map.groupBy(running, (each) => each)].map(([each, all]) => `${all.length} of ${each}`)
}

/** Files that are open, by their descriptors; none where the system does not tell. */
function openFiles(): string[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((fd) => {
      const file = linkOf(`/proc/self/fd/${fd}`)
      return file?.startsWith('/') && !/^\/(?:proc|dev\/(?!shm\/))/.test(file) ? [`the file ${file}`] : []
    })
  } catch {
    return []
  }
}

/** The descriptor that the folder itself was read by no longer exists. */
function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

/** The lines of what is asked, to the end. */
function* lines(): Generator<string> {
  const piece = Buffer.alloc(1 << 16)
  let rest: Buffer = Buffer.alloc(0)
  for (let read = readSync(ASKED, piece); read > 0; read = readSync(ASKED, piece)) {
    rest = Buffer.concat([rest, piece.subarray(0, read)])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield rest.toString('utf8', 0, end)
      rest = rest.subarray(end + 1)
    }
  }
}

for (const line of lines()) {
  const answer = Buffer.from(`${JSON.stringify(await run(JSON.parse(line)))}\n`)
  for (let at = 0; at < answer.length; ) at += writeSync(ANSWERED, answer, at)
}
