import { describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import { kinds } from '../../../src/records/kinds.ts'
import { foldName } from '../../../src/records/name.ts'
import type { RecordReader } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'

/*
 * Promise: asking for many keys at once gives what asking for each alone gives, whatever the keys hold: each record once, and nothing for
 * a key that no record has.
 */

/** What SQL, a pattern or a list of texts might take for something else. */
const HOSTILE = [
  '',
  ' ',
  "'",
  '"',
  `O'Brien "x"`,
  '%',
  '_',
  '100%',
  '\\',
  '\\N',
  'NULL',
  '{a,"b"}',
  '$1',
  '?',
  "'); --",
  'a\nb',
  'ß🦊',
]
const idOf = (i: number): string => `001${String(i).padStart(12, '0')}AAA`
const IDS = [1, 2, 3].map(idOf)
const NAMES = [`O'Brien "x" 100%`, 'Back\\slash _ GmbH', 'Plain AG']
/** What each is called from the second file on; the last is not in it any more. */
const LATER = [`O'Brien "x" 100%`, 'Other {a} GmbH']

const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'
const line = (id: string, name: string): string => `${id},"${name.replaceAll('"', '""')}",Partner,Former,Open,Ana`

type Ask = (reader: RecordReader, keys: readonly string[]) => Promise<unknown[]>
const folded = (text: string): string => foldName(text).folded

/** Each reader that takes keys, and what it gives, in parts that belong to one key. */
const READERS: readonly [name: string, known: readonly string[], ask: Ask][] = [
  ['recordsWithKeys', IDS.slice(0, 2), (reader, keys) => reader.recordsWithKeys(accounts, keys)],
  ['namesOfKeys', IDS.slice(0, 2), async (reader, keys) => [...(await reader.namesOfKeys(accounts, keys))]],
  ['keysEver', IDS, async (reader, keys) => [...(await reader.keysEver(accounts, keys))]],
  ['valueSince', IDS.slice(0, 2), async (reader, keys) => [...(await reader.valueSince(accounts, 'name', keys))]],
  ['recordsWith', LATER, (reader, keys) => reader.recordsWith(accounts, 'name', keys)],
  ['accountsNamed', LATER.map(folded), (reader, keys) => reader.accountsNamed('folded', keys)],
  ['spellings', LATER.map(folded), (reader, keys) => reader.spellings('folded', keys)],
  ['goneAccounts by id', [idOf(3)], (reader, ids) => reader.goneAccounts({ ids })],
  ['goneAccounts by name', [folded('Plain AG')], (reader, names) => reader.goneAccounts({ folded: names })],
  ['formerNames by id', [idOf(2)], (reader, ids) => reader.formerNames({ ids })],
  ['formerNames by name', [folded(NAMES[1] ?? '')], (reader, names) => reader.formerNames({ folded: names })],
  ['records of ids', IDS.slice(0, 2), (reader, accountIds) => reader.records(accounts, { names: [], accountIds })],
  ['claims', ['request 1', `form '%`], (reader, subjects) => reader.claims(subjects)],
]

const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort()

describe.each(ENGINES)('asking for many keys at once on $name', ({ desk: makeDesk }) => {
  const withDesk = async (test: (reader: RecordReader) => Promise<void>): Promise<void> => {
    const desk = await makeDesk(kinds as readonly Kind[])
    try {
      const store = await desk.openToWrite()
      const first = {
        file: 'a.csv',
        exportedAt: '2026-05-10T06:00:00Z',
        lines: [HEADINGS, ...IDS.map((id, i) => line(id, NAMES[i] ?? ''))],
      }
      const second = {
        file: 'b.csv',
        exportedAt: '2026-05-11T06:00:00Z',
        lines: [HEADINGS, ...LATER.map((name, i) => line(idOf(i + 1), name))],
      }
      for (const lines of [first, second]) await importLines(store, kinds, lines, { mode: 'snapshot', allowShrink: true })
      for (const subject of ['request 1', `form '%`, 'request 2'])
        await store.take({ subject, what: subject, partner: null, request: null }, { takeOver: false })
      await store.close()
      const reader = await desk.openToRead(null)
      await test(reader)
      await reader.close()
    } finally {
      desk.remove()
    }
  }

  it('gives what each key alone gives', { timeout: 60_000 }, () =>
    withDesk(async (reader) => {
      for (const [name, known, ask] of READERS) {
        expect(await ask(reader, []), name).toEqual([])
        expect(await ask(reader, HOSTILE), name).toEqual([])
        const alone: unknown[] = []
        for (const key of known) {
          const rows = await ask(reader, [key])
          expect(rows.length, `${name} of ${key}`).toBeGreaterThan(0)
          alone.push(...rows)
        }
        const [one = ''] = known
        expect(sorted(await ask(reader, known)), name).toEqual(sorted(alone))
        expect(await ask(reader, [...HOSTILE, one, 'missing', one]), name).toEqual(await ask(reader, [one]))
        const many = Array.from({ length: 3000 }, (_, i) => `missing ${i}`)
        expect(sorted(await ask(reader, [...many, ...known, ...known])), name).toEqual(sorted(alone))
      }
    }),
  )
})
