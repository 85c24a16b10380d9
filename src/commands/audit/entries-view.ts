/** Entries of the audit: the list, and one with all it holds. */

import type { AuditList, FoundEntry } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { remarkOf, subjectOf } from './sentences.ts'

function entryJson({ entry: { id, at, actor, login, action, partnerId, request, body, previous, hash } }: FoundEntry) {
  return { id, at, actor, login, action, partnerId, request, body, previous, hash }
}

/** Who recorded it, and by which login of the server where that is another name. */
function whoOf({ entry: { actor, login } }: FoundEntry): string {
  return login === null || login === actor ? actor : `${actor} (login ${login})`
}

/** Entries, as many as there are (phd.audit/1). */
export function auditListing(list: AuditList): Listing<FoundEntry> {
  return {
    rows: list.entries,
    list: { one: 'audit entry', many: 'audit entries' },
    table: {
      headings: ['ENTRY', 'WHEN', 'WHO', 'WHAT', 'ABOUT', 'REQUEST', ''],
      cells: (each) => {
        const { id, at, action, request } = each.entry
        return [String(id), showMoment(at), whoOf(each), action, subjectOf(each), String(request ?? ''), remarkOf(each)]
      },
      isBare: true,
      after: () => belowList(list),
    },
    json: (items) => ({ schema: 'phd.audit/1', entries: items }),
    object: entryJson,
    line: (each) => ({ schema: 'phd.audit-entry/1', ...entryJson(each) }),
    csv: {
      headings: () => ['entry', 'at', 'actor', 'login', 'action', 'partner_id', 'subject', 'request', 'remark', 'hash'],
      cells: (each) => {
        const { id, at, actor, login, action, partnerId, request, hash } = each.entry
        const about = [partnerId ?? '', subjectOf(each), String(request ?? ''), remarkOf(each)]
        return [String(id), at, actor, login ?? '', action, ...about, hash]
      },
    },
  }
}

function belowList({ count, matching, all }: AuditList): string {
  if (count === 0) return all === 0 ? 'nothing was recorded\n' : `no match among ${plural(all, 'audit entry', 'audit entries')}\n`
  const older = matching - count
  return older > 0 ? `\n${plural(older, 'older audit entry', 'older audit entries')} not shown\n` : ''
}

/** One entry with all it holds (phd.audit-entry/1). */
export function auditEntryView(found: FoundEntry, io: Io): Rendering {
  const { entry, evidence } = found
  const json = () => ({ schema: 'phd.audit-entry/1', ...entryJson(found), evidence })
  return {
    table: () => io.prose(entryText(found, io)),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['entry', 'at', 'actor', 'login', 'action', 'body', 'evidence'],
        [
          String(entry.id),
          entry.at,
          entry.actor,
          entry.login ?? '',
          entry.action,
          JSON.stringify(entry.body),
          JSON.stringify(evidence),
        ],
      ]),
  }
}

function entryText(found: FoundEntry, io: Io): string {
  const { entry, evidence } = found
  const { id, at, action, partnerId, request, previous, hash } = entry
  const remark = remarkOf(found)
  const lines = [
    io.style('bold', safeText(`audit entry ${id}: ${action}`)),
    safeText(`  when     ${showMoment(at)}`),
    safeText(`  who      ${whoOf(found)}`),
    safeText(`  about    ${subjectOf(found)}${partnerId === null ? '' : ` (${partnerId})`}`),
    ...(request === null ? [] : [`  request  ${request}`]),
    ...(remark === '' ? [] : [io.style('red', safeText(`  ${remark}`))]),
    `  hash     ${hash}`,
    `  follows  ${previous}`,
    '',
    ...detailLines(entry.body, '  '),
    ...(evidence ? ['', io.style('bold', 'Evidence'), ...detailLines(evidence, '  ')] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** What an entry holds, as an indented outline. */
function detailLines(value: Readonly<Record<string, unknown>> | readonly unknown[], indent: string): string[] {
  return Object.entries(value).flatMap(([key, each]) => {
    const name = Array.isArray(value) ? '-' : `${key}:`
    if (each === null || each === undefined || (Array.isArray(each) && each.length === 0)) return []
    if (typeof each !== 'object') return [`${indent}${safeText(`${name} ${String(each)}`)}`]
    return [`${indent}${safeText(name)}`, ...detailLines(each as Record<string, unknown>, `${indent}  `)]
  })
}
