/** The text of HTML as a reader sees it. Parsed piece by piece, so time and memory are bounded for any HTML. */

import type { Parser } from '../packages/html.ts'

export interface HtmlText {
  text: string
  /** Whether it has text that a reader does not see, which is skipped. */
  hasHidden: boolean
  /** Whether it is longer or nested deeper than mail programs write, so that the rest was not read. */
  isCut: boolean
  /** The alternative texts of its pictures; mail programs write them into the plain text. */
  pictures: readonly string[]
}

const CHUNK = 1 << 16
const LONGEST = 2 << 20
/** Pictures may be embedded in the HTML. */
const INLINE_FILE = /[A-Za-z0-9+/]{1000,50000}={0,2}/g
const DEEPEST = 500
/** Elements whose content browsers do not show. */
const UNSHOWN: ReadonlySet<string> = new Set(['script', 'style', 'title', 'template', 'iframe', 'object', 'noembed', 'noframes'])
const PARAGRAPHS: ReadonlySet<string> = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '))
const LINES: ReadonlySet<string> = new Set(
  'address article aside body center dd details div dt fieldset figcaption figure footer form header hr html legend li main nav section summary tbody tfoot thead tr'.split(
    ' ',
  ),
)
const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'option'])
const VERBATIM: ReadonlySet<string> = new Set(['pre', 'textarea'])

/** Ways to hide an element by its own style. */
const HIDING =
  /(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all|(?:opacity|max-height)\s{0,9}:\s{0,9}0(?:\.0+)?(?:px)?\s{0,9}(?:[;!]|$))/i
/** Font size zero; elements within may have a size again, as in tables of mail programs, unless it is relative to zero. */
const NO_SIZE = /(?:^|[;\s])font-size\s{0,9}:\s{0,9}0(?:\.0+)?(?:px|pt|r?em|%)?\s{0,9}(?:[;!]|$)/i
const SIZE = /(?:^|[;\s])font-size\s{0,9}:\s{0,9}[1-9]\d{0,3}(?:\.\d{1,9})?(?:px|pt|rem)\s{0,9}(?:[;!]|$)/i
/** How mail programs mark what they quote; text that its writer indented has none of these. */
const QUOTE_CLASS = /\b(?:gmail_quote|yahoo_quoted|moz-cite|protonmail_quote)/i
const LONGEST_STYLE = 4096
const MOST_PICTURES = 100

/** The text of HTML, no longer than `most`. */
export async function htmlText(html: string, most: number): Promise<HtmlText> {
  const { Parser } = await import('../packages/html.ts')
  const source = html.replace(INLINE_FILE, '')
  const writer = new Writer(most)
  const parser: Parser = new Parser(writer)
  writer.stop = () => parser.pause()
  for (let at = 0; at < Math.min(source.length, LONGEST) && !writer.isDone; at += CHUNK)
    parser.write(source.slice(at, Math.min(at + CHUNK, LONGEST)))
  if (!writer.isDone) parser.end()
  const { text, hasHidden, isTooDeep, isDone, pictures } = writer
  return { text: text.slice(0, most), hasHidden, pictures, isCut: isTooDeep || (!isDone && source.length > LONGEST) }
}

/** Collects the text as the parser reaches it. */
class Writer {
  readonly #most: number
  readonly #parts: string[] = []
  #length = 0
  #depth = 0
  /** The depth of the hidden element; 0: none. */
  #hiddenAt = 0
  readonly #quotesAt: number[] = []
  /** The elements with a font size of their own, and whether it is zero. */
  readonly #sizes: { depth: number; isZero: boolean }[] = []
  #verbatim = 0
  /** Line ends and a blank to write before the next text, if there is one. */
  #lines = 0
  #hasBlank = false
  readonly pictures: string[] = []
  hasHidden = false
  isTooDeep = false
  isDone = false
  stop: () => void = () => {}

  constructor(most: number) {
    this.#most = most
  }

  get text(): string {
    return this.#parts.join('')
  }

