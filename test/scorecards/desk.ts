import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ask, IN_MEMORY, type Run } from '../cli/phd.ts'
import type { World, WorldFile } from './model.ts'

/** The files of a world in a folder, a database beside them, and the program, on the day that the world is asked on. */
export class WorldDesk {
  readonly folder = mkdtempSync(join(IN_MEMORY, 'phd-world-'))
  readonly #now: string

  constructor({ day }: World) {
    this.#now = `${day}T09:00:00Z`
  }

  /** Imports files in their order, and records what partners are called too. */
  fill({ partners }: World, files: readonly WorldFile[]): this {
    for (const file of files) this.#write(file)
    let from = 0
    while (from < files.length) {
      const options = files[from]?.options.join(' ')
      const end = files.findIndex((file, i) => i > from && file.options.join(' ') !== options)
      const together = files.slice(from, end === -1 ? files.length : end)
      this.#import(together)
      from += together.length
    }
    for (const { alias, id } of partners) if (alias !== null) this.well('partner', 'alias', 'add', alias, id)
    return this
  }

  #write({ name, text, at }: WorldFile): void {
    const path = join(this.folder, name)
    writeFileSync(path, text)
    utimesSync(path, new Date(at), new Date(at))
  }

  /** Imports files that have the same options, all of which must be taken; a row that cannot be read is no failure. */
  #import(files: readonly WorldFile[]): void {
    const names = files.map(({ name }) => name)
    const { code, stderr, stdout } = this.phd('import', '--json', ...(files[0]?.options ?? []), ...names)
    const { imports } = JSON.parse(stdout || '{"imports":[]}') as { imports: { file: string; status: string; reason: unknown }[] }
    const refused = imports.filter(({ status }) => status !== 'imported' && status !== 'unchanged')
    if (![0, 1].includes(code ?? -1) || refused.length > 0 || imports.length < files.length)
      throw new Error(`import ${names.join(' ')}: ${code} ${stderr} ${JSON.stringify(refused)}`)
  }

  /** Runs a command that must succeed. */
  well(...args: string[]): Run {
    const run = this.phd(...args)
    if (run.code !== 0) throw new Error(`phd ${args.join(' ')}: ${run.code} ${run.stderr}${run.stdout}`)
    return run
  }

  /** What a command prints as JSON; 4 says that something cannot be told. */
  json<T>(...args: string[]): T {
    const { code, stderr, stdout } = this.phd(...args, '--format', 'json')
    if (![0, 1, 4].includes(code ?? -1)) throw new Error(`phd ${args.join(' ')}: ${code} ${stderr}${stdout}`)
    return JSON.parse(stdout) as T
  }

  phd(...args: string[]): Run {
    const env = {
      HOME: this.folder,
      TZ: 'UTC',
      PHD_DB: join(this.folder, 'data', 'phd.db'),
      PHD_NOW: this.#now,
      PHD_ACTOR: 'oracle',
    }
    return ask({ args, cwd: this.folder, env })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
