import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LayoutOptions } from '../../src/imports/read/layout.ts'
import { openTable } from '../../src/imports/read/open-table.ts'
import type { ReadOptions, TableRow } from '../../src/imports/read/source.ts'
import { kinds } from '../../src/records/kinds.ts'

export const HEADINGS = ['Partner', 'Region', 'Open Reqs Met?'] as const

export interface Opened {
  kind: string
  encoding: string
  headings: readonly string[]
  /** All rows from the headings on. */
  rows: TableRow[]
}

/** Opens a file of these bytes, and reads it twice as an import does. */
export async function opened(
  bytes: Buffer | string,
  options: ReadOptions = {},
  layout: LayoutOptions = { kinds, given: [] },
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'phd-open-'))
  const path = join(folder, 'file.bin')
  writeFileSync(path, bytes)
  try {
    const { file, source } = await openTable(path, options, layout)
    try {
      const rows = [...source.rows()]
      const again = [...source.rows()]
      if (JSON.stringify(rows) !== JSON.stringify(again)) throw new Error('a second reading differs')
      const { kind, headings, skip } = source.layout
      return { kind: kind.kind, encoding: source.encoding, headings, rows: rows.slice(skip - 1) }
    } finally {
      file.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The cells of all rows below the headings. */
export async function cellsOf(bytes: Buffer | string, options?: ReadOptions): Promise<string[][]> {
  return (await opened(bytes, options)).rows.slice(1).map(({ fields }) => fields)
}
