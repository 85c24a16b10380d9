/**
 * Files that an entry of the audit speaks of: drafts, and what is loaded into Salesforce. They are written and on the disk before
 * the entry is, under names of their own, and get theirs only after; whoever is killed between the two leaves all that the next run
 * needs.
 */

import { lstatSync, rmSync } from 'node:fs'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { failure, PhdError, wasRecorded } from '../errors.ts'
import type { EntryOf, NewAuditEntry, OpenPromise, PromisedFile, Recordable, Store } from '../store/store.ts'
import { flushFolder, refuseExposedPlace } from './disk.ts'
import {
  type Content,
  cannotWrite,
  type FileInMaking,
  fileOf,
  makeFolder,
  nameBeside,
  placeBeside,
  sha256Of,
} from './write-file.ts'

/** A file that is written; `done` once it is on the disk. */
interface Staged {
  promised: PromisedFile
  making: FileInMaking
  done: Promise<void>
}

/** Files of one folder that are written and have not got their names yet. */
export class StagedFiles {
  readonly #folder: string
  #files: Staged[] = []

  /** Makes the folder where there is none. Throws `cannot_write`, `not_a_folder`, and what an exposed place is refused with. */
  constructor(folder: string) {
    refuseExposedPlace(folder)
    makeFolder(folder)
    this.#folder = folder
  }

