import { PhdError, wasRecorded } from '../errors.ts'
import { type DecimalMark, isUnclearAmount, parseAmount, stateMark } from '../records/amount.ts'
import { type DateOrder, isAmbiguous, parseDate, stateOrder } from '../records/date-order.ts'
import { OBEYED } from '../records/formula.ts'
import type { PromisedFile, Store } from '../store/store.ts'
import { type Layout, REJECT_HEADINGS } from './read/layout.ts'
import { CONTROLS, HALVES, type Reject, type RowOwner, reasonOf } from './row-problems.ts'

/** Where rejected rows are written as they are found; nothing has the file's name until it is kept. */
export interface RejectsTarget {
  add(row: readonly string[]): void
  /** Brings all of it onto the disk, under a name of its own; gives what an import promises. `about`: what it is of. */
  stage(about: string): Promise<PromisedFile>
  /** Names what was staged, and gives the path; where that cannot be, the path where it is. */
  keep(): { path: string; isNamed: boolean }
  /** Removes what was not kept. */
  discard(): void
}

/** How the dates and the amounts of the file are written, where that is known. */
export interface Writing {
  order: DateOrder | null
  mark: DecimalMark | null
}

/** How many of the rejected rows are named on the screen; the rejects file has them all. */
const SHOWN = 5

type RejectedOwner = RowOwner & { line: number }

/** The rejected rows of one reading: the first to show, their owners, and all of them in the rejects file. */
export class RejectedRows {
  readonly #layout: Layout
  readonly #open: (() => RejectsTarget) | null
  readonly #writing: Writing
  #file: RejectsTarget | null = null
  readonly first: Pick<Reject, 'line' | 'problems'>[] = []
  readonly owners = new RejectedOwners()
  count = 0
  /** Rows without any known owner. */
  ownerless = 0

  /** `open` is null where nothing is written. */
  constructor(layout: Layout, writing: Writing, open: ((headings: readonly string[]) => RejectsTarget) | null) {
    this.#layout = layout
    this.#writing = writing
    this.#open = open && (() => open(rejectHeadings(layout)))
  }

  add(reject: Reject): void {
    const { owners, line, problems } = reject
    if (this.count++ < SHOWN) this.first.push({ line, problems })
    // Where cells may have moved, what is in the column of the name says nothing.
    const mayHaveMoved = problems[0].code === 'wrong_length' && owners.every(({ key }) => key === null)
    if (owners.length === 0 || mayHaveMoved) this.ownerless++
    for (const owner of owners) this.owners.add({ ...owner, line })
    this.#file ??= this.#open?.() ?? null
    this.#file?.add(rejectRow(this.#layout, reject, this.#writing))
  }

  /** See {@link RejectsTarget}; null where there is no rejects file. */
  async stage(about: string): Promise<PromisedFile | null> {
    return (await this.#file?.stage(about)) ?? null
  }

  keep(): ReturnType<RejectsTarget['keep']> | null {
    const kept = this.#file?.keep() ?? null
    this.#file = null
    return kept
  }

  /** Leaves the file as it is staged, for whoever finds that it was promised. */
  leave(): void {
    this.#file = null
  }

  discard(): void {
    this.#file?.discard()
    this.#file = null
  }
}

/** Where promised files are noted. */
type Promises = Pick<Store, 'openPromises' | 'settlePromises'>

/** The rejects file of one import: promised by what is recorded, and named after. */
export class PromisedRejects {
  readonly #promises: Promises
  #promised: PromisedFile | null = null

  constructor(promises: Promises) {
    this.#promises = promises
  }

  /** Gives what the import promises; nothing where no row was rejected. */
  async stage(rows: RejectedRows, file: string): Promise<PromisedFile[]> {
    this.#promised = await rows.stage(`rejected rows of ${file}`)
    return this.#promised ? [this.#promised] : []
  }

