import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { WarmProgram } from './warm.ts'
import type { Asked } from './warm-program.ts'

export const root = join(import.meta.dirname, '..', '..')
export const fixtures = join(root, 'fixtures')
export const NOW = '2026-11-20T09:00:00Z'

export interface Run {
  stdout: string
  stderr: string
  code: number | null
}

/** The variable that says where the tests of this run have their folders. */
export const TESTS_FOLDER = 'PHD_TESTS_FOLDER'
/** Where tests have their folders: in memory as a rule, for the engine does the very same there and nothing waits for a disk. */
export const IN_MEMORY = process.env[TESTS_FOLDER] ?? tmpdir()

/** A folder of a desk: an empty database, and the files that are put in. Commands run in it, as the built program. */
export class Desk {
  readonly folder: string
  readonly db: string

  constructor(place = IN_MEMORY) {
    this.folder = mkdtempSync(join(place, 'phd-test-'))
    this.db = join(this.folder, 'data', 'phd.db')
  }

  /** Copies files into the folder, under their own names, as if written now. */
  put(...files: string[]): this {
    for (const file of files) {
      const name = file.split('/').at(-1) ?? file
      copyFileSync(join(fixtures, file), join(this.folder, name))
      this.touch(name)
    }
    return this
  }

  /** Sets when a file was last changed: what it does not say of its own time is as old as that. */
  touch(file: string, at = NOW): this {
    utimesSync(join(this.folder, file), new Date(at), new Date(at))
    return this
  }

  /** Writes a file of its own, line by line. */
  write(file: string, ...lines: string[]): this {
    writeFileSync(join(this.folder, file), lines.map((line) => `${line}\n`).join(''))
    return this.touch(file)
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  /** Copies all files of a folder of fixtures. */
  putAll(folder: string): this {
    return this.put(...readdirSync(join(fixtures, folder)).map((file) => `${folder}/${file}`))
  }

  /** The exports of the desk, imported, and more files of the folder with them: in one go, they are imported once for all tests. */
  imported(...more: readonly string[]): this {
    const files = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']
    return this.put(...files.map((file) => `desk/${file}`)).imports(...files, ...more)
  }

  /** With a calendar that goes on into the next year, as at a desk that looks ahead: the one that comes with phd ends with this year. */
  lookingAhead(now = NOW): this {
    const calendar = readFileSync(join(root, 'data', 'calendar.csv'), 'utf8').trimEnd()
    this.write('calendar.csv', calendar, '2027-12-30,,Family and Friends Day,Family and Friends Day,')
    const { code, stderr, stdout } = this.phd('import', 'calendar.csv', '--now', now)
    if (code !== 0) throw new Error(stderr || stdout)
    return this
  }

  /** The exports of the desk, and what its requests need: licenses, staff with managers, the request form, letters, a notice. More files as {@link imported}. */
  equipped(...more: readonly string[]): this {
    const exports = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'nfr-licenses.csv', 'staff.csv']
    return this.putAll('desk')
      .putAll('requests')
      .imports(...exports, 'nfr-requests.csv', 'letters-issued.csv', ...more)
  }

  /**
   * Imports files of the folder, of which each must be taken whole. Where there is no database yet it is given the one that the same
   * files made before, in whatever test.
   */
  imports(...args: readonly string[]): this {
    const known = this.#asTheyAre(args)
    if (known !== null && existsSync(known)) {
      mkdirSync(dirname(this.db), { mode: 0o700 })
      copyFileSync(known, this.db)
      return this
    }
    const { code, stderr, stdout } = this.phd('import', ...args)
    if (code !== 0) throw new Error(stderr || stdout)
    if (known === null || existsSync(`${this.db}-wal`)) return this
    const inMaking = `${known}.${process.pid}`
    copyFileSync(this.db, inMaking)
    renameSync(inMaking, known)
    return this
  }

