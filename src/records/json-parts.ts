/** Reads JSON of an object part by part: a plan of all accounts takes several times its text, where it is parsed whole. Pure. */

/** A member of the object. Of one that is read item by item: first that it is a list, then each item. */
export type JsonPart = { kind: 'member' | 'item'; name: string; value: unknown } | { kind: 'list'; name: string }

/** Takes the text in pieces, and the members whose arrays are read item by item. Throws a SyntaxError where it is not JSON of an object. */
export function* jsonParts(pieces: Iterable<string>, isListed: (name: string) => boolean): Generator<JsonPart> {
  const text = new Scanner(pieces)
  const names = new Set<string>()
  text.expect('{')
  for (let isFirst = true; text.next() !== '}'; isFirst = false) {
    if (!isFirst) text.expect(',')
    const name = text.name()
    if (names.has(name)) throw new SyntaxError(`"${name}" appears twice`)
    names.add(name)
    text.expect(':')
    if (isListed(name) && text.next() === '[') {
      yield { kind: 'list', name }
      yield* items(text, name)
    } else yield { kind: 'member', name, value: text.value() }
  }
  text.expect('}')
  if (text.next() !== '') throw new SyntaxError(`${JSON.stringify(text.next())} after its end`)
}

function* items(text: Scanner, name: string): Generator<JsonPart> {
  text.expect('[')
  for (let isFirst = true; text.next() !== ']'; isFirst = false) {
    if (!isFirst) text.expect(',')
    yield { kind: 'item', name, value: text.value() }
  }
  text.expect(']')
}

/** What ends a value, opens or closes one, or begins a text. */
const MARKS = /["{}[\],]/g
/** What ends a text, or stands before a character that does not. */
const IN_TEXT = /["\\]/g
const NOT_BLANK = /[^ \t\n\r]/g

/** Goes through a text that comes in pieces, and keeps only what is not read yet. Places are counted from there. */
class Scanner {
  readonly #pieces: Iterator<string>
  #text = ''
  #at = 0

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]()
  }

  /** The next character that is not blank; none at the end. */
  next(): string {
    const blanks = this.#find(NOT_BLANK, 0)
    this.#at += blanks ?? 0
    return blanks === null ? '' : (this.#text[this.#at] ?? '')
  }

  /** Passes over a character. */
  expect(character: string): void {
    const found = this.next()
    if (found !== character)
      throw new SyntaxError(found === '' ? 'it ends too early' : `${JSON.stringify(found)} where ${character} was expected`)
    this.#at++
  }

  /** Passes over the name of a member. */
  name(): string {
    if (this.next() !== '"') this.expect('"')
    return JSON.parse(this.#taken(this.#endOfText(0))) as string
  }

  /** Passes over a value; gives it. */
  value(): unknown {
    let depth = 0
    let from = 0
    for (;;) {
      from = this.#needed(MARKS, from)
      const mark = this.#text[this.#at + from]
      if (mark === '"') {
        from = this.#endOfText(from)
        continue
      }
      if (depth === 0 && mark !== '{' && mark !== '[') return JSON.parse(this.#taken(from))
      if (mark === '{' || mark === '[') depth++
      else if (mark !== ',') depth--
      from++
    }
  }

  /** Where a text ends that begins at a place. */
  #endOfText(begin: number): number {
    let from = begin + 1
    for (;;) {
      from = this.#needed(IN_TEXT, from)
      if (this.#text[this.#at + from] === '"') return from + 1
      from += 2
    }
  }

  #needed(what: RegExp, place: number): number {
    const found = this.#find(what, place)
    if (found === null) throw new SyntaxError('it ends too early')
    return found
  }

  #taken(length: number): string {
    this.#at += length
    return this.#text.slice(this.#at - length, this.#at)
  }

  /** Where a character is found, at a place or after it. */
  #find(what: RegExp, place: number): number | null {
    let from = place
    for (;;) {
      what.lastIndex = this.#at + from
      const found = what.exec(this.#text)
      if (found) return found.index - this.#at
      const more = this.#pieces.next()
      if (more.done) return null
      from = Math.max(from, this.#text.length - this.#at)
      this.#text = this.#text.slice(this.#at) + more.value
      this.#at = 0
    }
  }
}
