/**
 * What was read of a store that is opened to write: what is judged by it is recorded only if none of that changed meanwhile. What
 * readers read, and which entries of the audit change it, is the same for every engine: every change is an entry.
 */

import { KEY_MARK } from '../records/key.ts'
import type { Kind } from '../records/kind.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { type AuditHead, type RawAuditEntry, REQUEST_ACTIONS, type RequestsOf } from './audit.ts'
import { BEGINNING } from './audit-chain.ts'
import { isKnownAction } from './meanwhile.ts'
import type { RecordReader } from './store.ts'

/** An entry that was added, and of its request: the entry that opened it, and the partners that it named before. */
export interface Change {
  entry: RawAuditEntry
  request: { opening: RawAuditEntry; partners: ReadonlySet<string> } | null
}

/** Something that is read, by a name of its own. */
interface Subject {
  name: string
  isChangedBy(change: Change): boolean
  /** The SHA-256 of the notice, where it is the request by one. */
  notice?: string
}

/** Entries that change whatever was read; so does one of a newer phd, which may. */
const CHANGE_ALL: readonly string[] = ['history_pruned', 'person_forgotten', 'database_restored']
const OF_IMPORTS: readonly string[] = ['imported', 'import_undone']
const OF_ALIASES: readonly string[] = ['alias_added', 'alias_removed']
const OF_REQUESTS: readonly string[] = REQUEST_ACTIONS

/** What some readers read, whatever they are asked. */
const ACCOUNTS = (): Subject[] => [recordsOf(accounts)]
const USERS = (): Subject[] => [recordsOf(portalUsers)]
const WHOLE_AUDIT = (): Subject[] => [{ name: 'audit', isChangedBy: () => true }]
/** Of what is told and not judged by: the file, the promised files, the last numbers. */
const NOTHING = (): Subject[] => []

function recordsOf({ kind }: Pick<Kind, 'kind'>): Subject {
  return {
    name: `records ${kind}`,
    isChangedBy: ({ entry: { action, body } }) => OF_IMPORTS.includes(action) && body.kind === kind,
  }
}

function importsOf(kinds?: ReadonlyArray<Pick<Kind, 'kind'>>): Subject[] {
  if (kinds) return kinds.map(recordsOf)
  return [{ name: 'imports', isChangedBy: ({ entry }) => OF_IMPORTS.includes(entry.action) }]
}

function aliases(): Subject[] {
  return [{ name: 'aliases', isChangedBy: ({ entry }) => OF_ALIASES.includes(entry.action) }]
}

function requests(of?: RequestsOf): Subject[] {
  const isChangedBy = (change: Change): boolean =>
    OF_REQUESTS.includes(change.entry.action) && (of === undefined || isOfThese(of, change))
  const notice = of && 'notice' in of ? { notice: of.notice.sha256 } : {}
  return [{ name: `requests ${JSON.stringify(of)}`, isChangedBy, ...notice }]
}

function isOfThese(of: RequestsOf, { entry, request }: Change): boolean {
  if ('partnerIds' in of) return of.partnerIds.some((id) => entry.partnerId === id || request?.partners.has(id))
  if (request === null) return false
  if ('request' in of) return entry.request === of.request
  // One that is opened for a partner never was without.
  if ('unnamed' in of) return request.partners.size === 0 && (entry.id !== entry.request || entry.partnerId === null)
  return isOpenedBy(of, request.opening)
}

/** Whether an entry opens a request by this notice or by one of these rows, or by one of them as it was before. */
export function isOpenedBy(of: Extract<RequestsOf, { notice: object } | { formRows: object }>, opening: RawAuditEntry): boolean {
  const { action, body } = opening
  if ('formRows' in of) {
    if (action !== 'nfr_requested' || typeof body.formKey !== 'string') return false
    const sent = whenSent(body.formKey)
    return of.formRows.some((key) => whenSent(key) === sent)
  }
  if (action !== 'loa_requested') return false
  const { messageId, sha256, envelopeId } = of.notice
  const notice = body.notice as { messageId?: unknown; sha256?: unknown } | null | undefined
  const isSameMail = notice?.sha256 === sha256 || (messageId !== null && notice?.messageId === messageId)
  return isSameMail || (envelopeId !== null && body.envelopeId === envelopeId)
}

/** A row of the form that was changed in the sheet was still sent when it was. */
function whenSent(formKey: string): string | undefined {
  return formKey.split(KEY_MARK, 1)[0]
}

function entries(actions: readonly string[], of?: { partnerId: string }): Subject[] {
  const isChangedBy = ({ entry: { action, partnerId } }: Change): boolean =>
    actions.includes(action) && (of === undefined || partnerId === of.partnerId)
  return [{ name: `entries ${actions.join(' ')} ${of?.partnerId ?? ''}`, isChangedBy }]
}

type Reading = Exclude<keyof RecordReader, 'asOf' | 'close' | 'holdMoment' | 'betweenMoments' | 'together' | 'inTurn'>

