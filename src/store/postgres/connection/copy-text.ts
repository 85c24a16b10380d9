const TO_ESCAPE = /[\\\t\n\r]/g
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A row as COPY reads it. */
export function copyLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(cell).join('\t')}\n`
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value)
  return TO_ESCAPE.test(value) ? value.replace(TO_ESCAPE, (each) => ESCAPED[each] ?? each) : value
}
