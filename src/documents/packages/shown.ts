/**
 * What of a page's text a reader sees: not what is drawn without color, in white, too small to read, outside of what is shown, in a
 * layer that is off, or under a picture or a filled shape. It is known from the operators that draw the page.
 */

import { OPS, type PDFPageProxy } from 'unpdf/pdfjs'
import { type Box, boxOf, cut, isWithin, type Matrix, NO_MATRIX, product, reaches } from './planes.ts'

export type Operators = Awaited<ReturnType<PDFPageProxy['getOperatorList']>>

/** A piece of text on its base line, from one point to another, in the units of the page. */
export interface Piece {
  from: readonly [number, number]
  to: readonly [number, number]
}

export interface Drawn {
  /** The text that a reader does not see. */
  hidden: Piece[]
  /** The text of notes and fields, as it is drawn onto the page. */
  noted: string
  /** How much of the page its pictures cover, from 0 to 1 and more. */
  pictured: number
}

/** Text that is smaller is not read by people, in points. */
const LEAST_SIZE = 3
/** A paler color than this does not show on paper, from 0 (black) to 1 (white). */
const PALE = 0.92
const FAINT = 0.15
const SOLID = 0.9
/** A shape that is lower or narrower covers no text, in points. */
const LEAST_COVER = 4
/** So many shapes are looked at; a page with more counts as one that hides its text. */
const MOST_COVERS = 3000
/** A picture that is left out counts if it is larger, in square points. */
const LEAST_LEFT_OUT = 900
/** A gap of a thousandth of the size that reads as a space. */
const GAP = -200

interface State {
  at: Matrix
  clip: Box
  isPale: boolean
  isStrokePale: boolean
  alpha: number
  isNormal: boolean
  mode: number
  size: number
  font: string
  spacing: number
  wordSpacing: number
  scale: number
  leading: number
  rise: number
}

interface Glyph {
  unicode: string
  width: number
  isSpace: boolean
}

type Run = Piece & { height: number; isHidden: boolean; order: number }

const FILLS: ReadonlySet<number> = new Set([
  ...[OPS.fill, OPS.eoFill, OPS.fillStroke, OPS.eoFillStroke, OPS.closeFillStroke, OPS.closeEOFillStroke],
])
const PICTURES: ReadonlySet<number> = new Set([
  ...[OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject, OPS.paintSolidColorImageMask],
])

/** Operators that draw nothing. */
const UNMARKED: ReadonlySet<number> = new Set([OPS.transform, OPS.dependency, OPS.clip, OPS.eoClip, OPS.setGState])

/** Follows the operators of a page. `isOn`: whether a layer is shown. */
export function drawnOn(page: PDFPageProxy, { fnArray, argsArray }: Operators, isOn: (layer: unknown) => boolean): Drawn {
  const drawing = new Drawing(page, isOn)
  for (const [i, operator] of fnArray.entries()) drawing.take(operator, (argsArray[i] ?? []) as unknown[])
  return drawing.result()
}

class Drawing {
  readonly #page: PDFPageProxy
  readonly #isOn: (layer: unknown) => boolean
  readonly #view: Box
  #state: State
  readonly #kept: State[] = []
  #line: Matrix = NO_MATRIX
  #text: Matrix = NO_MATRIX
  #clips = false
  /** Whether nothing but the place changed since a state was kept: a picture that was left out. */
  #isEmpty = false
  readonly #marks: boolean[] = []
  readonly #runs: Run[] = []
  readonly #covers: { box: Box; order: number; isPale: boolean }[] = []
  #noted: string[] | null = null
  readonly #notes: string[] = []
  #pictured = 0

  constructor(page: PDFPageProxy, isOn: (layer: unknown) => boolean) {
    this.#page = page
    this.#isOn = isOn
    this.#view = boxOf(page.view, NO_MATRIX)
    this.#state = {
      ...{ at: NO_MATRIX, clip: this.#view, isPale: false, isStrokePale: false, alpha: 1, isNormal: true, mode: 0, size: 0 },
      ...{ font: '', spacing: 0, wordSpacing: 0, scale: 1, leading: 0, rise: 0 },
    }
  }

