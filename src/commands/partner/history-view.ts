import { CHANGE_HEADINGS, changeJson, changeLines, changeRows } from '../../app/changes-view.ts'
import type { PartnerEvent } from '../../partners/history.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Pruned } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** Prints what changed about a partner (phd.history/1), oldest first. */
export function historyView({ id, name }: Partner, events: readonly PartnerEvent[], pruned: Pruned | null, io: Io): Rendering {
  const prunedBefore = pruned?.before ?? null
  const eventJson = (event: PartnerEvent) => ({
    at: event.entry.importedAt,
    importId: event.entry.id,
    undoes: event.entry.undoes,
    file: event.entry.file,
    kind: event.kind.kind,
    ...changeJson(event.kind, event),
  })
  return {
    table: () => {
      const lines = [io.style('bold', safeText(`${name}  (${id})`))]
      if (prunedBefore !== null) lines.push('', `earlier history was pruned (before ${prunedBefore})`)
      let last: number | null = null
      for (const event of events) {
        if (event.entry.id !== last) lines.push('', io.style('dim', safeText(entryTitle(event))))
        last = event.entry.id
        lines.push(...changeLines(event.kind, event, io))
      }
      return `${lines.join('\n')}\n`
    },
    json: () => ({ schema: 'phd.history/1', id, name, prunedBefore, events: events.map(eventJson) }),
    ndjson: () => events.map((event) => ({ schema: 'phd.history/1', ...eventJson(event) })),
    csv: () =>
      csvForPeople([
        ['at', 'import', 'file', 'kind', ...CHANGE_HEADINGS],
        ...events.flatMap((event) =>
          changeRows(event.kind, event).map((row) => [
            event.entry.importedAt,
            String(event.entry.id),
            event.entry.file,
            event.kind.kind,
            ...row,
          ]),
        ),
      ]),
  }
}

function entryTitle({ entry, kind }: PartnerEvent): string {
  const { id, undoes, file, importedAt } = entry
  const what = undoes === null ? file : `import ${undoes} undone`
  return `${showMoment(importedAt)}  import ${id}: ${kind.title} (${what})`
}
