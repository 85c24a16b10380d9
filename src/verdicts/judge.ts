/** A rule with its policy in force, ready to be asked about partners. */

import type { Context } from '../app/context.ts'
import { deskCalendar } from '../app/desk-calendar.ts'
import { ExitCode, PhdError } from '../errors.ts'
import { isPartner, type Partner } from '../partners/partner.ts'
import type { Resolved } from '../partners/resolve.ts'
import type { Kind } from '../records/kind.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { foldName } from '../records/name.ts'
import { contractsOf } from '../requests/contracts.ts'
import { type DeskRequest, isOpen, lettersOf, type Question, requestsOf } from '../requests/request.ts'
import { type Clock, clockOf } from '../rules/business-days.ts'
import type { NotedContract } from '../rules/checks.ts'
import { type Dated, inForce } from '../rules/policy.ts'
import type { AuditEntry, ImportEntry, RecordReader } from '../store/store.ts'
import { letterNotes, requestNotes } from './request-notes.ts'
import type { Note, Wording } from './sentences.ts'
import type { VerdictAnswer } from './view.ts'

/** A verdict with its sentences, as it is printed, and the verdict itself. */
export interface Judged<V> {
  answer: VerdictAnswer
  verdict: V
}

export interface Judge<V, P> {
  question: Question
  policy: P
  one(partner: Partner, by: Resolved['by'] | null): Promise<Judged<V>>
  all(): AsyncGenerator<Judged<V>>
}

/** The version of a rule for the day that is asked about. Throws `no_policy` (cannot tell). */
export function policyFor<P extends Dated>(versions: readonly P[], day: string, what: string, file: string): P {
  const policy = inForce(versions, day)
  if (policy) return policy
  throw new PhdError('no_policy', ExitCode.cannotTell, `no rule for ${what} is known for ${day}`, {
    hint: `see data/policies/${file}`,
  })
}

/** What is on record of a partner: its requests, what is to be said of them, and the contract that a person noted. */
export interface OnRecord {
  requests: readonly DeskRequest[]
  notes: readonly Note[]
  contract: NotedContract | null
  /** Whether another partner has the very same name, so that a command has to name this one by its id. */
  hasNamesake: boolean
}

/** Imports that were undone and that none has followed, of some kinds: what they said counts no more. */
function undoneImports(
  imports: readonly ImportEntry[],
  kinds: readonly Kind[],
  newest: readonly ImportEntry[],
): VerdictAnswer['undone'] {
  return kinds.flatMap(({ kind, title }) => {
    const since = newest.find((entry) => entry.kind === kind)?.id ?? 0
    const entry = imports.findLast(
      ({ kind: of, id, undoes, undoneBy }) => of === kind && id > since && undoes === null && undoneBy !== null,
    )
    const undoing = entry && imports.find(({ id }) => id === entry.undoneBy)
    return entry && undoing ? [{ importId: entry.id, file: entry.file, title, at: undoing.importedAt, by: undoing.actor }] : []
  })
}

/** What sentences name of one partner. */
export function partnerWords(
  { id, name }: Partner,
  { requests, hasNamesake }: OnRecord,
): Pick<Wording, 'partnerId' | 'partnerName' | 'subject' | 'waiting'> {
  // A name that a shell would read otherwise, or phd as an option, is no good to copy.
  const subject = hasNamesake || /["$`\\!]|^-/.test(name) ? id : `"${name}"`
  return { partnerId: id, partnerName: name, subject, waiting: requests.filter(isOpen) }
}

/** What all answers of a run have in common. */
export interface Around {
  words: Omit<Wording, 'channelManager' | 'partnerId' | 'partnerName' | 'subject' | 'waiting' | 'dashboardImported'>
  /** The answer's frame for one partner. */
  frame(
    partner: Partner,
    by: Resolved['by'] | null,
  ): Pick<VerdictAnswer, 'partner' | 'by' | 'evaluatedAt' | 'asOf' | 'sources' | 'undone'>
  /** What is on record of one partner. */
  recordOf(partner: Partner): Promise<OnRecord>
  /** What is on record of any partner, read at once. */
  allRecords(): Promise<(partner: Partner) => OnRecord>
}

/** Reads what all answers have in common; `kinds` are those that a verdict may rest on. */
export async function makeAround(
  context: Context,
  store: RecordReader,
  { question, kinds, slaBusinessDays }: { question: Question; kinds: readonly Kind[]; slaBusinessDays: number },
): Promise<Around> {
  const newest = await store.newestImports()
  const undone = undoneImports(await store.listImports(), kinds, newest)
  const sources = kinds.map(({ kind, title }) => ({ kind, title, newest: newest.find((entry) => entry.kind === kind) ?? null }))
  const { readCourses, readDesk } = await import('../reference/reference.ts')
  const { mailbox, loaLabel, nfrLabel, portal } = readDesk()
  const recordsIn = async (
    entries: readonly AuditEntry[],
    hasNamesake: (name: string) => boolean,
  ): Promise<(partner: Partner) => OnRecord> => {
    const requests = requestsOf(entries).filter((request) => request.question === question)
    const letters = question === 'loa' ? lettersOf(entries) : []
    const contracts = contractsOf(entries)
    const byPartner = Map.groupBy(requests, ({ partner }) => partner?.id ?? '')
    // The calendar is read only where a clock runs.
    const days = requests.some(({ state }) => state === 'open') ? await deskCalendar(context, store, undefined) : null
    const clockFor = ({ received }: DeskRequest): Clock | null =>
      days && clockOf(context.dayOf(received), slaBusinessDays, context.today, days)
    return ({ id, name }) => {
      const own = byPartner.get(id) ?? []
      const issued = letters.filter(({ partner }) => partner.id === id)
      const notes = [...requestNotes(own, clockFor), ...letterNotes(issued, context.today)]
      return { requests: own, notes, contract: contracts.get(id) ?? null, hasNamesake: hasNamesake(name) }
    }
  }
  return {
    words: {
      mailbox,
      loaLabel,
      nfrLabel,
      portal,
      badgeDays: readCourses().badgeDelay.businessDays,
      maxAgeDays: context.maxAgeDays,
      slaBusinessDays,
    },
    frame: (partner, by) => ({ partner, by, evaluatedAt: context.now, asOf: context.asOf, sources, undone }),
    recordOf: async (partner) => {
      const alike = (await store.accountsNamed('folded', foldName(partner.name).folded)).filter(isPartner)
      return (await recordsIn(await store.requestEntries({ partnerId: partner.id }), () => alike.length > 1))(partner)
    },
    allRecords: async () => recordsIn(await store.requestEntries(), await namesakes(store)),
  }
}

/** Tells of any name whether several partners have it. */
async function namesakes(store: RecordReader): Promise<(name: string) => boolean> {
  const forms = await store.foldedNames(accounts)
  const foldedOf = (name: string): string => (forms.get(name) ?? foldName(name)).folded
  const partners = (await store.accounts()).filter(isPartner)
  const byName = Map.groupBy(partners, ({ record }) => foldedOf(record.name ?? ''))
  return (name) => (byName.get(foldedOf(name))?.length ?? 0) > 1
}
