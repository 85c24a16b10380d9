import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FileImport, importFile } from '../../../src/imports/import-file.ts'
import type { ImportOptions, ImportTarget } from '../../../src/imports/options.ts'

/** A file to import: its lines, or its bytes, and when it was exported (ISO 8601, UTC). */
export interface Lines {
  file: string
  exportedAt: string
  lines: readonly string[] | Buffer
}

/** Imports a file with some lines, as a person would who says when it was exported; its rejected rows are written nowhere. */
export async function importLines(
  target: ImportTarget,
  kinds: ImportOptions['kinds'],
  { file, exportedAt, lines }: Lines,
  how: Partial<ImportOptions> = {},
): Promise<FileImport> {
  const folder = mkdtempSync(join(tmpdir(), 'phd-lines-'))
  try {
    writeFileSync(join(folder, file), Buffer.isBuffer(lines) ? lines : [...lines, ''].join('\n'))
    return await importFile(join(folder, file), target, {
      ...{ kinds, account: null, reading: {}, map: undefined, dateOrder: () => ({}), decimal: {} },
      ...{ now: '2026-06-01T09:00:00Z', dryRun: false, mode: null, scope: null, exportedAt },
      ...{ allowShrink: false, allowOlder: false, listChanges: 0, signal: undefined, onProgress: undefined },
      openRejects: () => ({
        add() {},
        stage: async (about) => ({ folder: '/', staged: 'staged', file: 'rejects.csv', sha256: '', about }),
        keep: () => ({ path: '', isNamed: true }),
        discard() {},
      }),
      ...how,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