/** What each reader reads. */
const READS: { readonly [R in Reading]: (...asked: Parameters<RecordReader[R]>) => Subject[] } = {
  listImports: importsOf,
  hasUndone: importsOf,
  newestImports: importsOf,
  account: ACCOUNTS,
  accountsNamed: ACCOUNTS,
  accounts: ACCOUNTS,
  accountNames: ACCOUNTS,
  goneAccounts: ACCOUNTS,
  formerNames: ACCOUNTS,
  accountsOfDomain: ACCOUNTS,
  portalUserByEmail: USERS,
  aliases,
  // Whoever records is told by the claim itself.
  claims: NOTHING,
  // A new spelling is of a new row, and changes what is read of that row's kind.
  spellings: NOTHING,
  // It is told, and once it is not so it never is again.
  isEmpty: NOTHING,
  wasImported: (kind) => [recordsOf(kind)],
  dashboardRows: () => [recordsOf(certificationDashboard)],
  portalUsers: USERS,
  records: (kind) => [recordsOf(kind)],
  eachRowName: (kind) => [recordsOf(kind)],
  recordsOfVersions: (kind) => [recordsOf(kind)],
  versionsInOrder: (kind) => [recordsOf(kind)],
  recordBatches: (kind) => [recordsOf(kind)],
  recordWithKey: (kind) => [recordsOf(kind)],
  recordsWithKeys: (kind) => [recordsOf(kind)],
  namesOfKeys: (kind) => [recordsOf(kind)],
  recordsWith: (kind) => [recordsOf(kind)],
  textsIn: (kind) => [recordsOf(kind)],
  eachRecordAfter: (kind) => [recordsOf(kind)],
  eachNameInRows: (kind) => [recordsOf(kind)],
  rejectedRows: (kind) => [recordsOf(kind)],
  countPeople: USERS,
  eachPeopleCount: USERS,
  prunedHistory: () => entries(CHANGE_ALL),
  importDetail: () => importsOf(),
  changesOf: () => importsOf(),
  keysEver: (kind) => [recordsOf(kind)],
  versions: (kind) => [recordsOf(kind)],
  valueSince: (kind) => [recordsOf(kind)],
  sourceAges: importsOf,
  auditEntries: WHOLE_AUDIT,
  auditEntry: WHOLE_AUDIT,
  requestEntries: requests,
  requestBatches: () => requests(),
  entriesOf: entries,
  entriesInFull: (actions) => entries(actions),
  openPromises: NOTHING,
  verifyAudit: WHOLE_AUDIT,
  verifyRecords: WHOLE_AUDIT,
  lastNumbers: NOTHING,
  wordsIn: (kind) => [recordsOf(kind)],
  promisedFolders: NOTHING,
  checkHealth: NOTHING,
  isToErase: NOTHING,
}

/** The end of an audit that has no entry. */
const BEFORE_ALL: AuditHead = { entries: 0, hash: BEGINNING }

/** What was read, each with the end of the audit when it was first read. */
export class Readings {
  readonly #read = new Map<string, { subject: Subject; end: AuditHead }>()
  /** Ends of the audit that were asked for. */
  #coming: Promise<void>[] = []

  /**
   * Has each reader of a store say what it reads, before it reads it. `end` gives the end of the audit; one that comes later must be
   * asked for at once, ahead of what is read.
   */
  follow(store: RecordReader, end: () => AuditHead | Promise<AuditHead>): void {
    const readers = store as unknown as Record<string, (...asked: unknown[]) => unknown>
    for (const [name, subjectsOf] of Object.entries<(...asked: never[]) => Subject[]>(READS)) {
      const read = readers[name]?.bind(store)
      if (!read) throw new Error(`a store cannot do without ${name}`)
      readers[name] = (...asked) => {
        for (const subject of subjectsOf(...(asked as never[]))) if (!this.#read.has(subject.name)) this.#note(subject, end())
        return read(...asked)
      }
    }
  }

  #note(subject: Subject, end: AuditHead | Promise<AuditHead>): void {
    if (!(end instanceof Promise)) {
      this.#read.set(subject.name, { subject, end })
      return
    }
    // Until it is known, everything there ever was may have come since.
    const read = { subject, end: BEFORE_ALL }
    this.#read.set(subject.name, read)
    const coming = end.then((known) => {
      read.end = known
    })
    // Whoever records is told where it does not come.
    coming.catch(() => {})
    this.#coming.push(coming)
  }

  /** Waits until every end is known. Throws what asking for one threw. */
  async settled(): Promise<void> {
    await Promise.all(this.#coming)
    this.#coming = []
  }

  /** The ends of the audit when the first and the last of it was read; null where nothing was. */
  get ends(): { first: AuditHead; last: AuditHead } | null {
    const ends = [...this.#read.values()].map(({ end }) => end).sort((a, b) => a.entries - b.entries)
    const [first, last] = [ends[0], ends.at(-1)]
    return first && last ? { first, last } : null
  }

  /** Whether something that was read before changed with an entry. */
  isChangedBy(change: Change): boolean {
    const { id, action } = change.entry
    const changesAll = CHANGE_ALL.includes(action) || !isKnownAction(action)
    for (const { subject, end } of this.#read.values())
      if (end.entries < id && (changesAll || subject.isChangedBy(change))) return true
    return false
  }

  /** What is recorded from here on does not rest on the requests by some notices, known by their SHA-256. */
  leaveNotices(hashes: ReadonlySet<string>): void {
    for (const [name, { subject }] of this.#read) if (hashes.has(subject.notice ?? '')) this.#read.delete(name)
  }

  /** Whoever recorded against what was read knows that it did not change up to there. */
  moveTo(end: AuditHead): void {
    for (const read of this.#read.values()) read.end = end
  }
}