  /**
   * The place of the database that an import makes, by all it rests on: what is asked, the bytes of the files, and when they were last
   * changed. Null where there is a database already, or a setting.
   */
  #asTheyAre(args: readonly string[]): string | null {
    const shared = process.env[TESTS_FOLDER]
    if (shared === undefined || [dirname(this.db), join(this.folder, '.config')].some((each) => existsSync(each))) return null
    const hash = createHash('sha256')
    for (const arg of args) {
      const there = statSync(join(this.folder, arg), { throwIfNoEntry: false })
      hash.update(JSON.stringify([arg, there?.mtimeMs]))
      if (there?.isFile()) hash.update(readFileSync(join(this.folder, arg)))
    }
    return join(shared, `${hash.digest('hex')}.db`)
  }

  /** What a command prints as JSON. */
  json<T = Record<string, unknown>>(...args: string[]): T {
    return JSON.parse(this.phd(...args, '--json').stdout) as T
  }

  phd(...args: string[]): Run {
    return this.run(args, {})
  }

  /** With a file of the desk as standard input. */
  redirected(file: string, ...args: string[]): Run {
    const stdin = openSync(join(this.folder, file), 'r')
    try {
      return this.run(args, {}, stdin)
    } finally {
      closeSync(stdin)
    }
  }

  /**
   * Runs a command in the program that stays, unless it is about the process itself: standard input, how Node is started, or colors that
   * Node decides about as it starts.
   */
  run(args: readonly string[], env: NodeJS.ProcessEnv, input?: Buffer | number): Run {
    if (input !== undefined || args.includes('-') || Object.keys(env).some((name) => OF_THE_START.test(name)))
      return this.start(args, env, input)
    return ask({ args, cwd: this.folder, env: withoutGaps({ ...this.env(), ...env }) })
  }

  /** Starts the program as a user does, in a process of its own. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: Buffer | number): Run {
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      ...(typeof input === 'number' ? { stdio: [input, 'pipe', 'pipe'] } : { input }),
      env: { ...this.env(), ...env },
      maxBuffer: 1 << 28,
    })
    return { stdout, stderr, code: status }
  }

  /** Starts the program for a reader who goes once the first is printed, as `head` does. */
  async cutShort(...args: string[]): Promise<Pick<Run, 'code' | 'stderr'>> {
    const child = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], {
      env: this.env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: Buffer[] = []
    child.stderr.on('data', (piece: Buffer) => said.push(piece))
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
    return { code, stderr: Buffer.concat(said).toString() }
  }

  /** Nothing of the machine's own settings, clock or zone. */
  env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.folder,
      TZ: 'UTC',
      PHD_DB: this.db,
      PHD_NOW: NOW,
      PHD_ACTOR: 'tester',
      NODE_COMPILE_CACHE: COMPILED,
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const COMPILED = join(root, 'node_modules', '.cache', 'phd-test')
/** Variables that Node itself reads when it starts. */
const OF_THE_START = /^(?:NODE_|NO_COLOR$|FORCE_COLOR$|TERM$)/

let warm: WarmProgram | null = null

/** Runs a command in the program that stays. */
export function ask(asked: Asked): Run {
  warm ??= new WarmProgram({ PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED })
  const { left, ...run } = answeredBy(warm, asked)
  if (left.length > 0) throw new Error(`phd ${asked.args.join(' ')} left behind: ${left.join(', ')}`)
  return run
}

/** A program that ended is not asked again. */
function answeredBy(program: WarmProgram, asked: Asked): ReturnType<WarmProgram['run']> {
  try {
    return program.run(asked)
  } catch (error) {
    warm = null
    throw new Error(`phd ${asked.args.join(' ')}: ${(error as Error).message}`, { cause: error })
  }
}

function withoutGaps(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((each): each is [string, string] => each[1] !== undefined))
}

/** Runs a test with a desk of its own. */
export async function atDesk<T>(test: (desk: Desk) => T | Promise<T>, place = IN_MEMORY): Promise<T> {
  const desk = new Desk(place)
  try {
    return await test(desk)
  } finally {
    desk.remove()
  }
}

/**
 * The same on a real disk, in a folder that others can reach: for tests that are about disks, about other users, or about programs that
 * are installed, since a disk in memory may refuse to start any.
 */
export function atDeskOnDisk<T>(test: (desk: Desk) => T | Promise<T>): Promise<T> {
  return atDesk(test, tmpdir())
}
