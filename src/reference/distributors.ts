import { parse } from 'csv-parse/sync'
import * as v from 'valibot'
import type { DistributorWords } from '../mail/distributor-text.ts'
import type { KnownDistributor } from '../partners/mail/sender.ts'
import type { DistributorRow } from '../records/kinds/distributors.ts'
import { readData, readReference } from './data-files.ts'

const text = v.string()
const filled = v.pipe(
  text,
  v.transform((cell) => cell || null),
)
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
      Website: filled,
      'Named Since': filled,
    }),
    v.transform(
      (row): DistributorRow => ({
        country: row.Country,
        distributor: row.Distributor,
        market: row.Market || null,
        domain: row.Domain,
        email: row['E-Mail'],
        aliases: row['Also Called'],
        quoteNumbers: row['Quote Numbers'],
        website: row.Website,
        since: row['Named Since'],
        until: null,
        note: null,
      }),
    ),
  ),
)

/** The file of the distributors that come with phd. */
export const SHIPPED_DISTRIBUTORS = 'distributors.csv'

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
  return readDistributorRows().map(({ distributor, aliases, quoteNumbers, market, domain }) => ({
    name: distributor ?? '',
    aliases: listOf(aliases),
    quotePrefixes: listOf(quoteNumbers),
    market,
    domains: [domain ?? ''],
  }))
}

/** The same row by row, as the imported ones are read: the first is on the second line. */
export function readDistributorRows(): DistributorRow[] {
  return readData(SHIPPED_DISTRIBUTORS, distributors, (text) => parse(text, { columns: true, bom: true, skip_empty_lines: true }))
}

const words = v.array(v.pipe(v.string(), v.nonEmpty()))

/** The words that name a distributor's price list, price or quote. */
export function readDistributorWords(): DistributorWords {
  return readReference('distributor-words.json', v.object({ distributor: words, paper: words, both: words }))
}
