/** Prints the audit: the list, one entry, and whether it is whole. */

import type { Context } from '../../app/context.ts'
import type { AuditCheck, AuditEntry, AuditEntryInFull, AuditFlaw } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

type Printing = Pick<Context, 'io' | 'format'>

function entryJson({ id, at, actor, action, partnerId, request, body, previous, hash }: AuditEntry) {
  return { id, at, actor, action, partnerId, request, body, previous, hash }
}

/** Who or what an entry is about, in a few words. */
function subjectOf({ body, partnerId }: AuditEntry): string {
  const { partnerName, name, file, plan, requester } = body as Record<string, unknown> & { requester?: { name: string | null } }
  const planName = typeof plan === 'string' ? `plan ${plan}` : null
  for (const each of [partnerName, planName, file, name, requester?.name])
    if (typeof each === 'string' && each !== '') return each
  return partnerId ?? ''
}

/** What must not be passed over in an entry. */
function remarkOf({ action, body }: AuditEntry): string {
  const { override, exception, timeStated, undoes, reason } = body as {
    reason?: string | null
    override?: { reason: string; approvedBy: string } | null
    exception?: readonly string[] | null
    timeStated?: boolean
    undoes?: number | null
  }
  return [
    override ? `OVERRIDE by ${override.approvedBy}: ${override.reason}` : '',
    Array.isArray(exception) ? `exception, approved by ${exception.join(' and ')}` : '',
    undoes ? `undoes import ${undoes}` : '',
    contractRemark(action, body),
    camRemark(action, body),
    mailRemark(action, body),
    REASONED.has(action) && typeof reason === 'string' ? reason : '',
    timeStated ? 'time stated by hand' : '',
  ]
    .filter(Boolean)
    .join('; ')
}

/** Actions whose reason is told in the list. */
const REASONED: ReadonlySet<string> = new Set([
  'contract_note_withdrawn',
  'request_withdrawn',
  'request_reopened',
  'cam_set',
  'cam_lifted',
  'mail_lesson_forgotten',
])

/** Of which day a noted contract is, and where it lies. */
function contractRemark(action: string, { date, where }: AuditEntry['body']): string {
  return action === 'contract_noted' ? `contract of ${date}: ${where}` : ''
}

/** What was set, and how many changes of a plan were made, exported, done or found. */
function camRemark(action: string, body: AuditEntry['body']): string {
  const { owner, until } = body as { owner?: { name?: string }; until?: string | null }
  if (action === 'cam_set') return `OWNER SET BY HAND: ${owner?.name ?? ''}${until ? `, until ${until}` : ''}`
  if (!action.startsWith('cam_')) return ''
  return ['changes', 'held', 'right', 'done', 'failed', 'left', 'landed', 'overwritten', 'open', 'notSeen']
    .flatMap((name) => (typeof body[name] === 'number' && body[name] !== 0 ? [`${body[name]} ${COUNTED[name] ?? name}`] : []))
    .join(', ')
}

/** What kind of mail it was, and who its draft goes to. */
function mailRemark(action: string, body: AuditEntry['body']): string {
  if (action === 'mail_taught') return String(body.kind ?? '')
  if (action === 'mail_lesson_forgotten') return `the lesson of audit entry ${body.lesson}: ${body.kind}`
  if (action !== 'mail_routed') return ''
  const { kind, to } = body as { kind?: string; to?: readonly string[] }
  return `${kind ?? ''}: ${to?.join(', ') || 'no draft'}`
}

const COUNTED: Readonly<Record<string, string>> = { left: 'left to load', right: 'right already', notSeen: 'not seen since' }

