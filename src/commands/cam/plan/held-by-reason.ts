/** The held accounts of a plan by reason: one repair often frees many of them. */

import type { PlanEntry } from '../../../plans/plan.ts'
import { generalWhy } from '../sentences.ts'

export interface HeldGroup {
  /** Why, for all of them together. */
  why: string
  decision: string
  entries: readonly HeldEntry[]
}

interface HeldEntry {
  entry: PlanEntry
  /** What applies to this account alone; blank where nothing does. */
  own: string
}

/** The held accounts of a plan by their first reason, the most frequent reason first. */
export function heldByReason(held: readonly PlanEntry[]): HeldGroup[] {
  const byReason = Map.groupBy(
    held,
    ({ decision, reasonCodes, reasons }) => `${decision} ${reasonCodes?.[0] ?? reasons[0] ?? ''}`,
  )
  const groups = [...byReason.values()].map((entries): HeldGroup => {
    const sentences = entries.map(({ reasons }) => reasons[0] ?? '')
    const [first = ''] = sentences
    const isOne = sentences.every((each) => each === first)
    const general = isOne ? null : generalWhy(entries[0]?.reasonCodes?.[0] ?? '')
    const differing = isOne ? sentences.map(() => '') : general === null ? sentences : whatDiffers(sentences)
    return {
      why: general ?? first,
      decision: entries[0]?.decision ?? '',
      entries: entries.map((entry, i) => ({
        entry,
        own: [differing[i] ?? '', ...entry.reasons.slice(1)].filter(Boolean).join('; '),
      })),
    }
  })
  return groups.sort((a, b) => b.entries.length - a.entries.length)
}

/** Sentences without the words that all of them begin or end with. */
function whatDiffers(sentences: readonly string[]): string[] {
  const words = sentences.map((sentence) => sentence.match(/\S+?(?=[,:;]?(?:\s|$))|[,:;]/g) ?? [])
  const [first = []] = words
  const most = Math.min(...words.map(({ length }) => length)) - 1
  const isShared = (i: number): boolean => words.every((own) => own.at(i) === first.at(i))
  let [front, back] = [0, 0]
  while (front < most && isShared(front)) front++
  while (front + back < most && isShared(-1 - back)) back++
  return words.map((own) =>
    own
      .slice(front, own.length - back)
      .join(' ')
      .replaceAll(/ ([,:;])/g, '$1'),
  )
}
