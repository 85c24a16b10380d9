const TO_ESCAPE = /[\\\t\n\r]/g
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

type Cell = string | number | boolean | null

/** A row as COPY reads it. */
export function copyLine(cells: readonly Cell[]): string {
  return `${copyCells(cells)}\n`
}

/** Some cells of a row, with a tab between each two: it takes no list of all of them to put a row together. */
export function copyCells(cells: readonly Cell[]): string {
  let text = ''
  for (let i = 0; i < cells.length; i++) text += i === 0 ? copyCell(cells[i] ?? null) : `\t${copyCell(cells[i] ?? null)}`
  return text
}

/** One cell of a row. */
export function copyCell(value: Cell): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value)
  return TO_ESCAPE.test(value) ? value.replace(TO_ESCAPE, (each) => ESCAPED[each] ?? each) : value
}

/** So many bytes a piece of text for COPY has room for. */
const PIECE = 1 << 16
/** More bytes no UTF-16 unit takes as UTF-8. */
const MOST_BYTES = 3

/** Puts lines for COPY one after the other, as bytes: to put them together as text takes several times as long. */
export class CopyPieces {
  #piece: Buffer<ArrayBuffer> = Buffer.allocUnsafe(PIECE)
  #length = 0

  /** Adds some lines; gives what was added before, once there is no room for more. */
  add(lines: string): Buffer | null {
    const most = lines.length * MOST_BYTES
    const isFull = this.#length + most > this.#piece.length
    const full = isFull ? this.rest() : null
    if (isFull) this.#piece = Buffer.allocUnsafe(Math.max(PIECE, most))
    this.#length += this.#piece.write(lines, this.#length)
    return full
  }

  /** What was added since; it is sent from where it is, so nothing is put in its place. */
  rest(): Buffer {
    const rest = this.#piece.subarray(0, this.#length)
    this.#piece = this.#piece.subarray(this.#length)
    this.#length = 0
    return rest
  }
}