/** Prints entries (phd.audit/1), of so many that fit, and so many at all. */
export function printAudit(
  { io, format }: Printing,
  entries: readonly AuditEntry[],
  count: { fitting: number; all: number },
): void {
  print(io, format, {
    table: () => {
      if (entries.length === 0)
        return count.all === 0 ? 'nothing was recorded\n' : `none of ${plural(count.all, 'audit entry', 'audit entries')} fits\n`
      const rows = entries.map((entry) => [
        String(entry.id),
        showMoment(entry.at),
        entry.actor,
        entry.action,
        subjectOf(entry),
        entry.request === null ? '' : String(entry.request),
        remarkOf(entry),
      ])
      const left =
        count.fitting > entries.length
          ? `\n${plural(count.fitting - entries.length, 'older audit entry', 'older audit entries')} not shown\n`
          : ''
      return `${table(['ENTRY', 'WHEN', 'WHO', 'WHAT', 'OF', 'REQUEST', ''], rows, io.columns)}${left}`
    },
    list: { count: entries.length, one: 'audit entry', many: 'audit entries' },
    json: () => ({ schema: 'phd.audit/1', entries: entries.map(entryJson) }),
    ndjson: () => entries.map((entry) => ({ schema: 'phd.audit-entry/1', ...entryJson(entry) })),
    csv: () =>
      csvForPeople([
        ['entry', 'at', 'actor', 'action', 'partner_id', 'subject', 'request', 'remark', 'hash'],
        ...entries.map((entry) => [
          String(entry.id),
          entry.at,
          entry.actor,
          entry.action,
          entry.partnerId ?? '',
          subjectOf(entry),
          String(entry.request ?? ''),
          remarkOf(entry),
          entry.hash,
        ]),
      ]),
  })
}

/** Prints one entry with all it holds (phd.audit-entry/1). */
export function printAuditEntry({ io, format }: Printing, entry: AuditEntryInFull): void {
  const json = () => ({ schema: 'phd.audit-entry/1', ...entryJson(entry), evidence: entry.evidence })
  print(io, format, {
    table: () => {
      const { id, at, actor, action, partnerId, request, previous, hash } = entry
      const remark = remarkOf(entry)
      const lines = [
        io.style('bold', safeText(`audit entry ${id}: ${action}`)),
        safeText(`  when     ${showMoment(at)}`),
        safeText(`  who      ${actor}`),
        safeText(`  of       ${subjectOf(entry)}${partnerId === null ? '' : ` (${partnerId})`}`),
        ...(request === null ? [] : [`  request  ${request}`]),
        ...(remark === '' ? [] : [io.style('red', safeText(`  ${remark}`))]),
        `  hash     ${hash}`,
        `  follows  ${previous}`,
        '',
        ...detailLines(entry.body, '  '),
        ...(entry.evidence ? ['', io.style('bold', 'Evidence'), ...detailLines(entry.evidence, '  ')] : []),
      ]
      return io.prose(`${lines.join('\n')}\n`)
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['entry', 'at', 'actor', 'action', 'body', 'evidence'],
        [String(entry.id), entry.at, entry.actor, entry.action, JSON.stringify(entry.body), JSON.stringify(entry.evidence)],
      ]),
  })
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

interface Verified extends AuditCheck {
  /** An entry that was noted down earlier: whether it is the same. */
  expected: { entry: number; same: boolean } | null
}

const FLAW: Readonly<Record<AuditFlaw['flaw'], string>> = {
  changed: 'its content is not what was recorded',
  not_chained: 'it does not follow the entry before it',
  missing_before: 'an entry before it is missing',
  end_differs: 'entries were cut off, or put in, at the end',
}

/** Prints whether the audit is whole (phd.audit-check/1). */
export function printAuditCheck({ io, format }: Printing, { head, flaws, expected }: Verified): void {
  const isWhole = flaws.length === 0 && expected?.same !== false
  const json = () => ({ schema: 'phd.audit-check/1', whole: isWhole, entries: head.entries, head: head.hash, flaws, expected })
  print(io, format, {
    table: () => {
      const lines = isWhole
        ? [
            io.style(
              'green',
              `the audit is whole: ${plural(head.entries, 'audit entry', 'audit entries')}, each chained to the one before`,
            ),
          ]
        : [io.style('red', 'THE AUDIT WAS TAMPERED WITH, or is damaged')]
      for (const { entry, flaw } of flaws)
        lines.push(`  ${entry === null ? 'at the end' : `audit entry ${entry}`}: ${FLAW[flaw]}`)
      if (expected && !expected.same) lines.push(`  audit entry ${expected.entry}: it is not the one that was noted down`)
      if (expected?.same) lines.push(`audit entry ${expected.entry} is the one that was noted down`)
      if (!isWhole) lines.push('next: keep this database as it is, put back a backup beside it, and compare')
      else if (head.entries > 0) lines.push(`to prove it later, note this down elsewhere: ${head.entries}:${head.hash}`)
      return `${lines.join('\n')}\n`
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['entry', 'flaw'],
        ...flaws.map(({ entry, flaw }) => [String(entry ?? 'end'), flaw]),
        ...(expected && !expected.same ? [[String(expected.entry), 'not_as_noted']] : []),
      ]),
  })
}
