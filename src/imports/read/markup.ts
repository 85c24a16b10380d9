/**
 * Splits HTML or XML text into tags and text, lazily: phd's own: 48,000 tables within each other, in 0.7 MB, take htmlparser2 7.6 s
 * and twice as many 16.8, and it reads to the end a tag that never ends. This takes 0.15 s and stops at 1 MiB. It keeps no tree and
 * no stack, looks at each character a bounded number of times, holds at most one tag, refuses every DOCTYPE in XML (so that no
 * entity can be declared), and knows no entity of XML but the five.
 */

import { failure } from '../../errors.ts'

export type Token = 'open' | 'close' | 'text' | 'end'

/** No tag and no cell of an export is near this long. */
export const MAX_TOKEN = 1 << 20
/** Longer than any entity, which must not be cut in two. */
const MAX_ENTITY = 40
const LESS = 60

export class Markup {
  readonly #chunks: Iterator<string>
  readonly #xml: boolean
  readonly #file: string
  #buffer = ''
  #at = 0
  #last = false
  /** The element of the last tag: without its prefix, in HTML in small letters. */
  name = ''
  /** Whether the last opening tag closes its element too. */
  empty = false
  /** The last text as it is written, entities and all; it may come in several pieces. */
  text = ''
  /** Whether the last text is literal, as in CDATA. */
  literal = false
  /** Where the attributes of the last opening tag are in the buffer. */
  #from = 0
  #to = 0

  constructor(file: string, chunks: Iterable<string>, dialect: 'html' | 'xml') {
    this.#file = file
    this.#chunks = chunks[Symbol.iterator]()
    this.#xml = dialect === 'xml'
  }

  next(): Token {
    for (;;) {
      if (this.#at >= this.#buffer.length && !this.#fill()) return 'end'
      if (this.#buffer.charCodeAt(this.#at) !== LESS) {
        this.#takeText()
        return 'text'
      }
      const token = this.#takeTag()
      if (token !== null) return token
    }
  }

  /** The value of an attribute of the last opening tag, by its name without a prefix, entities replaced; null where it has none. */
  attribute(name: string): string | null {
    const text = this.#buffer
    const last = this.#to
    for (let at = this.#from; at < last; ) {
      const start = skipTo(text, at, last, isNameStart)
      const end = skipTo(text, start, last, endsName)
      let value = skipTo(text, end, last, isFilled)
      if (value >= last || text.charCodeAt(value) !== EQUALS) {
        at = Math.max(end, start + 1)
        continue
      }
      value = skipTo(text, value + 1, last, isFilled)
      const quote = text.charCodeAt(value)
      const isQuoted = quote === QUOTE || quote === APOSTROPHE
      if (isQuoted) value++
      const close = isQuoted ? text.indexOf(quote === QUOTE ? '"' : "'", value) : skipTo(text, value, last, isSpace)
      const stop = close === -1 || close > last ? last : close
      if (isNamed(text, start, end, name)) return xmlText(text.slice(value, stop))
      at = stop + 1
    }
    return null
  }

  #takeText(): void {
    const next = this.#buffer.indexOf('<', this.#at)
    let end = next === -1 ? this.#buffer.length : next
    if (next === -1 && !this.#last) {
      const entity = this.#buffer.lastIndexOf('&')
      if (entity >= this.#at && end - entity < MAX_ENTITY && !this.#buffer.includes(';', entity)) {
        if (entity === this.#at) {
          // The piece begins with what may be cut in two.
          if (this.#fill()) this.#takeText()
          else this.#textTo(this.#buffer.length)
          return
        }
        end = entity
      }
    }
    this.#textTo(end)
  }

  #textTo(end: number): void {
    this.text = this.#buffer.slice(this.#at, end)
    this.literal = false
    this.#at = end
  }

