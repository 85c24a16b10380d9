/** Finds the cells of a record by the units of its text: the innermost loop of reading a file, and nothing else. */

/** What a unit of text is to the scan: anything but a plain one makes it stop and look. */
const PLAIN = 0
/** The separator, CR or LF. */
const ENDS_CELL = 1
const QUOTES = 2
const CONTROL = 3
/** Beyond ASCII. */
const WIDE = 4

const TAB = 9
const LF = 10
const CR = 13
const QUOTE = 34

/** What a cell has: something beyond ASCII, a character that may have to be noted (see source.ts), a quote that is written twice. */
export const HAS_WIDE = 1
export const HAS_ODD = 2
export const HAS_QUOTE = 4

/** What a scan comes to. */
export const WHOLE = 0
/** A record at the end of the text, without a line end. */
export const UNENDED = 1
/** The text ends within the record, and more is to come. */
export const INCOMPLETE = 2
export const QUOTE_INSIDE = 3
export const QUOTE_OPEN = 4
export const TEXT_AFTER_QUOTE = 5

/** Where the cells of one record are. It is filled again and again. */
export class RecordScan {
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  /** What each cell has. */
  has = new Uint8Array(64)
  /** Of cells that have something beyond ASCII: by how much less they begin and end where bytes are decoded. */
  startShifts = new Int32Array(64)
  endShifts = new Int32Array(64)
  cells = 0
  /** Line breaks within its cells, and what any of them has. */
  breaks = 0
  hasAny = 0
  /** The place behind it, and by how much less that is where bytes are decoded. */
  next = 0
  shift = 0

  /** Makes room for more cells. */
  grow(): void {
    const longer = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const array = new Int32Array(2 * old.length)
      array.set(old)
      return array
    }
    const { has } = this
    this.starts = longer(this.starts)
    this.ends = longer(this.ends)
    this.startShifts = longer(this.startShifts)
    this.endShifts = longer(this.endShifts)
    this.has = new Uint8Array(2 * has.length)
    this.has.set(has)
  }

  /** Adds a cell that has something to it. */
  note(cell: number, has: number, startShift: number, endShift: number): void {
    this.has[cell] = has
    this.hasAny |= has
    this.startShifts[cell] = startShift
    this.endShifts[cell] = endShift
  }
}

/** What each unit is: of bytes, or of text of two bytes a character. */
export function unitClasses(separator: number, units: 256 | 65536): Uint8Array {
  const classes = new Uint8Array(units).fill(WIDE, 128)
  classes.fill(CONTROL, 0, 32)
  classes[127] = CONTROL
  classes[TAB] = PLAIN
  classes[QUOTE] = QUOTES
  for (const end of [LF, CR, separator]) classes[end] = ENDS_CELL
  return classes
}

/** Scans the record that begins at a place; `more` where the text goes on behind these units. */
export function scanRecord(
  scan: RecordScan,
  units: Uint8Array | Uint16Array,
  classes: Uint8Array,
  start: number,
  more: boolean,
): number {
  const length = units.length
  let pos = start
  let { shift } = scan
  scan.cells = 0
  scan.breaks = 0
  scan.hasAny = 0
  for (;;) {
    let has = 0
    const startShift = shift
    if (scan.cells === scan.starts.length) scan.grow()
    const isQuoted = pos < length && units[pos] === QUOTE
    scan.starts[scan.cells] = isQuoted ? ++pos : pos
    let breaks = 0
    for (; pos < length; pos++) {
      const unit = units[pos] as number
      const kind = classes[unit]
      if (kind === PLAIN) continue
      if (kind === ENDS_CELL) {
        if (!isQuoted) break
        if (unit === CR || (unit === LF && units[pos - 1] !== CR)) breaks++
      } else if (kind === QUOTES) {
        if (!isQuoted) return QUOTE_INSIDE
        if (pos + 1 >= length || units[pos + 1] !== QUOTE) break
        has |= HAS_QUOTE
        pos++
      } else {
        has |= whatIsAt(units, pos)
        shift += shiftAt(unit)
      }
    }
    if (more && (isQuoted ? pos + 1 : pos) >= length) return INCOMPLETE
    if (isQuoted && pos >= length) return QUOTE_OPEN
    scan.breaks += breaks
    scan.ends[scan.cells] = pos
    if (has === 0) scan.has[scan.cells] = 0
    else scan.note(scan.cells, has, startShift, shift)
    scan.cells++
    if (isQuoted && ++pos < length && classes[units[pos] as number] !== ENDS_CELL) return TEXT_AFTER_QUOTE
    const unit = pos < length ? units[pos] : LF
    if (unit !== LF && unit !== CR) {
      pos++
      continue
    }
    // A CR may be the first half of a CRLF.
    if (more && unit === CR && pos + 1 >= length) return INCOMPLETE
    scan.shift = shift
    scan.next = Math.min(length, unit === CR && pos + 1 < length && units[pos + 1] === LF ? pos + 2 : pos + 1)
    return pos < length ? WHOLE : UNENDED
  }
}

/** By how much less a place behind a byte is where bytes are decoded: four bytes of UTF-8 are two units, of less they are one. */
function shiftAt(unit: number): number {
  return unit >= 0x80 && unit < 0xc0 ? 1 : unit >= 0xf0 ? -1 : 0
}

/** What something that is not plain has; in UTF-8, whether a character that may have to be noted begins here. */
function whatIsAt(units: Uint8Array | Uint16Array, at: number): number {
  const unit = units[at] as number
  if (unit < 128) return HAS_ODD
  const second = at + 1 < units.length ? (units[at + 1] as number) : 0
  const isOdd =
    (unit === 0xc3 && (second === 0x82 || second === 0x83 || second === 0xa2)) ||
    (unit === 0xc2 && second < 0xa0) ||
    (unit === 0xe2 && second < 0x82) ||
    (unit === 0xd8 && second === 0x9c) ||
    (unit === 0xef && second === 0xbb)
  return isOdd ? HAS_WIDE | HAS_ODD : HAS_WIDE
}
