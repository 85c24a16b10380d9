import { parse } from 'csv-parse/sync'
import * as v from 'valibot'
import type { KnownDistributor } from '../partners/mail-sender.ts'
import { readData } from './data-files.ts'

const distributors = v.array(
  v.pipe(
    v.object({ Country: v.string(), Distributor: v.string(), Market: v.string(), Domain: v.string(), 'E-Mail': v.string() }),
    v.transform((row): KnownDistributor => ({ name: row.Distributor, market: row.Market || null, domains: [row.Domain] })),
  ),
)

/**
 * The distributors as they come with phd (Ecosystem Operations, Distributor Requirements and Coverage by Geo and Market); a list that was
 * imported goes before them.
 */
export function readDistributors(): KnownDistributor[] {
  return readData('distributors.csv', distributors, (text) => parse(text, { columns: true, bom: true, skip_empty_lines: true }))
}