  /**
   * Writes a file that is to have a name; `about`: what it is of. It is brought onto the disk meanwhile, and what fails there is thrown
   * when the files are recorded or published. Throws the refusal `cannot_write`.
   */
  add(file: string, content: Content, about: string): PromisedFile {
    try {
      const making = fileOf(join(this.#folder, file), content)
      const { done, ...staged } = making.stage()
      // Whoever waits for it is told.
      done.catch(() => {})
      const promised = { folder: resolve(this.#folder), file, about, ...staged }
      this.#files.push({ promised, making, done })
      return promised
    } catch (error) {
      this.discard()
      throw error
    }
  }

  /**
   * Records entries that speak of the files, then gives the files their names; gives what was recorded, and each path by its first name.
   * If that fails the files are thrown away, but for `routed_meanwhile`: the others of them can be recorded yet.
   */
  async record<New extends NewAuditEntry>(
    store: Pick<Store, 'record' | 'openPromises' | 'settlePromises'>,
    entries: readonly New[],
    how: Recordable = {},
  ): Promise<{ recorded: EntryOf<New['action']>[]; paths: Map<string, string> }> {
    let recorded: EntryOf<New['action']>[]
    try {
      await this.#written()
      this.#flush()
      recorded = await store.record(entries, how)
    } catch (error) {
      await this.#leaveIfRecorded(store, error)
      if (!(error instanceof PhdError && error.kind === 'routed_meanwhile')) this.discard()
      throw error
    }
    const paths = this.#place(PUT_LATER)
    try {
      await store.settlePromises(new Map([...paths.keys()].map((staged) => [staged, 'placed'])))
    } catch (error) {
      // What was recorded is recorded: where that cannot be noted now, the next run finds the files in place.
      if (!(error instanceof PhdError)) throw error
    }
    return { recorded, paths }
  }

  /** Gives the files their names where no entry speaks of them; gives their paths. */
  async publish(): Promise<string[]> {
    try {
      await this.#written()
    } catch (error) {
      this.discard()
      throw error
    }
    return [...this.#place('use another folder').values()]
  }

  async #written(): Promise<void> {
    await Promise.all(this.#files.map(({ done }) => done))
  }

  /** The names of what was written are on the disk only when the folder is. */
  #flush(): void {
    if (this.#files.length === 0) return
    try {
      flushFolder(this.#folder)
    } catch (error) {
      throw cannotWrite(this.#folder, error)
    }
  }

  /** Gives the files their names, and waits until these are on the disk; gives each path by its first name. */
  #place(hint: string): Map<string, string> {
    // From here on they are spoken of, and must stay whatever happens.
    const files = this.#files
    this.#files = []
    const paths = new Map<string, string>()
    for (const { promised } of files) paths.set(promised.staged, join(this.#folder, basename(place(promised, hint))))
    const [first] = paths.values()
    if (first === undefined) return paths
    try {
      flushFolder(this.#folder)
    } catch (error) {
      throw notInPlace(first, error, hint)
    }
    return paths
  }

  /** Leaves the files to the next run where recording failed and yet was, or may have been, done: an answer can be lost. */
  async #leaveIfRecorded(store: Pick<Store, 'openPromises'>, error: unknown): Promise<void> {
    if (this.#files.length === 0 || wasRecorded(error) === 'no') return
    const open = wasRecorded(error) === 'maybe' ? null : await store.openPromises().catch(() => null)
    const isOurs = (staged: string): boolean => this.#files.some(({ promised }) => promised.staged === staged)
    if (open === null || open.some(({ staged }) => isOurs(staged))) this.#files = []
  }

  /** Throws away one of the files that were not recorded. */
  leaveOut(file: PromisedFile): void {
    this.#throwAway(({ promised }) => promised === file)
  }

  /** Throws away what was not recorded. */
  discard(): void {
    this.#throwAway(() => true)
  }

  #throwAway(isOne: (staged: Staged) => boolean): void {
    for (const { promised, making } of this.#files.filter(isOne)) {
      making.discard()
      rmSync(join(promised.folder, promised.staged), { force: true })
    }
    this.#files = this.#files.filter((staged) => !isOne(staged))
  }
}

const PUT_LATER = 'it is recorded; the next run of phd that records something puts it there'

/** The name is on the disk only when the folder is. */
function place(file: PromisedFile, hint: string): string {
  const path = join(file.folder, file.file)
  let placed: ReturnType<typeof nameBeside>
  try {
    placed = nameBeside(join(file.folder, file.staged), path, file.sha256)
  } catch (error) {
    throw notInPlace(path, error, hint)
  }
  if (placed !== null) return placed.path
  throw failure('cannot_write', `${path} cannot be put in place (it was removed)`, hint)
}

function notInPlace(path: string, error: unknown, hint: string): PhdError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  return failure('cannot_write', `${path} cannot be put in place (${code})`, hint)
}

/** What became of the files of runs that were killed. */
export interface PlacedFiles {
  /** Paths of those that are in place now. */
  placed: string[]
  missing: { path: string; entry: number }[]
}

/** Puts the files of runs that were killed in place. */
export async function placePromisedFiles(store: Store, open: readonly OpenPromise[]): Promise<PlacedFiles> {
  const found = new Map<string, 'placed' | 'missing'>()
  const placed: string[] = []
  const missing: PlacedFiles['missing'] = []
  for (const promise of open) {
    const { staged, state, folder, file, entry } = promise
    const path = again(promise)
    if (path !== null) {
      found.set(staged, 'placed')
      placed.push(path)
    } else if (state === 'staged') {
      found.set(staged, 'missing')
      missing.push({ path: join(folder, file), entry })
    }
  }
  if (found.size > 0) await store.settlePromises(found)
  return { placed, missing }
}

/** The path of a file that was put in its place; null where it cannot be now. What a database from elsewhere asks for is not done. */
function again({ folder, staged, file, sha256 }: OpenPromise): string | null {
  const isOurs = /^\.phd-[0-9a-f]{12}\.staged$/.test(staged) && basename(file) === file && !file.startsWith('.') && file !== ''
  if (!isOurs || !isAbsolute(folder)) return null
  try {
    refuseExposedPlace(folder)
    const written = join(folder, staged)
    const there = lstatSync(written, { throwIfNoEntry: false })
    if (there && !(there.isFile() && sha256Of(written) === sha256)) return null
    return placeBeside(written, join(folder, file), sha256)
  } catch {
    // The folder is not reached: it may be at another time.
    return null
  }
}

/** Where a promised file is: in place although that was not noted, written and without its name yet, or nowhere. */
export function whereabouts({ folder, staged, file, sha256 }: OpenPromise): 'placed' | 'waits' | 'missing' {
  const holds = (name: string): boolean => {
    try {
      return sha256Of(join(folder, name)) === sha256
    } catch {
      return false
    }
  }
  return holds(file) ? 'placed' : holds(staged) ? 'waits' : 'missing'
}
