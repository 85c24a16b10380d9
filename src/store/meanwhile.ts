/** What someone else did meanwhile, in the words of the desk: why a decision was not recorded. */

import { failure, type PhdError } from '../errors.ts'
import { minuteOf } from '../records/claims/claim.ts'
import type { RawAuditEntry } from './audit.ts'
import type { AuditAction } from './audit-bodies.ts'

type Told = (entry: RawAuditEntry) => string

const request: Told = (entry) => `request ${entry.request ?? entry.id}`
const partner: Told = ({ partnerId, body }) => String(body.partnerName ?? partnerId ?? 'a partner')
const ruled =
  (did: string): Told =>
  (entry) =>
    `${did} ${request(entry)} of ${partner(entry)}`
const owner: Told = (entry) => `decided on the owner of ${partner(entry)}`
const plan = (did: string): Told => {
  return ({ body }) => `${did} plan ${body.plan}`
}
const kind: Told = ({ body }) => String(body.kind).replaceAll('_', ' ')
const step: Told = ({ body }) => `recorded a step of ${body.quarter}`

/** What each action is, after "someone else just". */
const DID: Readonly<Record<AuditAction, Told>> = {
  imported: (entry) => `imported ${kind(entry)}`,
  import_undone: (entry) => `undid an import of ${kind(entry)}`,
  alias_added: ({ body }) => `added the alias "${body.name}"`,
  alias_removed: ({ body }) => `removed the alias "${body.name}"`,
  loa_requested: (entry) => `opened ${request(entry)}`,
  nfr_requested: (entry) => `opened ${request(entry)}`,
  request_named: (entry) => `named ${partner(entry)} in ${request(entry)}`,
  request_withdrawn: (entry) => `withdrew ${request(entry)}`,
  request_reopened: (entry) => `reopened ${request(entry)}`,
  loa_approved: ruled('approved'),
  loa_denied: ruled('denied'),
  nfr_approved: ruled('approved'),
  nfr_denied: ruled('denied'),
  nfr_exception: (entry) => `asked for an exception for ${partner(entry)}`,
  letter_issued: (entry) => `recorded a letter for ${partner(entry)}`,
  claim_taken_over: ({ body }) => `took over ${body.what}`,
  desk_setting_changed: ({ body }) => `changed the setting ${body.key} of the desk`,
  contract_noted: (entry) => `noted a contract of ${partner(entry)}`,
  contract_note_withdrawn: (entry) => `withdrew the note on a contract of ${partner(entry)}`,
  cam_set: owner,
  cam_lifted: owner,
  cam_planned: plan('made'),
  cam_exported: plan('exported'),
  cam_reconciled: plan('reconciled'),
  cam_verified: plan('verified'),
  cam_closed: plan('closed'),
  mail_routed: ({ body }) => `routed the mail ${body.file}`,
  mail_taught: () => 'taught the kind of a mail',
  mail_lesson_forgotten: ({ body }) => `removed lesson ${body.lesson}`,
  person_forgotten: () => 'forgot a person',
  quarter_step_done: step,
  quarter_step_reopened: step,
  database_restored: () => 'restored a backup',
  digest_marked: () => 'marked a digest',
  desk_reopened: () => 'took up a desk again that was moved',
  history_pruned: () => 'pruned the history',
}

/** Whether this phd knows what an action is. */
export function isKnownAction(action: string): action is AuditAction {
  return Object.hasOwn(DID, action)
}

/** That what was read is no longer so: by an entry that came since; null: the database is another one. */
export function changedMeanwhile(entry: RawAuditEntry | null): PhdError {
  const hint = 'nothing was recorded; check again, then repeat the command'
  if (entry === null) return failure('changed_meanwhile', 'the database was just replaced by another one', hint)
  const { id, action, at, actor, partnerId, request } = entry
  const did = isKnownAction(action) ? DID[action](entry) : 'recorded what only a newer phd knows'
  return failure('changed_meanwhile', `someone else just ${did}: ${actor}, ${minuteOf(at)}`, hint, {
    changed: { entry: id, action, at, actor, partnerId, request },
  })
}
