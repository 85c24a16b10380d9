/** What a reader sees of a part of a Word document: without deleted and hidden text, fields and the second forms of drawings. */

import { unescaped, withoutRemarks } from './marks.ts'

export interface WordText {
  text: string
  /** Whether it has changes that no one accepted or rejected yet. */
  isRevised: boolean
  /** Whether it shows what is in another file within it, which is not read. */
  isCut: boolean
  /** Whether it has text in white, or too small to read. */
  hasUnseen: boolean
  /** Whether it has a picture of about a page. */
  hasLargePicture: boolean
}

/** Elements whose text is not there for a reader: deleted, moved away, drawn a second time for older programs. */
const UNSHOWN: ReadonlySet<string> = new Set(['del', 'moveFrom', 'Fallback'])
const CHANGED: ReadonlySet<string> = new Set(['ins', 'del', 'moveFrom', 'moveTo'])
/** The look that something had before a change. */
const FORMER: ReadonlySet<string> = new Set(['rPrChange', 'pPrChange', 'tcPrChange', 'sectPrChange'])
const OFF: ReadonlySet<string> = new Set(['0', 'false', 'off'])
/** What some elements stand for. */
const WRITTEN: Readonly<Record<string, string>> = { br: '\n', cr: '\n', tab: '\t', noBreakHyphen: '-' }
/** Half points: smaller letters are not read by people. */
const LEAST_SIZE = 6
/** Paler colors do not show on paper, from 0 to 255. */
const PALE = 235
/** In the units of Word, of which an inch has 914,400: two fifths of a page of A4. */
const LARGE = 0.4 * 7_560_000 * 10_692_000

/** The styles whose text is hidden. */
export function hiddenStyles(xml: string): ReadonlySet<string> {
  const hidden = new Set<string>()
  let style = ''
  for (const { name, rest, isEnd } of marksOf(withoutRemarks(xml))) {
    if (name === 'style') style = isEnd ? '' : (/\bstyleId\s*=\s*["']([^"']*)["']/.exec(rest)?.[1] ?? '')
    else if (name === 'vanish' && style !== '' && !OFF.has(settingOf(rest) ?? '')) hidden.add(style)
  }
  return hidden
}

/** Reads a part; elements are known by their names without prefix, since writers choose their own. */
export function wordText(xml: string, hidden: ReadonlySet<string> = new Set()): WordText {
  const reader = new Reader(hidden)
  for (const mark of marksOf(withoutRemarks(xml))) reader.take(mark)
  return reader.result
}

/** A start, an end, or a text: a text has no name. */
interface Mark {
  name: string
  rest: string
  isEnd: boolean
  isEmpty: boolean
}

function* marksOf(xml: string): Generator<Mark> {
  for (const [text, mark] of xml.matchAll(/<([^<>]*)>|[^<]+/g)) {
    if (mark === undefined) yield { name: '', rest: text, isEnd: false, isEmpty: false }
    else {
      const name = /^\/?([\w.-]+)(?::([\w.-]+))?/.exec(mark)
      if (name) {
        const [all, first = '', second] = name
        yield { name: second ?? first, rest: mark.slice(all.length), isEnd: mark.startsWith('/'), isEmpty: mark.endsWith('/') }
      }
    }
  }
}

function settingOf(rest: string): string | null {
  return /\bval\s*=\s*["']([^"']*)["']/.exec(rest)?.[1] ?? null
}

class Reader {
  readonly result: WordText = { text: '', isRevised: false, isCut: false, hasUnseen: false, hasLargePicture: false }
  readonly #hidden: ReadonlySet<string>
  #unshown = 0
  #former = 0
  #isText = false
  #isInRun = false
  #isHidden = false
  #isStyleHidden = false
  #isPale = false
  #isTiny = false
  /** Whether the cell, the paragraph, the run has a ground that white letters show on. */
  readonly #dark = { cell: false, paragraph: false, run: false }
  #of: 'cell' | 'paragraph' | 'run' = 'paragraph'

