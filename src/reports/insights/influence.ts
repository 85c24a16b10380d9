/** What partners did for deals that they did not transact, by the records of it. */

import { compareText } from '../../records/compare.ts'
import { bareWord } from '../../records/damaged-word.ts'
import { foldCode } from '../../records/key.ts'
import type { FiscalQuarter } from '../../rules/fiscal.ts'
import type { InfluenceWord, InfluenceWords } from '../../rules/insights/influence-words.ts'
import type { InsightInfluence } from './types.ts'

/** How many records have a word; `isKnown`: the form has it. */
export interface WordCount {
  word: string
  records: number
  isKnown: boolean
}

/** Influence records, counted. A record may have several details and counts once for each. */
export interface Influence {
  records: number
  /** By the quarter it was made in; the last has those without a day. */
  quarters: readonly { quarter: FiscalQuarter; records: number }[]
  noDay: number
  /** Both types and all details of the form, also those that no record has; then words that it does not have. */
  types: readonly WordCount[]
  details: readonly WordCount[]
  /** Records without a type, without a detail. */
  noType: number
  noDetail: number
}

/** Counts records by quarter, type and detail. */
export function influenceOf(
  records: readonly InsightInfluence[],
  quarters: readonly FiscalQuarter[],
  words: InfluenceWords,
): Influence {
  const inQuarter = ({ first, last }: FiscalQuarter): number =>
    records.filter(({ created }) => created !== null && first <= created && created <= last).length
  return {
    records: records.length,
    quarters: quarters.map((quarter) => ({ quarter, records: inQuarter(quarter) })),
    noDay: records.filter(({ created }) => created === null).length,
    types: counted(
      words.types,
      records.map(({ type }) => (type?.trim() ? [type] : [])),
    ),
    details: counted(
      words.details,
      records.map(({ details }) => details),
    ),
    noType: records.filter(({ type }) => !type?.trim()).length,
    noDetail: records.filter(({ details }) => details.length === 0).length,
  }
}

function counted(known: readonly InfluenceWord[], cells: readonly (readonly string[])[]): WordCount[] {
  const counts = new Map(known.map(({ name }) => [name, 0]))
  for (const cell of cells) {
    for (const word of new Set(cell.map((each) => wordOf(each, known)))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const names = new Set(known.map(({ name }) => name))
  const others = [...counts.keys()].filter((word) => !names.has(word)).sort(compareText)
  return [...names, ...others].map((word) => ({ word, records: counts.get(word) ?? 0, isKnown: names.has(word) }))
}

/** The word of the form that a cell means, else the cell's own. */
export function wordOf(cell: string, known: readonly InfluenceWord[]): string {
  const folded = foldWord(cell)
  return known.find(({ name, also }) => [name, ...also].some((each) => foldWord(each) === folded))?.name ?? cell.trim()
}

function foldWord(word: string): string {
  return foldCode(
    bareWord(word)
      .trim()
      .replace(/[.,;/]/g, ' '),
  )
    .replace(/-+/g, '-')
    .replace(/-$/, '')
}

/** The details of a cell: Salesforce parts several by semicolons. */
export function detailsOf(cell: string | null): string[] {
  return (cell ?? '')
    .split(/[;\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/**
 * Deals with an Influence Partner that have no record of it. A record belongs to a deal by the deal's id, and where it has none by its
 * name.
 */
export function unrecordedOf<Deal extends { id: string; name: string }>(
  deals: readonly Deal[],
  records: readonly InsightInfluence[],
): Deal[] {
  const ids = new Set(records.map(({ opportunityId }) => opportunityId))
  const names = new Set(records.flatMap(({ opportunityId, opportunity }) => (opportunityId === null ? nameKey(opportunity) : [])))
  return deals.filter(({ id, name }) => !ids.has(id) && !names.has(nameKey(name)))
}

function nameKey(name: string | null): string {
  return (name ?? '').normalize('NFC').trim().toLowerCase()
}
