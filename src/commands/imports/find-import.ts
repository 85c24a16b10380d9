import { failure, usageError } from '../../errors.ts'
import type { ImportDetail, RecordReader } from '../../store/store.ts'

/** The number of an import, as typed. Throws a usage error. */
export function importNumber(id: string): number {
  if (!/^[1-9]\d{0,9}$/.test(id)) throw usageError(`"${id}" is not the number of an import`, 'see: phd imports list')
  return Number(id)
}

/** The import of a number. Throws `no_such_import` (3). */
export async function readImport(store: RecordReader, id: number): Promise<ImportDetail> {
  const entry = await store.importDetail(id)
  if (entry) return entry
  throw failure('no_such_import', `no import ${id}`, 'see: phd imports list')
}