  constructor(hidden: ReadonlySet<string>) {
    this.#hidden = hidden
  }

  take(mark: Mark): void {
    if (mark.name === '') this.#write(mark.rest)
    else this.#takeElement(mark)
  }

  #takeElement({ name, rest, isEnd, isEmpty }: Mark): void {
    const opens = !isEnd && !isEmpty
    if (UNSHOWN.has(name) && (opens || isEnd)) this.#unshown = Math.max(0, this.#unshown + (isEnd ? -1 : 1))
    if (FORMER.has(name) && (opens || isEnd)) this.#former = Math.max(0, this.#former + (isEnd ? -1 : 1))
    if (CHANGED.has(name)) this.result.isRevised = true
    if (name === 't') this.#isText = opens
    else if (name === 'altChunk') this.result.isCut = true
    else if (name === 'extent' && !isEnd) this.#picture(rest)
    else if (name === 'r' || name === 'p' || name === 'tc') this.#begin(name, opens, isEnd)
    else if (!isEnd && this.#former === 0) this.#look(name, rest)
    if (!isEnd && this.#isInRun && this.#unshown === 0) this.result.text += WRITTEN[name] ?? ''
  }

  #write(text: string): void {
    if (!this.#isText || this.#unshown > 0 || this.#isHidden || this.#isStyleHidden) return
    const isDark = this.#dark.cell || this.#dark.paragraph || this.#dark.run
    if (this.#isTiny || (this.#isPale && !isDark)) this.result.hasUnseen ||= /[\p{L}\p{N}]/u.test(text)
    else this.result.text += unescaped(text)
  }

  #begin(name: 'r' | 'p' | 'tc', opens: boolean, isEnd: boolean): void {
    if (name === 'p' && isEnd && this.#unshown === 0) this.result.text += '\n'
    if (name === 'tc') this.#dark.cell = false
    if (name === 'p') {
      this.#dark.paragraph = false
      this.#isStyleHidden = false
    }
    if (name === 'r') this.#isInRun = opens
    else this.#isInRun = false
    this.#dark.run = this.#isHidden = this.#isPale = this.#isTiny = false
  }

  #look(name: string, rest: string): void {
    const value = settingOf(rest)
    if (name === 'tcPr') this.#of = 'cell'
    else if (name === 'pPr') this.#of = 'paragraph'
    else if (name === 'rPr') this.#of = 'run'
    else if (name === 'shd') this.#dark[this.#of] = isDark(/\bfill\s*=\s*["']([^"']*)["']/.exec(rest)?.[1])
    else if (name === 'pStyle') this.#isStyleHidden = this.#hidden.has(value ?? '')
    else if (!this.#isInRun) return
    else if (name === 'vanish') this.#isHidden = !OFF.has(value ?? '')
    else if (name === 'rStyle') this.#isHidden ||= this.#hidden.has(value ?? '')
    else if (name === 'color') this.#isPale = isPale(value)
    else if (name === 'sz') this.#isTiny = Number(value) < LEAST_SIZE
  }

  #picture(rest: string): void {
    const side = (of: string): number => Number(new RegExp(`\\b${of}\\s*=\\s*["'](\\d+)["']`).exec(rest)?.[1] ?? 0)
    if (side('cx') * side('cy') > LARGE) this.result.hasLargePicture = true
  }
}

function partsOf(color: string | null | undefined): number[] {
  const [, ...parts] = /^(..)(..)(..)$/.exec(color ?? '') ?? []
  return parts.map((each) => Number.parseInt(each, 16)).filter((each) => !Number.isNaN(each))
}

function isPale(color: string | null): boolean {
  const parts = partsOf(color)
  return parts.length === 3 && parts.every((each) => each > PALE)
}

function isDark(fill: string | undefined): boolean {
  const parts = partsOf(fill)
  return parts.length === 3 && parts.reduce((sum, each) => sum + each, 0) < 3 * 190
}
