/** What an entry of the audit is about, in a few words. */

import type { AuditBodies } from '../../store/audit-bodies.ts'
import type { AuditEntry, FoundEntry } from '../../store/store.ts'
import { plural } from '../../terminal/plural.ts'

/** Who or what an entry is about. */
export function subjectOf({ state, entry }: FoundEntry): string {
  return (state === 'known' && ownSubject(entry)) || (entry.partnerId ?? '')
}

function ownSubject(entry: AuditEntry): string | null {
  switch (entry.action) {
    case 'alias_added':
    case 'alias_removed':
      return entry.body.name
    case 'loa_requested':
    case 'nfr_requested':
      return entry.body.partnerName || entry.body.requester.name
    case 'mail_routed':
      return entry.body.partnerName || entry.body.file
    case 'imported':
    case 'import_undone':
    case 'mail_taught':
    case 'mail_lesson_forgotten':
      return entry.body.file
    case 'database_restored':
      return entry.body.file.split(/[\\/]/).at(-1) ?? entry.body.file
    case 'cam_planned':
    case 'cam_exported':
    case 'cam_reconciled':
    case 'cam_verified':
    case 'cam_closed':
      return `plan ${entry.body.plan}`
    case 'person_forgotten':
      return entry.body.id
    case 'digest_marked':
      return entry.body.audience
    case 'claim_taken_over':
      return entry.body.partnerName ?? entry.body.what
    case 'desk_reopened':
      return `moved to ${entry.body.to}`
    case 'desk_setting_changed':
      return entry.body.key
    case 'history_pruned':
      return `history before ${entry.body.before}`
    case 'quarter_step_done':
    case 'quarter_step_reopened':
      return `${WORK[entry.body.work]}, ${entry.body.quarter}`
    default:
      return entry.body.partnerName
  }
}

const WORK = { price_files: 'price files', rebates: 'rebates' } as const

/** What must not be overlooked in an entry. */
export function remarkOf({ state, entry }: FoundEntry): string {
  if (state !== 'known') return state === 'damaged' ? 'DAMAGED: not as phd recorded it' : 'recorded by a newer phd'
  return [ownRemark(entry), entry.body.timeStated ? 'time stated by hand' : ''].filter(Boolean).join('; ')
}

function ownRemark(entry: AuditEntry): string {
  switch (entry.action) {
    case 'loa_approved':
    case 'loa_denied':
    case 'nfr_approved':
    case 'nfr_denied':
      return decisionRemark(entry.body)
    case 'database_restored':
      return restoredRemark(entry.body)
    case 'import_undone':
      return `undoes import ${entry.body.undoes}`
    case 'contract_noted':
      return `contract of ${entry.body.date}: ${entry.body.where}`
    case 'contract_note_withdrawn':
    case 'request_withdrawn':
    case 'request_reopened':
    case 'cam_lifted':
      return entry.body.reason
    case 'cam_set': {
      const { owner, until, reason } = entry.body
      return `OWNER SET BY HAND: ${owner.name}${until ? `, until ${until}` : ''}; ${reason}`
    }
    case 'cam_planned':
    case 'cam_exported':
    case 'cam_reconciled':
    case 'cam_verified':
      return countsOf(entry.body)
    case 'claim_taken_over':
      return `${entry.body.what} TAKEN OVER from ${entry.body.holder}`
    case 'desk_setting_changed':
      return `was ${entry.body.before ?? 'not set'}, is ${entry.body.after ?? 'not set'} now, for everyone`
    case 'mail_taught':
      return entry.body.kind
    case 'mail_lesson_forgotten': {
      const { lesson, kind, reason } = entry.body
      return `the lesson of audit entry ${lesson}: ${kind}${reason === null ? '' : `; ${reason}`}`
    }
    case 'person_forgotten':
      return entry.body.entries.length === 0
        ? ''
        : `replaced in audit entries ${entry.body.entries.map((each) => each.entry).join(', ')}`
    case 'quarter_step_done':
      return [entry.body.step, entry.body.note].filter(Boolean).join(': ')
    case 'quarter_step_reopened':
      return `${entry.body.step} is open again: ${entry.body.reason}`
    case 'digest_marked':
      return `${entry.body.items} items`
    case 'mail_routed':
      return `${entry.body.kind}: ${entry.body.to.join(', ') || 'no draft'}`
    default:
      return ''
  }
}

function decisionRemark({
  override,
  exception,
}: {
  override: { reason: string; approvedBy: string } | null
  exception: readonly string[] | null
}): string {
  return [
    override ? `OVERRIDE by ${override.approvedBy}: ${override.reason}` : '',
    exception ? `exception, approved by ${exception.join(' and ')}` : '',
  ]
    .filter(Boolean)
    .join('; ')
}

/** What a restore replaced, and where that was kept. */
function restoredRemark({ replaced, kept }: AuditBodies['database_restored']): string {
  const what = replaced
    ? `${plural(replaced.entries, 'audit entry', 'audit entries')} and import ${replaced.imports}`
    : 'a database'
  return `DATABASE RESTORED from this backup${kept === null ? '' : `; it replaced ${what}, kept in ${kept}`}`
}

const COUNTED = {
  changes: 'changes',
  held: 'held',
  right: 'right already',
  done: 'done',
  failed: 'failed',
  left: 'left to load',
  landed: 'landed',
  overwritten: 'overwritten',
  open: 'open',
  notSeen: 'not seen since',
} as const

/** How many changes of a plan were made, exported, done or found. */
function countsOf(body: Partial<Record<keyof typeof COUNTED, number>>): string {
  return (Object.keys(COUNTED) as (keyof typeof COUNTED)[])
    .flatMap((name) => (body[name] ? [`${body[name]} ${COUNTED[name]}`] : []))
    .join(', ')
}
