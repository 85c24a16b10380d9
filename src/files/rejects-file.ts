import { rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { PromisedFile } from '../store/store.ts'
import { csvForPeople } from '../terminal/csv.ts'
import { flushFolder } from './disk.ts'
import { cannotWrite, FileInMaking, placeBeside } from './write-file.ts'

/** Rows are turned to text so many at a time. */
const BATCH = 1000

/** The rejects file, written while rows are found, so that memory holds few of them however many there are. */
export class RejectsFile {
  readonly #path: string
  readonly #file: FileInMaking
  #staged: PromisedFile | null = null
  #rows: (readonly string[])[]
  #mark = true

  constructor(path: string, headings: readonly string[]) {
    this.#path = path
    this.#file = new FileInMaking(path)
    this.#rows = [headings]
  }

  add(row: readonly string[]): void {
    if (this.#rows.push(row) >= BATCH) this.#write()
  }

  /** Brings it onto the disk under a name of its own; gives what an import promises. Throws the refusal `cannot_write`. */
  async stage(about: string): Promise<PromisedFile> {
    this.#write()
    const { done, ...written } = this.#file.stage()
    await done
    const folder = resolve(dirname(this.#path))
    this.#staged = { folder, file: basename(this.#path), about, ...written }
    try {
      flushFolder(folder)
    } catch (error) {
      throw cannotWrite(this.#path, error)
    }
    return this.#staged
  }

  /** Gives what was staged its name, beside others that say something else; gives the path, and that it was staged under if it cannot be named now. */
  keep(): { path: string; isNamed: boolean } {
    const { staged, sha256 } = this.#staged ?? { staged: '', sha256: '' }
    const written = join(dirname(this.#path), staged)
    try {
      const path = placeBeside(written, this.#path, sha256)
      if (path !== null) return { path, isNamed: true }
    } catch {
      // The next run that records something tries again.
    }
    return { path: written, isNamed: false }
  }

  discard(): void {
    this.#file.discard()
    if (this.#staged) rmSync(join(this.#staged.folder, this.#staged.staged), { force: true })
  }

  #write(): void {
    this.#file.write(csvForPeople(this.#rows, { mark: this.#mark }))
    this.#mark = false
    this.#rows = []
  }
}