  /** Names the file of what was recorded; gives its path, null where there is none. */
  async keep(rows: RejectedRows): Promise<string | null> {
    const kept = rows.keep()
    if (kept === null || this.#promised === null) return null
    try {
      if (kept.isNamed) await this.#promises.settlePromises(new Map([[this.#promised.staged, 'placed']]))
    } catch (error) {
      // What was imported is imported: where that cannot be noted now, the next run finds the file in place.
      if (!(error instanceof PhdError)) throw error
    }
    return kept.path
  }

  /** Leaves the file to the next run where the import failed and yet was recorded, or may have been: an answer can be lost. */
  async leaveIfRecorded(rows: RejectedRows, error: unknown): Promise<void> {
    const staged = this.#promised?.staged
    if (staged === undefined || wasRecorded(error) === 'no') return
    const open = wasRecorded(error) === 'maybe' ? null : await this.#promises.openPromises().catch(() => null)
    if (open === null || open.some((promise) => promise.staged === staged)) rows.leave()
  }
}

/** Loaded when a file has so many. */
const zlib = () => process.getBuiltinModule('node:zlib')
/** How many owners are packed together. */
const PACKED = 1024

/** The owners of rejected rows, packed: of a big file with nothing else, they would need more memory than all the rest. */
class RejectedOwners implements Iterable<RejectedOwner> {
  readonly #packs: Buffer[] = []
  #open: string[] = []

  add({ key, name, accountId, line }: RejectedOwner): void {
    // As text it is a copy of what was cut from the file.
    this.#open.push(JSON.stringify([key, name, accountId, line]))
    if (this.#open.length < PACKED) return
    this.#packs.push(zlib().deflateRawSync(`[${this.#open.join()}]`, { level: 1 }))
    this.#open = []
  }

  *[Symbol.iterator](): Generator<RejectedOwner, void, void> {
    for (const pack of this.#packs) yield* unpacked(zlib().inflateRawSync(pack).toString())
    yield* unpacked(`[${this.#open.join()}]`)
  }
}

function* unpacked(text: string): Generator<RejectedOwner, void, void> {
  const owners: [RowOwner['key'], RowOwner['name'], RowOwner['accountId'], number][] = JSON.parse(text)
  for (const [key, name, accountId, line] of owners) yield { key, name, accountId, line }
}

/** The headings of the rejects file. */
export function rejectHeadings(layout: Layout): string[] {
  return [...layout.headings.slice(0, originalWidth(layout)), ...REJECT_HEADINGS]
}

/** A row of the rejects file, as long as its headings. */
export function rejectRow(
  layout: Layout,
  { line, problems, fields }: Reject,
  { order, mark }: Writing = { order: null, mark: null },
): string[] {
  const [first] = problems
  return [
    ...Array.from({ length: originalWidth(layout) }, (_, i) => fields[i] ?? ''),
    String(line),
    [...new Set(problems.flatMap(({ column }) => column ?? []))].join('; '),
    // A row that is rejected again keeps the reason it came with.
    first.code === 'not_corrected'
      ? (first.value ?? '')
      : [...unseen(fields), ...problems.map(reasonOf), ...datesRead(fields, order), ...amountsRead(layout, fields, mark)].join(
          '; ',
        ),
  ]
}

/** Comes first, because a row that comes back is recognized by it: its cells are not what they were. */
function unseen(fields: readonly string[]): string[] {
  if (!fields.some((cell) => OBEYED.test(cell))) return []
  return fields.every((cell) => cell.isWellFormed())
    ? [`${CONTROLS} in this row are written here by their number: type those cells again`]
    : [`${HALVES} in this row is written here by its number: type that cell again`]
}

/** Alone in a rejects file, dates that can be read two ways would not say which is meant. */
function datesRead(fields: readonly string[], order: DateOrder | null): string[] {
  if (order === null) return []
  const isOpen = fields.map(parseDate).some((date) => date !== null && typeof date === 'object' && isAmbiguous(date))
  return isOpen ? [stateOrder(order)] : []
}

/** The same of amounts that could be two numbers. */
function amountsRead({ kind, columns }: Layout, fields: readonly string[], mark: DecimalMark | null): string[] {
  if (mark === null) return []
  const isOpen = [...columns].some(([field, place]) => {
    const amount = kind.fields[field]?.type === 'money' ? parseAmount(fields[place] ?? '') : null
    return amount !== null && isUnclearAmount(amount)
  })
  return isOpen ? [stateMark(mark)] : []
}

/** The columns the file had before phd added its own. */
function originalWidth({ headings, ownRejects }: Layout): number {
  return ownRejects ? headings.length - REJECT_HEADINGS.length : headings.length
}
