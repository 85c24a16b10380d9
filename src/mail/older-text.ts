/** Parts a mail into what was written now and what it quotes or forwards: the kind of a mail is that of the new text alone. */

/** The words by which mail programs of many languages introduce older text. */
export interface OlderTextWords {
  /** "On … wrote:": what the line begins with, and what it ends with; either may be empty. */
  wrote: ReadonlyArray<readonly [begins: string, ends: string]>
  /** Lines that stand alone: "Original Message". */
  lines: readonly string[]
  /** The same of a forwarded mail: "Forwarded message". */
  forwarded: readonly string[]
  /** Headers of older text: From, and those that follow it. */
  from: readonly string[]
  others: readonly string[]
}

export interface PartedText {
  /** What was written now, without a signature that is marked as one. */
  fresh: string
  /** What is quoted or forwarded. */
  older: string
  /** Whether the older text is a mail that was forwarded. */
  isForwarded: boolean
  /** The sender that the forwarded text names; null where it names none that is one address. */
  forwardedFrom: string | null
}

const LONGEST_LINE = 400

/** Parts a text of lines. */
export function partText(text: string, words: OlderTextWords): PartedText {
  const lines = text.split(/\r\n|\r|\n/)
  const at = lines.findIndex((_, i) => beginsOlder(lines, i, words))
  const fresh = (at === -1 ? lines : lines.slice(0, at)).filter((line) => !line.startsWith('>'))
  const older = at === -1 ? [] : lines.slice(at)
  const head = older.slice(0, 12).map(fold)
  const isForwarded = head.slice(0, 2).some((line) => words.forwarded.some((each) => line.includes(fold(each))))
  const from = older.slice(0, 12).find((line) => words.from.some((each) => fold(line).startsWith(`${fold(each)}:`)))
  return {
    fresh: withoutSignature(fresh).join('\n').trim(),
    older: older
      .map((line) => line.replace(/^(?:>\s?)+/, ''))
      .join('\n')
      .trim(),
    isForwarded,
    forwardedFrom: /<?([^\s<>"(),;:]{1,64}@[^\s<>"(),;:]{1,253})>?/.exec((from ?? '').slice(0, LONGEST_LINE))?.[1] ?? null,
  }
}

function beginsOlder(lines: readonly string[], i: number, words: OlderTextWords): boolean {
  const line = fold(lines[i] ?? '')
  if (line === '' || line.length > LONGEST_LINE) return false
  const bare = line.replace(/^[-_=>\s]+|[-_=\s]+$/g, '')
  if ([...words.lines, ...words.forwarded].some((each) => bare === fold(each) || bare === `${fold(each)}:`)) return true
  // The line may be broken in two.
  const joined = `${line} ${fold(lines[i + 1] ?? '')}`.trim()
  for (const [begins, ends] of words.wrote) {
    const [first, last] = [fold(begins), fold(ends)]
    if (first !== '' && !line.startsWith(first)) continue
    if ([line, joined].some((each) => each.endsWith(last) || each.endsWith(`${last}:`)) && /\d/.test(joined)) return true
  }
  const isFrom = words.from.some((each) => bare.startsWith(`${fold(each)}:`))
  const following = lines.slice(i + 1, i + 5).map(fold)
  return (
    isFrom && words.others.some((each) => following.some((next) => next.replace(/^[>\s*]+/, '').startsWith(`${fold(each)}:`)))
  )
}

function withoutSignature(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => line === '-- ' || line === '--')
  return at === -1 ? lines : lines.slice(0, at)
}

function fold(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00a0\s]+/g, ' ')
    .replace(/\*/g, '')
    .trim()
}