  /** Takes what begins with "<"; null where it is nothing to report. */
  #takeTag(): Token | null {
    while (this.#buffer.length - this.#at < 9 && this.#fill());
    const next = this.#buffer.charCodeAt(this.#at + 1)
    if (next === EXCLAMATION) return this.#takeDeclaration()
    if (next === QUESTION) {
      this.#passOver(this.#xml ? '?>' : '>')
      return null
    }
    if (isLetter(next)) return this.#takeElement(1)
    if (next === SLASH && isLetter(this.#buffer.charCodeAt(this.#at + 2))) return this.#takeElement(2)
    if (this.#xml) throw this.#damaged('a "<" that begins no tag')
    this.#textTo(this.#at + 1)
    return 'text'
  }

  /** Takes a tag with its name so far behind the "<": one for an opening tag, two for a closing one. */
  #takeElement(before: 1 | 2): Token {
    const end = this.#tagEnd()
    const text = this.#buffer
    let start = this.#at + before
    let at = start
    for (; at < end; at++) {
      const code = text.charCodeAt(at)
      if (code === COLON) start = at + 1
      else if (code <= SPACE || code === SLASH) break
    }
    const name = text.slice(start, at)
    this.name = this.#xml ? name : name.toLowerCase()
    this.#at = end + 1
    if (before === 2) return 'close'
    this.empty = text.charCodeAt(end - 1) === SLASH
    this.#from = at
    this.#to = end
    if (!this.#xml && (this.name === 'script' || this.name === 'style')) this.#passOver(`</${this.name}`)
    return 'open'
  }

  /** Where the tag's ">" is, apart from those in quoted values. */
  #tagEnd(): number {
    for (;;) {
      const end = closingBracket(this.#buffer, this.#at + 1, this.#xml)
      if (end !== -1) return end
      if (this.#buffer.length - this.#at > MAX_TOKEN) throw this.#tooLong()
      if (!this.#fill()) throw this.#damaged('it ends within a tag')
    }
  }

  #takeDeclaration(): Token | null {
    if (this.#buffer.startsWith('<!--', this.#at)) {
      this.#at += 4
      this.#passOver('-->')
      return null
    }
    if (this.#xml && this.#buffer.startsWith('<![CDATA[', this.#at)) {
      this.#at += 9
      const end = this.#find(']]>')
      this.text = this.#buffer.slice(this.#at, end)
      this.literal = true
      this.#at = end + 3
      return 'text'
    }
    if (this.#xml) {
      throw failure(
        'xml_doctype',
        `${this.#file} has a document type declaration, which no export has and phd does not follow`,
        'export it again; if this is what the system gives, save it from the spreadsheet as "CSV UTF-8"',
      )
    }
    this.#passOver('>')
    return null
  }

  /** Finds what ends a thing that is kept, within the bounds of a token. */
  #find(end: string): number {
    for (;;) {
      const at = this.#buffer.indexOf(end, this.#at)
      if (at !== -1) return at
      if (this.#buffer.length - this.#at > MAX_TOKEN) throw this.#tooLong()
      if (!this.#fill()) throw this.#damaged(`it ends before "${end}"`)
    }
  }

  /** Drops everything to the end of something, however long it is. */
  #passOver(end: string): void {
    for (;;) {
      const at = this.#xml ? this.#buffer.indexOf(end, this.#at) : indexOfWord(this.#buffer, end, this.#at)
      if (at !== -1) {
        // A closing tag is still to be read.
        this.#at = end.startsWith('</') ? at : at + end.length
        return
      }
      this.#at = Math.max(this.#at, this.#buffer.length - end.length)
      if (!this.#fill()) {
        if (this.#xml) throw this.#damaged(`it ends before "${end}"`)
        this.#at = this.#buffer.length
        return
      }
    }
  }

  #fill(): boolean {
    const next = this.#chunks.next()
    if (next.done) {
      this.#last = true
      return false
    }
    this.#buffer = this.#at >= this.#buffer.length ? next.value : this.#buffer.slice(this.#at) + next.value
    this.#at = 0
    return true
  }

  #damaged(what: string): Error {
    return failure('damaged_file', `${this.#file} is cut off or damaged: ${what}`, 'export it again')
  }

  #tooLong(): Error {
    return failure('record_too_long', `${this.#file} has a tag of more than 1 MiB, which no export has`, 'export it again')
  }
}

const QUOTE = 34
const APOSTROPHE = 39
const EQUALS = 61
const GREATER = 62

const SPACE = 32
const COLON = 58
const SLASH = 47
const EXCLAMATION = 33
const QUESTION = 63
const UNDERSCORE = 95

const isSpace = (code: number): boolean => code <= SPACE
const isFilled = (code: number): boolean => code > SPACE
const isNameStart = (code: number): boolean => code > SPACE && code !== EQUALS && code !== SLASH
const endsName = (code: number): boolean => code <= SPACE || code === EQUALS
const isLetter = (code: number): boolean => ((code | 32) >= 97 && (code | 32) <= 122) || code === UNDERSCORE || code > 127

function skipTo(text: string, start: number, last: number, isEnd: (code: number) => boolean): number {
  let at = start
  while (at < last && !isEnd(text.charCodeAt(at))) at++
  return at
}

/** Whether a name is the one looked for, with a prefix or without; HTML writes names in capitals too. */
function isNamed(text: string, start: number, end: number, name: string): boolean {
  const from = end - name.length
  if (from !== start && (from < start || text.charCodeAt(from - 1) !== COLON)) return false
  return text.startsWith(name, from) || text.slice(from, end).toLowerCase() === name.toLowerCase()
}

/** In HTML a quote holds a value only right behind "="; elsewhere it is a letter like any other. */
function closingBracket(text: string, start: number, xml: boolean): number {
  let isValue = xml
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === GREATER) return at
    if ((code === QUOTE || code === APOSTROPHE) && isValue) {
      at = text.indexOf(code === QUOTE ? '"' : "'", at + 1)
      if (at === -1) return -1
    }
    if (!xml && code > 32) isValue = code === EQUALS
  }
  return -1
}

function indexOfWord(text: string, word: string, start: number): number {
  if (word.length < 4) return text.indexOf(word, start)
  const found = new RegExp(word.replace(/[^\w<]/g, '\\$&'), 'gi')
  found.lastIndex = start
  return found.exec(text)?.index ?? -1
}

const XML_ENTITY: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Text of XML with its entities replaced; an unknown one stays as it is. */
export function xmlText(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name) return XML_ENTITY.get(name) ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
