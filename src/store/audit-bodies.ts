/**
 * What each entry of the audit says, by its action. A new field must be optional, because older entries lack it: whatever an
 * earlier version recorded can still be read.
 */

import * as v from 'valibot'

const text = v.string()
const maybeText = v.nullable(text)
const texts = v.array(text)
const count = v.number()
/** What a reply is filled with: texts, and lists of texts, by name. */
const values = v.record(text, v.optional(v.union([text, texts])))

/** A day, or a moment in UTC. */
const time = v.pipe(
  text,
  v.check((value) => /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(value) && !Number.isNaN(Date.parse(value))),
)
const day = v.pipe(text, v.regex(/^\d{4}-\d{2}-\d{2}$/))

/** Of every entry: whether its time was given by hand. */
const timeStated = v.optional(v.boolean())

const requester = v.object({ name: maybeText, address: maybeText })
const license = v.object({ type: text, users: v.number(), renewal: v.boolean() })
const draft = v.object({ reply: text, file: text, sha256: text })
/** What the replies to a decision are filled with, which they are, and the files they were written to. */
const replies = { values: v.optional(values), replies: v.optional(texts), drafts: v.optional(v.array(draft)) }

const imported = v.object({
  import: v.number(),
  kind: text,
  file: text,
  sha256: text,
  status: text,
  mode: text,
  scope: maybeText,
  undoes: v.nullable(v.number()),
  rows: v.object({ added: v.number(), changed: v.number(), removed: v.number(), rejected: v.number() }),
  /** Hashes of the versions that it opened and ended; see records-check/digest.ts. */
  versions: v.optional(v.object({ opened: text, ended: text, fold: count })),
  timeStated,
})
const alias = v.object({ name: text, timeStated })

const requested = v.object({
  partnerName: maybeText,
  requester,
  received: time,
  envelopeId: maybeText,
  ask: v.nullable(license),
  formKey: maybeText,
  /** The notice it was read from: the hashes of its Message-ID and of the file. */
  notice: v.nullable(v.object({ file: text, messageId: maybeText, sha256: text })),
  timeStated,
})
const closed = v.object({ partnerName: maybeText, reason: text, timeStated })
const ruled = v.object({
  partnerName: text,
  requester,
  override: v.nullable(v.object({ reason: text, approvedBy: text })),
  exception: v.nullable(texts),
  ask: v.nullable(license),
  /** From when to when an approved license runs. */
  term: v.nullable(v.object({ start: time, end: time, addOn: v.boolean() })),
  /** The licenses that the list had of the partner then. */
  listedThen: v.array(v.object({ type: maybeText, start: text, end: text, addOn: v.boolean(), users: v.number() })),
  reason: maybeText,
  /** What the check said, and by which version of the rule. */
  verdict: text,
  policyVersion: text,
  ...replies,
  timeStated,
})

const step = { work: v.picklist(['price_files', 'rebates']), quarter: text, step: text, timeStated }
const plan = { plan: text, timeStated }

/** The bodies by action. */
const BODIES = {
  imported,
  import_undone: imported,
  alias_added: alias,
  alias_removed: alias,
  loa_requested: requested,
  nfr_requested: requested,
  request_named: v.object({ partnerName: text, timeStated }),
  request_withdrawn: closed,
  request_reopened: closed,
  loa_approved: ruled,
  loa_denied: ruled,
  nfr_approved: ruled,
  nfr_denied: ruled,
  nfr_exception: v.object({
    partnerName: text,
    ask: license,
    justification: text,
    approvers: texts,
    ...replies,
    timeStated,
  }),
  letter_issued: v.object({ partnerName: text, date: time, requester: maybeText, timeStated }),
  /** What was taken from a colleague, who had it until then. */
  claim_taken_over: v.object({ what: text, partnerName: maybeText, holder: text, since: time, until: time, timeStated }),
  /** A setting of a shared desk, with its value as it is typed; null: not set. */
  desk_setting_changed: v.object({ key: text, before: maybeText, after: maybeText, timeStated }),
  contract_noted: v.object({ partnerName: text, date: day, where: text, timeStated }),
  contract_note_withdrawn: v.object({
    partnerName: text,
    date: text,
    notedIn: v.number(),
    reason: text,
    timeStated,
  }),
  cam_set: v.object({
    partnerName: text,
    owner: v.object({ name: text, userId: text }),
    reason: text,
    until: maybeText,
    timeStated,
  }),
  cam_lifted: v.object({ partnerName: text, reason: text, timeStated }),
  cam_planned: v.object({ ...plan, file: text, changes: count, held: count, right: count }),
  cam_exported: v.object({ ...plan, changes: count, held: count, right: count, afterImport: v.number() }),
  cam_reconciled: v.object({
    ...plan,
    done: count,
    failed: count,
    unusable: v.optional(count),
    left: count,
    afterImport: v.optional(count),
  }),
  cam_verified: v.object({ ...plan, landed: count, overwritten: count, open: count, notSeen: count }),
  cam_closed: v.object({ ...plan, reason: text }),
  mail_routed: v.object({
    file: text,
    messageId: maybeText,
    sha256: text,
    contentSha256: text,
    sentAt: maybeText,
    kind: text,
    from: maybeText,
    partnerName: maybeText,
    opportunityId: maybeText,
    to: texts,
    cc: texts,
    draft: v.nullable(draft),
    actions: texts,
    timeStated,
  }),
  mail_taught: v.object({
    file: text,
    sha256: text,
    kind: text,
    was: v.object({ kind: text, confidence: v.number() }),
    words: count,
    timeStated,
  }),
  mail_lesson_forgotten: v.object({ lesson: v.number(), file: text, kind: text, reason: maybeText, timeStated }),
  /** Who it was is not said, nor a hash of the address, which could be guessed. */
  person_forgotten: v.object({
    /** What stands in place of the person. */
    id: text,
    records: count,
    rejected: count,
    /** Entries whose words were replaced, and the hash of what they say since. */
    entries: v.array(v.object({ entry: count, hash: text })),
    /** The imports whose versions do not say since what they said. */
    imports: v.optional(v.array(count)),
    timeStated,
  }),
  quarter_step_done: v.object({ ...step, note: maybeText }),
  quarter_step_reopened: v.object({ ...step, doneIn: v.number(), reason: text }),
  database_restored: v.object({
    file: text,
    sha256: text,
    /** The end of the audit of the backup, and of the database that it replaced, as far as that could be read. */
    backup: v.object({ entries: count, hash: text }),
    replaced: v.nullable(v.object({ entries: count, hash: text, imports: count })),
    /** Where the replaced database was kept. */
    kept: maybeText,
    timeStated,
  }),
  /** Whose page was marked, and how many items were on it. */
  digest_marked: v.object({ audience: text, items: count, timeStated }),
  /** Where the desk had been moved to, when and by whom. */
  desk_reopened: v.object({ to: text, movedAt: time, movedBy: text, timeStated }),
  history_pruned: v.object({ before: day, lastImport: count, versions: count, timeStated }),
} as const

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

export type AuditAction = keyof typeof BODIES

/** What an entry of each action says. */
export type AuditBodies = { readonly [A in AuditAction]: DeepReadonly<v.InferInput<(typeof BODIES)[A]>> }

/** Whether phd knows the action; a newer phd may know more. */
export function isAuditAction(action: string): action is AuditAction {
  return Object.hasOwn(BODIES, action)
}

/** Whether a body says what an entry of this action must say. */
export function isBodyOf<A extends AuditAction>(action: A, body: unknown): body is AuditBodies[A] {
  return v.is(BODIES[action], body)
}
