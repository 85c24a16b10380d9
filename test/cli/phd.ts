import { spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const fixtures = join(root, 'fixtures')
export const NOW = '2026-11-20T09:00:00Z'

export interface Run {
  stdout: string
  stderr: string
  code: number | null
}

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
    this.put('desk/sfdc-accounts.csv', 'desk/impartner-users.csv', 'desk/certification-dashboard.csv')
    const { code, stderr } = this.phd('import', 'sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv')
    if (code !== 0) throw new Error(stderr)
    return this
  }

  /** The exports of the desk, and what its requests need: licences, staff with managers, the request form, letters, a notice. */
  equipped(): this {
    this.putAll('desk').putAll('requests')
    const files = [
      'sfdc-accounts',
      'impartner-users',
      'certification-dashboard',
      'nfr-licenses',
      'staff',
      'nfr-requests',
      'letters-issued',
    ]
    const { code, stderr } = this.phd('import', ...files.map((file) => `${file}.csv`))
    if (code !== 0) throw new Error(stderr)
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

  run(args: readonly string[], env: NodeJS.ProcessEnv, input?: Buffer | number): Run {
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
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'phd-test'),
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
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
