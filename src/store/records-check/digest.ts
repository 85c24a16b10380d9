/**
 * What an import did to the versions of records, as two hashes that do not depend on the engine: of the versions that it opened, with all
 * they say, and of the numbers of those that it ended. They are kept in its entry of the audit, so that a record which is changed by hand
 * shows. Rows are hashed one after the other, as they are opened: a sum of the hashes of rows could be made to fit.
 */

import type { Kind, Value } from '../../records/kind.ts'
import { FOLD_VERSION } from '../../records/name.ts'

/** What the audit keeps of an import; `fold`: how keys were made of names then. */
export interface VersionHashes {
  opened: string
  ended: string
  fold: number
}

/** The hashes of no version: of "first ", and of nothing. */
export const NONE_OPENED = '1f9ee9ef8f51c403d969eec342a084bbbd126dfe6915c9594b83873ca0c1699f'
export const NONE_ENDED = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** What a store does not keep in a text, so that it can end one. */
const END = '\0'
/** So many bytes are hashed together. */
const CHUNK = 65_536
/** No character is longer in UTF-8, in bytes for each unit of a text. */
const LONGEST = 3
/** A number holds what 25 columns are, two bits each, and whether there is more. */
const MOST_IN_NUMBER = 25
/** So many shapes of rows have a number of their own; then they are numbered again. */
const MOST_SHAPES = 1000

const [BLANK, NO, YES, TEXT] = [0, 1, 2, 3]

type Hash = ReturnType<typeof sha256>

function sha256() {
  // Loaded when it is needed: who only asks hashes nothing.
  return process.getBuiltinModule('node:crypto').createHash('sha256')
}

/**
 * Hashes versions of a kind in the order of their numbers. Of each row: its shape (which fields it has, with yes and no, by their names,
 * so that a kind may get more fields), its number and line where they do not follow those before, its key, and its texts.
 */
export class OpenedDigest {
  readonly #text = new HashedText()
  readonly #names: readonly string[]
  /** The places of the fields in the order of their names, and which are yes or no. */
  readonly #places: readonly number[]
  readonly #isBoolean: readonly boolean[]
  readonly #shapes = new Map<number | string, string>()
  #lastShape: number | string = -1
  #lastNumber = ''
  #first: number | null = null
  #version = 0
  #line = 0
  #isSpoilt = false

  constructor({ fields }: Pick<Kind, 'fields'>) {
    const all = Object.entries(fields).map(([name, { type }], place) => ({ name, place, isBoolean: type === 'boolean' }))
    all.sort((a, b) => (a.name < b.name ? -1 : 1))
    this.#names = all.map(({ name }) => name)
    this.#places = all.map(({ place }) => place)
    this.#isBoolean = all.map(({ isBoolean }) => isBoolean)
  }

  /** The next version. The values are in the order of the kind's fields; yes and no may be 1 and 0. */
  add(version: number, key: string, line: number, extra: string | null, values: readonly Value[]): void {
    let shape = extra === null ? 0 : 1
    let wide = ''
    let texts = extra === null ? key + END : key + END + extra + END
    for (let i = 0; i < this.#places.length; i++) {
      const value = values[this.#places[i] as number] ?? null
      if (i > 0 && i % MOST_IN_NUMBER === 0) {
        wide += `${shape} `
        shape = 0
      }
      const code = value === null ? BLANK : this.#codeOf(value, i)
      shape = shape * 4 + code
      if (code === TEXT) texts += value + END
    }
    this.#first ??= version
    const isNext = version === this.#version + 1 || this.#version === 0
    const marks = (isNext ? '' : `v${version} `) + (line === this.#line + 1 ? '' : `l${line} `)
    this.#text.add(marks + this.#shapeOf(wide === '' ? shape : wide + shape) + END + texts)
    this.#version = version
    this.#line = line
  }

  /** From now on it gives an empty text: what was added is nothing that a store keeps. */
  spoil(): void {
    this.#isSpoilt = true
  }

  /** The hash; `first`: the number of the first version, where it was not known as it was added. */
  end(first: number | null = this.#first): string {
    this.#text.add(`first ${this.#first === null ? '' : first}`)
    const hash = this.#text.end()
    return this.#isSpoilt ? '' : hash
  }

  #codeOf(value: NonNullable<Value>, at: number): number {
    if (value === true) return YES
    if (value === false) return NO
    if (typeof value === 'string' || !this.#isBoolean[at]) return TEXT
    return value === 1 ? YES : value === 0 ? NO : TEXT
  }

  /** Told whole when it comes first, then by its number. */
  #shapeOf(shape: number | string): string {
    if (shape === this.#lastShape) return this.#lastNumber
    const known = this.#shapes.get(shape)
    if (known !== undefined) {
      this.#lastShape = shape
      this.#lastNumber = known
      return known
    }
    if (this.#shapes.size >= MOST_SHAPES) {
      this.#shapes.clear()
      this.#lastShape = -1
    }
    const number = this.#shapes.size
    this.#shapes.set(shape, String(number))
    return `${number}=${this.#described(shape)}`
  }

  #described(shape: number | string): string {
    const parts = String(shape).split(' ').map(Number)
    const codes = parts.flatMap((part, i) => {
      const count = Math.min(MOST_IN_NUMBER, this.#names.length - i * MOST_IN_NUMBER)
      return Array.from({ length: count }, (_, at) => Math.floor(part / 4 ** (count - 1 - at)) % 4)
    })
    const [first = 0] = parts
    const hasExtra = Math.floor(first / 4 ** Math.min(MOST_IN_NUMBER, this.#names.length)) === 1
    const told = this.#names.flatMap((name, i) => (codes[i] === BLANK ? [] : `${name}${'?-+='[codes[i] ?? 0]}`))
    return (hasExtra ? ['extra=', ...told] : told).join(',')
  }
}

/** Hashes the numbers of versions that were ended, the smallest first. */
export class EndedDigest {
  // Without room of its own: to check a desk, one is open for each import.
  readonly #hash: Hash = sha256()

  add(version: number): void {
    this.#hash.update(`${version} `)
  }

  end(): string {
    return this.#hash.digest('hex')
  }
}

/**
 * The hash of a text that comes in parts, as UTF-8. Each part is copied at once: to keep it would keep the piece of the file that it was
 * cut from.
 */
class HashedText {
  readonly #hash: Hash = sha256()
  readonly #bytes = Buffer.allocUnsafe(CHUNK)
  #used = 0

  add(text: string): void {
    const most = text.length * LONGEST
    if (most > CHUNK - this.#used) this.#flush()
    if (most > CHUNK) this.#hash.update(text)
    else this.#used += this.#bytes.write(text, this.#used)
  }

  end(): string {
    this.#flush()
    return this.#hash.digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#bytes.subarray(0, this.#used))
    this.#used = 0
  }
}

/** What the audit keeps; left out, no version was opened, or ended. */
export function versionHashes({
  opened,
  ended,
}: {
  opened?: string | undefined
  ended?: string | undefined
} = {}): VersionHashes {
  return { opened: opened ?? NONE_OPENED, ended: ended ?? NONE_ENDED, fold: FOLD_VERSION }
}
