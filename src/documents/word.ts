/** What a reader sees of a part of a Word document: without deleted and hidden text, fields and the second forms of drawings. */

import { unescaped } from './marks.ts'

export interface WordText {
  text: string
  /** Whether it has changes that no one accepted or rejected yet. */
  isRevised: boolean
  /** Whether it shows what is in another file within it, which is not read. */
  isCut: boolean
}

/** Elements whose text is not there for a reader: deleted, moved away, drawn a second time for older programs. */
const UNSHOWN: ReadonlySet<string> = new Set(['del', 'moveFrom', 'Fallback'])
const CHANGED: ReadonlySet<string> = new Set(['ins', 'del', 'moveFrom', 'moveTo'])
const OFF = /\bval\s*=\s*["'](?:0|false|off)["']/
/** What some elements stand for. */
const WRITTEN: Readonly<Record<string, string>> = { br: '\n', cr: '\n', tab: '\t', noBreakHyphen: '-' }

/** Reads a part; elements are known by their names without prefix, since writers choose their own. */
export function wordText(xml: string): WordText {
  const found: string[] = []
  let unshown = 0
  let isText = false
  let isHidden = false
  let isInRun = false
  let isRevised = false
  let isCut = false
  for (const [tag, end, name = '', rest = '', empty] of xml.matchAll(/<(\/?)(?:[\w.-]+:)?([\w.-]+)([^<>]*?)(\/?)>|[^<]+/g)) {
    if (name === '') {
      if (isText && unshown === 0 && !isHidden) found.push(unescaped(tag))
      continue
    }
    const isEnd = end === '/'
    const opens = !isEnd && empty !== '/'
    if (UNSHOWN.has(name) && (opens || isEnd)) unshown = Math.max(0, unshown + (isEnd ? -1 : 1))
    if (CHANGED.has(name)) isRevised = true
    if (name === 't') isText = opens
    else if (name === 'r') {
      isInRun = opens
      isHidden = false
    } else if (name === 'vanish' && isInRun) isHidden = !OFF.test(rest)
    else if (name === 'p' && isEnd && unshown === 0) found.push('\n')
    else if (name === 'altChunk') isCut = true
    else if (!isEnd && isInRun && unshown === 0) found.push(WRITTEN[name] ?? '')
  }
  return { text: found.join(''), isRevised, isCut }
}
