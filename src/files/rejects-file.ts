import { csvForPeople } from '../terminal/csv.ts'
import { FileInMaking } from './write-file.ts'

/** Rows are turned to text so many at a time. */
const BATCH = 1000

/** The rejects file, written while rows are found, so that memory holds few of them however many there are. */
export class RejectsFile {
  readonly #file: FileInMaking
  #rows: (readonly string[])[]
  #mark = true

  constructor(path: string, headings: readonly string[]) {
    this.#file = new FileInMaking(path)
    this.#rows = [headings]
  }

  add(row: readonly string[]): void {
    if (this.#rows.push(row) >= BATCH) this.#write()
  }

  /** Puts the file in its place, and gives its path. */
  keep(): string {
    this.#write()
    return this.#file.publishBeside()
  }

  discard(): void {
    this.#file.discard()
  }

  #write(): void {
    this.#file.write(csvForPeople(this.#rows, { mark: this.#mark }))
    this.#mark = false
    this.#rows = []
  }
}