  onopentagname(name: string): void {
    if (++this.#depth > DEEPEST) {
      this.isTooDeep = true
      this.#end()
    }
    if (this.#hiddenAt > 0) return
    if (UNSHOWN.has(name)) this.#hiddenAt = this.#depth
    else if (name === 'br') this.#lines++
    else this.#breakAt(name)
    if (name === 'li') this.#write('- ')
    if (VERBATIM.has(name)) this.#verbatim++
  }

  onattribute(name: string, value: string): void {
    if (this.#hiddenAt > 0) return
    if (name === 'hidden' || (name === 'style' && HIDING.test(value.slice(0, LONGEST_STYLE)))) {
      this.#hiddenAt = this.#depth
      this.#isHiding = true
    }
    const style = name === 'style' ? value.slice(0, LONGEST_STYLE) : ''
    const isZero = NO_SIZE.test(style)
    if (isZero || SIZE.test(style)) this.#sizes.push({ depth: this.#depth, isZero })
    if (name === 'alt' && value.trim() !== '' && value.length < LONGEST_STYLE && this.pictures.length < MOST_PICTURES)
      this.pictures.push(value)
    const isQuote = (name === 'type' && value === 'cite') || (name === 'class' && QUOTE_CLASS.test(value.slice(0, LONGEST_STYLE)))
    if (isQuote && this.#quotesAt.at(-1) !== this.#depth) this.#quotesAt.push(this.#depth)
  }
  /** Whether what is not shown is hidden by its style, and not by its nature. */
  #isHiding = false

  ontext(text: string): void {
    const isNoSize = this.#sizes.at(-1)?.isZero ?? false
    if (this.#hiddenAt === 0 && !isNoSize) this.#write(text)
    else if ((this.#isHiding || (this.#hiddenAt === 0 && isNoSize)) && text.trim() !== '') this.hasHidden = true
  }

  onclosetag(name: string): void {
    if (this.#hiddenAt === this.#depth) {
      this.#hiddenAt = 0
      this.#isHiding = false
    }
    if (this.#hiddenAt === 0) {
      this.#breakAt(name)
      if (VERBATIM.has(name)) this.#verbatim = Math.max(0, this.#verbatim - 1)
    }
    if (this.#sizes.at(-1)?.depth === this.#depth) this.#sizes.pop()
    if (this.#quotesAt.at(-1) === this.#depth) {
      this.#quotesAt.pop()
      this.#lines = Math.max(this.#lines, 1)
    }
    this.#depth = Math.max(0, this.#depth - 1)
  }

  #breakAt(name: string): void {
    if (PARAGRAPHS.has(name)) this.#lines = Math.max(this.#lines, 2)
    else if (LINES.has(name)) this.#lines = Math.max(this.#lines, 1)
    else if (CELLS.has(name)) this.#hasBlank = true
  }

  #write(text: string): void {
    if (this.#verbatim === 0) {
      this.#writeWords(text.replace(BLANKS, ' '))
      return
    }
    for (const [i, line] of text.split(/\r\n|\r|\n/).entries()) {
      if (i > 0) this.#lines++
      if (line !== '') this.#put(line)
    }
  }

  #writeWords(text: string): void {
    const words = text.trim()
    if (text.startsWith(' ')) this.#hasBlank = true
    if (words === '') return
    this.#put(words)
    this.#hasBlank = text.endsWith(' ')
  }

  #put(text: string): void {
    const isFirst = this.#length === 0
    const lines = isFirst ? 0 : Math.min(this.#lines, 3)
    const mark = this.#quotesAt.length > 0 && (isFirst || lines > 0) ? '> ' : ''
    const before = lines > 0 ? '\n'.repeat(lines) : this.#hasBlank && !isFirst ? ' ' : ''
    this.#parts.push(before, mark, text)
    this.#length += before.length + mark.length + text.length
    this.#lines = 0
    this.#hasBlank = false
    if (this.#length > this.#most) this.#end()
  }

  #end(): void {
    this.isDone = true
    this.stop()
  }
}

/** Blanks between words, unbreakable ones included. */
const BLANKS = /[ \t\r\n\f\u00a0]+/g
