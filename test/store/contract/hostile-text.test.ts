import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Field, Kind } from '../../../src/records/kind.ts'
import { kinds } from '../../../src/records/kinds.ts'
import { foldName } from '../../../src/records/name.ts'
import type { NamedRows, RecordReader, Store } from '../../../src/store/store.ts'
import { seed, torture } from '../../faults/sizes.ts'
import { sheetXml, workbook } from '../../imports/writers.ts'
import { allOf } from './all-of.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'
import type { TestDesk, TestEngine } from './test-desk.ts'

/*
 * Promise: whatever a cell of a file holds, a desk on a server answers what one in a file does: the same rows are kept and set aside, the
 * same changes told, undone and read as of an earlier import, and the same names found.
 */

/** What an engine, its way of loading many rows or its SQL might take for something else. */
const HOSTILE: readonly string[] = [
  `'"\`''""$$;--/*`,
  `'); DROP TABLE accounts; --`,
  '\\',
  '\\\\',
  '\\.',
  '\\N',
  'NULL',
  '\\n\\t\\x41\\101\\u0041',
  'a\tb',
  'a\nb\r\nc',
  '\n\\.\n',
  'bell\x07 unit\x1f back\b escape\x1b[31m delete\x7f next\u0085',
  '{a,"b",NULL}',
  '$1 %s ? :name @name',
  '%_^*[a-z]',
  '  spaces of all kinds \u00a0\u2003\u3000 ',
  '\u202eright to left\u202c \u200f\u200e\u2066\u2069',
  'zero\u200bwidth\u200d\ufeff',
  'שלום عليكم',
  '🦊👩‍👩‍👧‍👦🏳️‍🌈 \u{10ffff}\u{1f600}',
  'Ünïcödé e\u0301 é \u212b Å ß ẞ İ ı ǆ ﬁ ﷺ',
  '社会の窓 \u{20000}',
  '\ufffe\uffff\ufffd\ufdd0',
  'e'.repeat(1000),
  '🦊'.repeat(250),
  '🦊'.repeat(251),
  'long '.repeat(4000),
  'a\0b',
  '=1+1',
]
/** What only a workbook can hold. */
const HALVES = ['a\ud83d', '\ude0ab', '\0']

const isText = ({ type }: Field): boolean => type === 'text' || type === 'email'

/** An ordinary cell of a field. It has the number of its row in it, so that no two rows have the same key. */
function plainCell(field: Field, row: number): string {
  const digits = String(row).padStart(12, '0')
  switch (field.type) {
    case 'id':
      return `${field.prefix || '001'}${digits}`
    case 'date':
      return '2026-01-02'
    case 'boolean':
      return 'Yes'
    case 'count':
      return '3'
    case 'money':
      return '12.50'
    case 'email':
      return `u${digits}@acme.example`
    default:
      return `L${digits}`
  }
}

/** One of so many texts is tried in each column; which, differs by column and seed. */
const ONE_OF = torture ? 1 : 4

/** The rows of a file below its headings: texts in columns of text, each in a row of its own, and a row that every kind keeps. */
function rowsWith(kind: Kind, texts: readonly string[]): string[][] {
  const fields = Object.values(kind.fields)
  const columns = fields.flatMap((field, i) => (isText(field) ? [i] : []))
  const hostile = columns.flatMap((column) =>
    texts.flatMap((text, i) => {
      if ((i + column + seed) % ONE_OF !== 0) return []
      return [fields.map((field, at) => (at === column ? text : plainCell(field, column * 1000 + i)))]
    }),
  )
  return [...hostile, fields.map((field) => plainCell(field, 999_999))]
}

const csvLine = (row: readonly string[]): string => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
const headingsOf = (kind: Kind): string[] => Object.values(kind.fields).map(({ headings }) => headings[0] ?? '')
/** A workbook, as a spreadsheet writes it: what XML cannot hold stands as "_x0000_". */
const inWorkbook = (rows: readonly (readonly string[])[]): Buffer =>
  workbook({ sheets: { A: sheetXml(rows.map((row) => row.map((cell) => cell.replace(/\0|\p{Cs}/gu, inHex)))) } })
const inHex = (char: string): string => `_x${char.charCodeAt(0).toString(16).padStart(4, '0')}_`

/** Rejected rows that are written nowhere. */
const NOWHERE = {
  stage: async (about: string) => ({ folder: '/', staged: 'staged', file: 'rejects.csv', sha256: '', about }),
  keep: () => ({ path: '', isNamed: true }),
  discard() {},
}

