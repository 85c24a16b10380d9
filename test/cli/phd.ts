import { spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { WarmProgram } from './warm.ts'

export const root = join(import.meta.dirname, '..', '..')
export const fixtures = join(root, 'fixtures')
export const NOW = '2026-11-20T09:00:00Z'

export interface Run {
  stdout: string
  stderr: string
  code: number | null
}

/** Databases that many tests begin with, by the files that are imported. They are made once, before all tests. */
export const DESKS = {
  imported: ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv'],
  equipped: [
    ...['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'nfr-licenses.csv', 'staff.csv'],
    ...['nfr-requests.csv', 'letters-issued.csv'],
  ],
} as const
/** The variable that says where they are. */
export const MADE_DESKS = 'PHD_TEST_DESKS'

/** A folder of a desk: an empty database, and the files that are put in. Commands run in it, as the built program. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'phd-test-'))
  readonly db = join(this.folder, 'data', 'phd.db')

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

  /** The exports of the desk, imported. */
  imported(): this {
    return this.put(...DESKS.imported.map((file) => `desk/${file}`)).#filled('imported')
  }

  /** The exports of the desk, and what its requests need: licences, staff with managers, the request form, letters, a notice. */
  equipped(): this {
    return this.putAll('desk').putAll('requests').#filled('equipped')
  }

  /** Takes the database that was made of these files before all tests, where there is none yet; else imports them. */
  #filled(as: keyof typeof DESKS): this {
    const made = process.env[MADE_DESKS]
    if (made === undefined || existsSync(dirname(this.db))) return this.imports(...DESKS[as])
    mkdirSync(dirname(this.db), { mode: 0o700 })
    copyFileSync(join(made, `${as}.db`), this.db)
    return this
  }

  /** Imports files of the folder, of which each must be taken whole. */
  imports(...files: string[]): this {
    const { code, stderr, stdout } = this.phd('import', ...files)
    if (code !== 0) throw new Error(stderr || stdout)
    return this
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
   * Runs a command in the program that stays, unless it is about the process itself: standard input, how Node is started, or colours that
   * Node decides about as it starts.
   */
  run(args: readonly string[], env: NodeJS.ProcessEnv, input?: Buffer | number): Run {
    if (input !== undefined || args.includes('-') || Object.keys(env).some((name) => OF_THE_START.test(name)))
      return this.start(args, env, input)
    const asked = { args, cwd: this.folder, env: withoutGaps({ ...this.env(), ...env }) }
    const { left, ...run } = warmProgram().run(asked)
    if (left.length > 0) throw new Error(`phd ${args.join(' ')} left behind: ${left.join(', ')}`)
    return run
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

/** One for each file of tests. */
function warmProgram(): WarmProgram {
  warm ??= new WarmProgram({ PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED })
  return warm
}

function withoutGaps(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((each): each is [string, string] => each[1] !== undefined))
}

/** Runs a test with a desk of its own. */
export async function atDesk<T>(test: (desk: Desk) => T | Promise<T>): Promise<T> {
  const desk = new Desk()
  try {
    return await test(desk)
  } finally {
    desk.remove()
  }
}
