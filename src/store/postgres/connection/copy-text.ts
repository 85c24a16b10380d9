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