  result(): Drawn {
    const isTooMuch = this.#covers.length > MOST_COVERS
    const isCovered = ({ from, to, height, order }: Run): boolean =>
      this.#covers.some((cover) => cover.order > order && reaches(cover.box, from, to, height))
    const hidden = this.#runs.filter((run) => run.isHidden || isTooMuch || isCovered(run))
    const [left, bottom, right, top] = this.#view
    const whole = (right - left) * (top - bottom) || 1
    return { hidden, noted: this.#notes.join('\n'), pictured: this.#pictured / whole }
  }

  take(operator: number, args: unknown[]): void {
    const wasEmpty = this.#isEmpty
    const isNoMark = UNMARKED.has(operator) || (operator === OPS.constructPath && args[0] === OPS.endPath)
    this.#isEmpty = operator === OPS.save || (wasEmpty && isNoMark)
    if (PICTURES.has(operator)) this.#cover(boxOf([0, 0, 1, 1], this.#state.at), true)
    else if (operator === OPS.constructPath) this.#path(args)
    else if (operator === OPS.clip || operator === OPS.eoClip) this.#clips = true
    else if (operator === OPS.save || operator === OPS.paintFormXObjectBegin || operator === OPS.beginAnnotation)
      this.#begin(operator, args)
    else if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd || operator === OPS.endAnnotation)
      this.#end(operator, wasEmpty)
    else if (operator === OPS.transform) this.#state.at = product(this.#state.at, args as unknown as Matrix)
    else this.#takeText(operator, args) || this.#takeLook(operator, args)
  }

  #begin(operator: number, args: unknown[]): void {
    this.#kept.push({ ...this.#state })
    const state = this.#state
    if (operator === OPS.paintFormXObjectBegin) {
      const [matrix, box] = args as [Matrix | null, number[] | null]
      if (matrix) state.at = product(state.at, matrix)
      if (box) state.clip = cut(state.clip, boxOf(box, state.at))
    } else if (operator === OPS.beginAnnotation) {
      const [, , transform, matrix] = args as [string, number[], Matrix, Matrix]
      const look = { isPale: false, isStrokePale: false, alpha: 1, isNormal: true, mode: 0 }
      Object.assign(state, look, { at: product(transform, matrix), clip: this.#view })
      this.#noted = []
    }
  }

  #end(operator: number, wasEmpty: boolean): void {
    if (operator === OPS.restore && wasEmpty) {
      const box = boxOf([0, 0, 1, 1], this.#state.at)
      if ((box[2] - box[0]) * (box[3] - box[1]) > LEAST_LEFT_OUT) this.#cover(box, true)
    }
    if (operator === OPS.endAnnotation && this.#noted) {
      this.#notes.push(this.#noted.join(''))
      this.#noted = null
    }
    this.#state = this.#kept.pop() ?? this.#state
  }

  /** A shape or picture that may be over text. */
  #cover(box: Box, isPicture: boolean): void {
    const shown = cut(box, this.#state.clip)
    const [left, bottom, right, top] = shown
    if (right - left < LEAST_COVER || top - bottom < LEAST_COVER || this.#isOff()) return
    if (isPicture) this.#pictured += (right - left) * (top - bottom)
    const isSolid = this.#state.alpha >= SOLID && this.#state.isNormal
    if (isSolid && this.#covers.length <= MOST_COVERS)
      this.#covers.push({ box: shown, order: this.#runs.length, isPale: isPicture || this.#state.isPale })
  }

  #path([painting, , extent]: unknown[]): void {
    const box = extent ? boxOf(extent as number[], this.#state.at) : null
    if (box && FILLS.has(painting as number)) this.#cover(box, false)
    if (this.#clips && box) this.#state.clip = cut(this.#state.clip, box)
    this.#clips = false
  }

  #isOff(): boolean {
    return this.#marks.includes(false)
  }

  /** Colors, transparency, layers. */
  #takeLook(operator: number, args: unknown[]): void {
    const state = this.#state
    const [first, second] = args
    if (operator === OPS.setFillRGBColor) state.isPale = isPale(first)
    else if (operator === OPS.setStrokeRGBColor) state.isStrokePale = isPale(first)
    else if (operator === OPS.setFillTransparent) state.isPale = true
    else if (operator === OPS.setStrokeTransparent) state.isStrokePale = true
    else if (operator === OPS.setFillColorN) state.isPale = false
    else if (operator === OPS.setStrokeColorN) state.isStrokePale = false
    else if (operator === OPS.beginMarkedContent) this.#marks.push(true)
    else if (operator === OPS.beginMarkedContentProps) this.#marks.push(first !== 'OC' || this.#isOn(second))
    else if (operator === OPS.endMarkedContent) this.#marks.pop()
    else if (operator === OPS.setGState) {
      for (const [key, value] of first as [string, unknown][]) {
        if (key === 'ca') state.alpha = Number(value)
        else if (key === 'BM') state.isNormal = value === 'source-over' || value === 'Normal'
        else if (key === 'Font') [state.font, state.size] = value as [string, number]
      }
    }
  }

  /** The state of text, and text; gives whether the operator was one of them. */
  #takeText(operator: number, args: unknown[]): boolean {
    const state = this.#state
    const [first, second, third] = args as [number, number, unknown]
    if (operator === OPS.beginText) this.#line = this.#text = NO_MATRIX
    else if (operator === OPS.setFont) [state.font, state.size] = args as [string, number]
    else if (operator === OPS.setTextMatrix)
      this.#line = this.#text = Array.from(
        typeof first === 'number' ? (args as number[]) : (first as ArrayLike<number>),
      ) as unknown as Matrix
    else if (operator === OPS.moveText) this.#move(first, second)
    else if (operator === OPS.setLeadingMoveText) {
      state.leading = -second
      this.#move(first, second)
    } else if (operator === OPS.nextLine) this.#move(0, -state.leading)
    else if (operator === OPS.setLeading) state.leading = -first
    else if (operator === OPS.setCharSpacing) state.spacing = first
    else if (operator === OPS.setWordSpacing) state.wordSpacing = first
    else if (operator === OPS.setHScale) state.scale = first / 100
    else if (operator === OPS.setTextRise) state.rise = first
    else if (operator === OPS.setTextRenderingMode) state.mode = first
    else if (operator === OPS.showText || operator === OPS.showSpacedText) this.#show(args[0] as (Glyph | number)[])
    else if (operator === OPS.nextLineShowText || operator === OPS.nextLineSetSpacingShowText) {
      this.#move(0, -state.leading)
      this.#show((third ?? first) as unknown as (Glyph | number)[])
    } else return false
    return true
  }

