/** What changed in records, field by field: lines, documents and rows of CSV. */

import type { Kind, Value } from '../records/kind.ts'
import type { RecordChange, VersionValues } from '../store/store.ts'
import type { Io } from '../terminal/io.ts'
import { safeText } from '../terminal/safe-text.ts'

/** One field of a record, before and after; null where the field had no value. */
interface FieldChange {
  field: string | null
  heading: string
  before: Value
  after: Value
}

/** The fields in which two versions of a record differ; a column phd has no field for has none. */
function fieldChanges(kind: Kind, before: VersionValues | null, after: VersionValues | null): FieldChange[] {
  const fields = Object.entries(kind.fields).map(([field, { headings }]) => ({
    field,
    heading: headings[0] ?? field,
    before: before?.values[field] ?? null,
    after: after?.values[field] ?? null,
  }))
  const extras = [...new Set([before, after].flatMap((version) => version?.extra.map(([heading]) => heading) ?? []))].map(
    (heading) => ({ field: null, heading, before: extraOf(before, heading), after: extraOf(after, heading) }),
  )
  return [...fields, ...extras].filter((each) => each.before !== each.after)
}

function extraOf(version: VersionValues | null, heading: string): string | null {
  return version?.extra.find(([each]) => each === heading)?.[1] || null
}

/** What a record is called: by its name where it is a partner's own, else by its key. */
function recordName(kind: Kind, key: string, { values }: VersionValues): string {
  const name = kind.partnerName === null ? null : (values[kind.partnerName] ?? null)
  const shownKey = key.replaceAll('\u001f', ' / ')
  return name === null || name === key ? shownKey : `${name} (${shownKey})`
}

/** A value as a person reads it. */
function shownValue(value: Value): string {
  return value === null || value === '' ? 'blank' : typeof value === 'boolean' ? (value ? 'Yes' : 'No') : `"${value}"`
}

/** The change as a document. */
export function changeJson(kind: Kind, { change, key, line, before, after }: RecordChange): object {
  const known = after ?? before
  return {
    change,
    key,
    name: known && recordName(kind, key, known),
    line,
    fields: change === 'changed' ? fieldChanges(kind, before, after) : [],
    record: change === 'added' ? after?.values : change === 'removed' ? before?.values : undefined,
  }
}

/** The change as lines: a record each, and a line for each of its fields that differ. */
export function changeLines(kind: Kind, { change, key, line, before, after }: RecordChange, io: Io): string[] {
  const known = after ?? before
  if (!known) return []
  const [color, mark] = MARK[change]
  const place = line === null ? '' : `, line ${line}`
  const lines = [`  ${io.style(color, mark)} ${safeText(recordName(kind, key, known))}${place}`]
  if (change !== 'changed') return lines
  const fields = fieldChanges(kind, before, after).map(
    ({ heading, before: old, after: now }) => `      ${heading}: ${shownValue(old)} -> ${shownValue(now)}`,
  )
  return [...lines, ...fields.map(safeText)]
}

const MARK = { added: ['green', 'new    '], changed: ['yellow', 'changed'], removed: ['red', 'gone   '] } as const

/** The headings and rows of changes in a spreadsheet. */
export const CHANGE_HEADINGS = ['change', 'key', 'record', 'line', 'field', 'before', 'after']

/** The rows of one change in a spreadsheet, as {@link CHANGE_HEADINGS} has them: one for each field that changed. */
export function changeRows(kind: Kind, { change, key, line, before, after }: RecordChange): string[][] {
  const known = after ?? before
  const record = [change, key, known ? recordName(kind, key, known) : key, line === null ? '' : String(line)]
  if (change !== 'changed') return [[...record, '', '', '']]
  return fieldChanges(kind, before, after).map(({ heading, before: old, after: now }) => [
    ...record,
    heading,
    old === null ? '' : String(old),
    now === null ? '' : String(now),
  ])
}
