import { parse } from 'csv-parse/sync'
import * as v from 'valibot'
import type { DistributorWords } from '../mail/distributor-text.ts'
import type { KnownDistributor } from '../partners/mail/sender.ts'
import { readData, readReference } from './data-files.ts'

const text = v.string()
const distributors = v.array(
  v.pipe(
    v.object({
      Country: text,
      Distributor: text,
      Market: text,
      Domain: text,
      'E-Mail': text,
      'Also Called': text,
      'Quote Numbers': text,
    }),
    v.transform(
      (row): KnownDistributor => ({
        name: row.Distributor,
        aliases: listOf(row['Also Called']),
        quotePrefixes: listOf(row['Quote Numbers']),
        market: row.Market || null,
        domains: [row.Domain],
      }),
    ),
  ),
)

/** What is in one cell, between semicolons. */
export function listOf(cell: string | null): string[] {
  return (cell ?? '')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/**
 * The distributors as they come with phd (Ecosystem Operations, Distributor Requirements and Coverage by Geo and Market); a list
 * that was imported goes before them.
 */
export function readDistributors(): KnownDistributor[] {
  return readData('distributors.csv', distributors, (text) => parse(text, { columns: true, bom: true, skip_empty_lines: true }))
}

const words = v.array(v.pipe(v.string(), v.nonEmpty()))

/** The words that name a distributor's price list, price or quote. */
export function readDistributorWords(): DistributorWords {
  return readReference('distributor-words.json', v.object({ distributor: words, paper: words, both: words }))
}
