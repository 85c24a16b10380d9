/** What the store is told of a file in addition to its rows: how old it is, which report it is an export of, whether it is complete. */

import { keptText } from '../records/kept-text.ts'
import type { Kind, Value } from '../records/kind.ts'
import type { ImportRequest } from '../store/store.ts'
import { datingOf } from './dating.ts'
import { withoutStamps } from './exported-at.ts'
import type { KnownWriting } from './file-rows.ts'
import type { ImportOptions } from './options.ts'
import type { InputFile } from './read/input.ts'
import type { Layout } from './read/layout.ts'
import { reportOf } from './report-name.ts'

/** How old its rows are, according to a file; see {@link datingOf}. */
export function ageOf(file: InputFile, layout: Layout, known: KnownWriting, footer: readonly string[], options: ImportOptions) {
  const { option, setting } = options.dateOrder(layout.kind)
  if (options.exportedAt === 'import') return { dating: { at: options.now, by: 'import' as const }, warnings: [] }
  return datingOf({
    name: file.name,
    titles: layout.titles,
    footer,
    modifiedAt: file.modifiedAt,
    stated: options.exportedAt,
    order: known.order?.order ?? option ?? setting ?? null,
    now: options.now,
  })
}

/** The report that a file is an export of; null for a part of one, and where another export of it ends nothing. */
export function reportIn(file: InputFile, layout: Layout, given: Record<string, Value>, { scope }: ImportOptions): string | null {
  const { kind, titles, ownRejects } = layout
  if (ownRejects || !kind.endsByList) return null
  const account = scope?.accountId ?? given[kind.partnerId ?? ''] ?? given[kind.partnerName ?? '']
  return reportOf(file.name, titles, account === undefined ? null : String(account))
}

/** What the file whose rejected rows these are is called, without its ending. */
export function sourceOfRejects({ name }: InputFile, { ownRejects }: Layout): string | null {
  return ownRejects
    ? withoutStamps(name)
        .replace(/\.[^.]{1,16}$/, '')
        .replace(/\.rejects(?:\.\d+)?$/, '')
    : null
}

/** Whether a file is complete, and for what: as it was said, else as it is usual for its kind. */
export function completeness({ whole }: Kind, { mode }: ImportOptions): Pick<ImportRequest, 'mode' | 'completeBy'> {
  if (mode !== null || whole === null) return { mode: mode ?? 'merge', completeBy: null }
  return { mode: 'snapshot', completeBy: whole.by }
}

/** How the columns, dates and amounts of the file are read: the same bytes read otherwise are another import. */
export function readAs(
  layout: Layout,
  { order, mark }: KnownWriting,
): Pick<ImportRequest, 'headings' | 'extraHeadings' | 'dateOrder' | 'decimal'> {
  return {
    headings: Object.fromEntries(
      [...layout.columns].map(([field, place]) => [field, keptText(layout.headings[place]?.trim() ?? field)]),
    ),
    extraHeadings: layout.extras.map((place) => keptText(layout.headings[place]?.trim() ?? '')),
    dateOrder: order?.order ?? null,
    decimal: mark?.mark ?? null,
  }
}