  #move(x: number, y: number): void {
    this.#line = this.#text = product(this.#line, [1, 0, 0, 1, x, y])
    this.#noted?.push('\n')
  }

  #show(glyphs: readonly (Glyph | number)[]): void {
    const { at, size, scale, spacing, wordSpacing, rise, font } = this.#state
    const known = this.#page.commonObjs.has(font)
      ? (this.#page.commonObjs.get(font) as { isType3Font?: boolean; fontMatrix?: Matrix })
      : {}
    const unit = known.isType3Font ? (known.fontMatrix?.[0] ?? 0.001) : 0.001
    let length = 0
    const letters: string[] = []
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') {
        length -= (glyph / 1000) * size * scale
        if (glyph < GAP) letters.push(' ')
      } else if (glyph) {
        length += (glyph.width * unit * size + spacing + (glyph.isSpace ? wordSpacing : 0)) * scale
        letters.push(glyph.unicode)
      }
    }
    const begin = product(product(at, this.#text), [1, 0, 0, 1, 0, rise])
    this.#text = product(this.#text, [1, 0, 0, 1, length, 0])
    const end = product(product(at, this.#text), [1, 0, 0, 1, 0, rise])
    if (letters.join('').trim() === '') return
    const height = Math.abs(size) * Math.sqrt(Math.abs(begin[0] * begin[3] - begin[1] * begin[2]))
    const run = { from: [begin[4], begin[5]], to: [end[4], end[5]], height } as const
    const isHidden = this.#hides(run, known.isType3Font === true)
    this.#runs.push({ ...run, isHidden, order: this.#runs.length })
    if (!isHidden) this.#noted?.push(letters.join(''))
  }

  #hides({ from, to, height }: Pick<Run, 'from' | 'to' | 'height'>, isOfPictures: boolean): boolean {
    const { mode, alpha, isPale: isFillPale, isStrokePale, clip } = this.#state
    if (mode === 3 || mode === 7 || alpha < FAINT || this.#isOff()) return true
    const isPale = (mode & 3) === 1 ? isStrokePale : isFillPale && ((mode & 3) === 0 || isStrokePale)
    if (isPale) {
      // White letters show on a dark ground.
      const ground = this.#covers.findLast(({ box }) => isWithin(box, from, to, height))
      if (ground === undefined || ground.isPale) return true
    }
    return (height < LEAST_SIZE && !isOfPictures) || !isWithin(clip, from, to, height)
  }
}

function isPale(color: unknown): boolean {
  const [, red = '0', green = '0', blue = '0'] = /^#(..)(..)(..)$/.exec(String(color)) ?? []
  const part = (hex: string): number => Number.parseInt(hex, 16) / 255
  return 0.299 * part(red) + 0.587 * part(green) + 0.114 * part(blue) > PALE
}
