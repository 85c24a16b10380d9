import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ask, IN_MEMORY, type Run } from '../cli/phd.ts'
import { writeFile } from './files.ts'
import type { Alias, ExportFile, World } from './model.ts'
import { NOW } from './model.ts'

/** What became of one file of an import. */
interface Imported {
  file: string
  status: string
  importId: number | null
  reason: { message: string } | null
}

/** A verdict as the command prints it; the line is kept to be compared whole. */
export interface Verdict {
  line: string
  subject: { id: string; name: string }
  decision: string
  checks: { id: string; outcome: string }[]
}

/** The same bytes as those of the file before are taken in too. */
export const TAKEN_IN: ReadonlySet<string> = new Set(['imported', 'unchanged'])

/** The files of a world in a folder, a database beside them, and the program. */
export class AdversaryDesk {
  readonly folder = mkdtempSync(join(IN_MEMORY, 'phd-adversary-'))
  /** What became of each file. */
  readonly statuses = new Map<ExportFile, string>()

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Imports the files of a world, each when it is time, and records its aliases. Gives those files and aliases that were taken in. */
  fill(world: World): { files: ExportFile[]; aliases: Alias[] } {
    for (const file of world.files) writeFile(this.folder, file)
    const times = [...new Set(world.files.flatMap(({ importAt }) => importAt))].sort((a, b) => a - b)
    for (const at of times) {
      const files = world.files.filter(({ importAt, undone }) => importAt.includes(at) && !undone)
      for (const together of Map.groupBy(files, ({ options }) => options.join(' ')).values()) this.#import(at, together)
    }
    for (const file of world.files.filter(({ undone }) => undone)) this.#importAndUndo(file)
    const aliases: Alias[] = []
    for (const alias of world.aliases) {
      if (this.phd(NOW, 'partner', 'alias', 'add', alias.text, alias.account).code === 0) aliases.push(alias)
    }
    return { files: world.files.filter((file) => TAKEN_IN.has(this.statuses.get(file) ?? '')), aliases }
  }

  /** Imports files that have the same options, in one command. */
  #import(at: number, files: readonly ExportFile[]): Imported[] {
    const [first] = files
    const said = this.phd(at, 'import', '--json', ...(first?.options ?? []), ...files.map(({ name }) => name))
    const { imports } = JSON.parse(said.stdout) as { imports: Imported[] }
    for (const { file: name, status, reason } of imports) {
      const file = files.find((each) => each.name === name)
      if (file === undefined) throw new Error(`${name} was not asked for`)
      if (!this.statuses.has(file)) this.statuses.set(file, TAKEN_IN.has(status) ? status : `${status}: ${reason?.message}`)
    }
    return imports
  }

  #importAndUndo(file: ExportFile): void {
    const [imported] = this.#import(file.importAt[0] ?? NOW, [file])
    if (imported?.status !== 'imported') return
    const { code, stderr } = this.phd(NOW, 'imports', 'undo', String(imported.importId), '--yes')
    if (code !== 0) throw new Error(stderr)
    this.statuses.set(file, 'undone')
  }

  /** The verdicts of a question about partners. */
  ask(...args: string[]): Verdict[] {
    const { stdout, stderr, code } = this.phd(NOW, ...args, '--format', 'ndjson')
    if (![0, 1, 4].includes(code ?? -1)) throw new Error(`phd ${args.join(' ')}: ${code} ${stderr}`)
    return stdout
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ ...(JSON.parse(line) as Verdict), line }))
  }

  phd(now: number, ...args: string[]): Run {
    const env = {
      HOME: this.folder,
      TZ: 'UTC',
      PHD_DB: join(this.folder, 'data', 'phd.db'),
      PHD_NOW: new Date(now).toISOString(),
      PHD_ACTOR: 'adversary',
    }
    return ask({ args, cwd: this.folder, env })
  }
}