/** All that a reader answers about the records of a kind, each answer with its question. */
async function answers(reader: RecordReader, kind: Kind, texts: readonly string[]): Promise<Record<string, unknown>> {
  const names: [string, NamedRows][] = []
  if (kind.partnerName !== null)
    await reader.eachNameInRows(kind, (named) => names.push([`${named.name}|${named.accountId}`, named]))
  const records = await reader.records(kind)
  const found: Record<string, unknown> = {
    records,
    rejected: await reader.rejectedRows(kind),
    names: new Map(names),
    ages: await reader.sourceAges([kind], '2026-01-01T00:00:00Z'),
    keys: [...(await reader.keysEver(kind, texts))].sort(),
    keyed: await reader.recordsWithKeys(kind, texts),
  }
  for (const [name] of Object.entries(kind.fields).filter(([, field]) => isText(field))) {
    found[`texts in ${name}`] = (await reader.textsIn(kind, name)).sort()
    found[`found by ${name}`] = await reader.recordsWith(kind, name, texts)
  }
  return found
}

/** What the names of accounts find, each alone: light, folded and without its legal form. */
async function namesFound(reader: RecordReader, texts: readonly string[]): Promise<unknown[]> {
  const found: unknown[] = []
  for (const text of texts) {
    const { folded, core } = foldName(text)
    const accountsOf = [await reader.accountsNamed('folded', [folded]), await reader.accountsNamed('core', [core])]
    const spellings = [await reader.spellings('folded', [folded]), await reader.spellings('core', [core])]
    found.push({ text, accountsOf, spellings: spellings.map((each) => each.sort()) })
  }
  return [...found, await reader.formerNames(), await reader.accountNames()]
}

/** Imports the files of a kind, again with other texts, and undoes that: everything that the desk answered meanwhile. */
async function history(desk: TestDesk, store: Store, kind: Kind, texts: readonly string[]): Promise<Record<string, unknown>> {
  const told: Record<string, unknown> = {}
  const headings = headingsOf(kind)
  const files = {
    first: { file: 'first.csv', lines: [headings, ...rowsWith(kind, texts)].map(csvLine) },
    halves: { file: 'halves.xlsx', lines: inWorkbook([headings, ...rowsWith(kind, HALVES)]) },
    again: { file: 'again.csv', lines: [headings, ...rowsWith(kind, texts.toReversed()).slice(5)].map(csvLine) },
  }
  const entries: number[] = []
  for (const [i, [name, file]] of Object.entries(files).entries()) {
    const rejects: (readonly string[])[] = []
    const openRejects = () => ({ ...NOWHERE, add: (row: readonly string[]) => void rejects.push(row) })
    const how = { openRejects, allowShrink: true, mode: name === 'again' ? ('snapshot' as const) : null }
    const {
      importId,
      file: _path,
      ...imported
    } = await importLines(store, [kind], { ...file, exportedAt: `2026-05-0${i + 1}T00:00:00Z` }, how)
    if (importId === null) throw new Error(`${kind.kind}: ${file.file} was not imported`)
    entries.push(importId)
    told[name] = { ...imported, rejects, importId, all: await allOf(store.changesOf(importId)) }
  }
  told['after all'] = await answers(store, kind, texts)
  told.undone = await store.undoImport(entries.at(-1) ?? 0, false)
  told['after undoing'] = await answers(store, kind, texts)
  for (const entry of entries.slice(0, 1)) {
    const reader = await desk.openToRead(entry)
    told[`as of ${entry}`] = await answers(reader, kind, texts)
    if (kind.isPartner) told[`names as of ${entry}`] = await namesFound(reader, texts)
    await reader.close()
  }
  return told
}

/** The same at a desk of its own. */
async function historyOn(engine: TestEngine, kind: Kind, texts: readonly string[]): Promise<Record<string, unknown>> {
  const desk = await engine.desk(kinds)
  const store = await desk.openToWrite()
  try {
    return await history(desk, store, kind, texts)
  } finally {
    await store.close()
    desk.remove()
  }
}

describe.skipIf(ENGINES.length < 2)(`hostile text in each column of every kind (seed ${seed})`, { timeout: 600_000 }, () => {
  const texts = [
    ...HOSTILE,
    ...fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), { numRuns: torture ? 200 : 5, seed }),
  ]
  it.each(kinds.map((kind) => [kind.kind, kind] as const))('%s: the same answers on every engine', async (_, kind) => {
    const [first = {}, ...others] = await Promise.all(ENGINES.map((engine) => historyOn(engine, kind, texts)))
    // To look for what differs takes long.
    for (const other of others)
      for (const [asked, answer] of Object.entries(first))
        if (!isDeepStrictEqual(other[asked], answer)) expect(other[asked], asked).toEqual(answer)
  })
})
