/** Finds the line of a value in JSON, and of what makes it no JSON: the engine names neither. */

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y
const SPACE = /\s*/y

/** The line of the value at a path with dots ("versions.0.from"), or of the innermost value around it. */
export function lineAt(text: string, path: string): number {
  const { places } = walk(text)
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const place = places.get(at)
    if (place !== undefined || at === '') return lineOf(text, place ?? 0)
  }
}

/** The line where a text stops being JSON. */
export function errorLine(text: string): number {
  return lineOf(text, walk(text).end)
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

/** Where each value begins, and where the text ends or stops being JSON. */
function walk(text: string): { places: Map<string, number>; end: number } {
  const places = new Map<string, number>()
  let at = 0
  const next = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? null
    at += found?.length ?? 0
    return found
  }
  const take = (char: string): boolean => {
    next(SPACE)
    if (text[at] !== char) return false
    at++
    return true
  }
  const list = (close: string, item: (number: number) => boolean): boolean => {
    if (take(close)) return true
    for (let number = 0; item(number); number++) {
      if (take(close)) return true
      if (!take(',')) return false
    }
    return false
  }
  const value = (path: string): boolean => {
    next(SPACE)
    places.set(path, at)
    const under = (name: string): string => (path === '' ? name : `${path}.${name}`)
    if (take('[')) return list(']', (number) => value(under(String(number))))
    if (take('{')) {
      return list('}', () => {
        next(SPACE)
        const name = text[at] === '"' ? next(TOKEN) : null
        return name !== null && take(':') && value(under(name.slice(1, -1)))
      })
    }
    return next(TOKEN) !== null
  }
  value('')
  next(SPACE)
  return { places, end: at }
}
