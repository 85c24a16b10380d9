/** Words as shells quote them: read without running anything, and written so that a shell takes them as they are. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

type Quote = '' | '"' | "'"

/** A word as it stands on a command line, perhaps not finished. */
export interface RawWord {
  /** What the shell would make of it. */
  text: string
  /** The quote that it is in at its end. */
  open: Quote
  /** Whether that quote, or none, is all the quoting that it has. */
  isPlain: boolean
  /** Where the part begins that bash replaces: after a quote that opens the word, or after a character that breaks words. */
  from: number
  raw: string
}

/** What stands for itself within double quotes only after a backslash. */
const SPECIAL = /[$`"\\]/

/** The words of the beginning of a command line; the last one is the one to complete, and may be empty. */
export function wordsOf(line: string, breaks = ''): RawWord[] {
  const words: RawWord[] = []
  let at = 0
  for (;;) {
    while (at < line.length && /\s/.test(line[at] ?? '')) at++
    const { word, end } = readWord(line, at, breaks)
    words.push(word)
    if (end >= line.length) return words
    at = end
  }
}

/** One word that stands alone. */
export function oneWord(raw: string): RawWord {
  return readWord(raw, 0, '', true).word
}

function readWord(line: string, start: number, breaks: string, isAlone = false): { word: RawWord; end: number } {
  let [text, open, isPlain, from]: [string, Quote, boolean, number] = ['', '', true, 0]
  let at = start
  for (; at < line.length; at++) {
    const char = line[at] ?? ''
    if (open === '' && !isAlone && /\s/.test(char)) break
    if (open !== '' && char === open) {
      ;[open, isPlain] = ['', false]
    } else if (open === '' && (char === '"' || char === "'")) {
      if (at > start) isPlain = false
      ;[open, from] = [char, at + 1 - start]
    } else if (char === '\\' && open !== "'" && (open === '' || SPECIAL.test(line[at + 1] ?? ''))) {
      at++
      text += line[at] ?? ''
    } else {
      // These two bash leaves within what it replaces, although they break words.
      if (open === '' && breaks.includes(char)) from = at - start + (char === '@' || char === '$' ? 0 : 1)
      text += char
    }
  }
  const raw = line.slice(start, at)
  return { word: { text, open, isPlain, from, raw }, end: at }
}

/**
 * A word as bash must get it in place of what was typed of it from `from` on. Null where it cannot be written there: not within these
 * quotes, or not after what was typed.
 */
export function forBash(value: string, { open, isPlain, from, raw }: RawWord): string | null {
  if (!isPlain) return null
  if (open === "'") return value.replaceAll("'", "'\\''")
  // Within double quotes, bash takes "!" for a command of its history, and keeps a backslash before it.
  if (open === '"') return value.includes('!') ? null : value.replace(/[$`"\\]/g, '\\$&')
  const kept = oneWord(raw.slice(0, from)).text
  return value.startsWith(kept) ? escaped(value.slice(kept.length)) : null
}

function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}_.,/+@%-]/gu, '\\$&')
}
