import { expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { lettersIssued } from '../../../src/records/kinds/licenses/letters-issued.ts'
import { kinds } from '../../../src/records/kinds.ts'
import type { NamedRows } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'

/*
 * Promise: each name in the rows of a list is told once for each id beside it, with how many rows have it and the first line of the newest
 * file that has it, so that a person finds it in the export of today.
 */

const HEADINGS = 'Partner,Account ID,Requester,Requester Email,Letter Date,Expiry,Envelope ID,Status'
const ID = '0014M000AAAAAAMQY5'
const row = (partner: string, i: number, id = ''): string =>
  `${partner},${id},Ann,a@acme.example,2026-01-${String(i + 10)},2027-01-${String(i + 10)},,Completed`

it.each(ENGINES)('names in rows on $name: counted, with where the newest is', async ({ desk: makeDesk }) => {
  const desk = await makeDesk(kinds as readonly Kind[])
  try {
    const store = await desk.openToWrite()
    const first = { file: 'a.csv', exportedAt: '2026-05-10T06:00:00Z' }
    const second = { file: 'b.csv', exportedAt: '2026-05-11T06:00:00Z' }
    await importLines(store, kinds, { ...first, lines: [HEADINGS, row('Acme', 0), row('Acme', 1), row('Bolt', 2)] })
    await importLines(store, kinds, {
      ...second,
      lines: [HEADINGS, row('Coil', 3), row('Acme', 4), row('Acme', 5), row('Acme', 6, ID)],
    })
    await store.close()
    const reader = await desk.openToRead(null)
    const found: NamedRows[] = []
    await reader.eachNameInRows(lettersIssued as unknown as Kind, (named) => found.push(named))
    await reader.close()
    expect(found).toEqual([
      { name: 'Acme', accountId: null, rows: 4, file: 'b.csv', line: 3 },
      { name: 'Acme', accountId: ID, rows: 1, file: 'b.csv', line: 5 },
      { name: 'Bolt', accountId: null, rows: 1, file: 'a.csv', line: 4 },
      { name: 'Coil', accountId: null, rows: 1, file: 'b.csv', line: 2 },
    ])
  } finally {
    desk.remove()
  }
})
