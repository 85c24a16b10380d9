import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_MARK } from '../../../src/records/key.ts'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import { certificationDashboard } from '../../../src/records/kinds/certification-dashboard.ts'
import { portalUsers } from '../../../src/records/kinds/portal-users.ts'
import { contractEntry } from '../../../src/requests/contracts.ts'
import { closedEntry, letterEntry, namedEntry, openedEntry, ruledEntry } from '../../../src/requests/entries.ts'
import type { ImportRequest, NewAuditEntry, NoticeMarks, RecordReader, Store } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { figure, seed } from '../../faults/sizes.ts'
import { allOf } from './all-of.ts'
import { BasisModel, type ModelRequest } from './basis-model.ts'
import { ENGINES } from './engines.ts'
import type { TestDesk } from './test-desk.ts'

const KINDS = [accounts, certificationDashboard, portalUsers] as unknown as readonly [Kind, Kind, Kind]
const PARTNERS = ['P1', 'P2']
const NOTICES = [0, 1].map((n): NoticeMarks => ({ messageId: `id-${n}`, sha256: `sha-${n}`, envelopeId: `envelope-${n}` }))
const FORMS = ['monday', 'tuesday'].map((sent) => `${sent}${KEY_MARK}Acme${KEY_MARK}5`)

/** Something that can be read, and the thing that it is for the model. */
type Read = readonly [thing: string, read: (store: RecordReader) => Promise<unknown>]

function readsOf(requests: readonly ModelRequest[]): Read[] {
  return [
    ['imports', (store) => store.listImports()],
    ['imports', (store) => store.newestImports()],
    ...KINDS.flatMap((kind): Read[] => [
      [`kind ${kind.kind}`, (store) => store.records(kind)],
      [`kind ${kind.kind}`, (store) => store.newestImports([kind])],
      [`kind ${kind.kind}`, (store) => store.wasImported(kind)],
    ]),
    [`kind ${accounts.kind}`, (store) => store.accountsNamed('folded', ['acme'])],
    [`kind ${portalUsers.kind}`, (store) => store.countPeople({})],
    ['aliases', (store) => store.aliases()],
    ['requests', (store) => store.requestEntries()],
    ['requests', (store) => allOf(store.requestBatches())],
    ['unnamed', (store) => store.requestEntries({ unnamed: true })],
    ...NOTICES.map((notice, n): Read => [`notice ${n}`, (store) => store.requestEntries({ notice })]),
    ...FORMS.map((form, n): Read => [`form ${n}`, (store) => store.requestEntries({ formRows: [form] })]),
    ...requests.map(({ id }): Read => [`request ${id}`, (store) => store.requestEntries({ request: id })]),
    ...PARTNERS.flatMap((partnerId): Read[] => [
      [`partner ${partnerId}`, (store) => store.requestEntries({ partnerIds: [partnerId] })],
      [`did contract_noted ${partnerId}`, (store) => store.entriesOf(['contract_noted'], { partnerId })],
    ]),
    ['did letter_issued', (store) => store.entriesOf(['letter_issued'])],
    ['did mail_taught', (store) => allOf(store.entriesInFull(['mail_taught']))],
    ['audit', (store) => store.verifyAudit()],
    // What is told and not judged by.
    ['', (store) => store.lastNumbers()],
    ['', (store) => store.isEmpty()],
    ['', (store) => store.openPromises()],
  ]
}

const number = fc.nat(99)
const steps = fc.array(fc.tuple(fc.constantFrom('read', 'read', 'other', 'other', 'own', 'regardless'), number, number, number), {
  minLength: 2,
  maxLength: 24,
})

/** A desk on which one decides, by what it read, and others record. */
class World {
  readonly model = new BasisModel()
  readonly #desk: TestDesk
  readonly #own: Store
  readonly #other: Store
  readonly #answers: { read: Read; answer: unknown }[] = []
  #imports = 0

  constructor(desk: TestDesk, own: Store, other: Store) {
    this.#desk = desk
    this.#own = own
    this.#other = other
  }

  async close(): Promise<void> {
    await this.#own.close()
    await this.#other.close()
    this.#desk.remove()
  }

  async read(which: number): Promise<void> {
    const all = readsOf(this.model.requests)
    const reads = which % 3 === 0 ? all : all.filter(([thing]) => /^(?:unnamed|notice|form|request|partner)/.test(thing))
    const read = reads[Math.floor(which / 3) % reads.length]
    if (!read) return
    this.#answers.push({ read, answer: await read[1](this.#own) })
    if (read[0] !== '') this.model.reads(read[0])
  }

  async others(which: number, a: number, b: number): Promise<void> {
    this.model.others(await this.#change(which, a, b))
  }

  /** What another store does; gives the things that it is about. */
  async #change(which: number, a: number, b: number): Promise<string[]> {
    const kind = KINDS[a % KINDS.length] ?? KINDS[0]
    const [partner, name] = [PARTNERS[a % 2] ?? '', `Alias ${a % 2}`]
    switch (which % 8) {
      case 0:
        await this.#importAt(dayOf(++this.#imports), kind)
        return ['imports', `kind ${kind.kind}`, 'audit', 'did imported']
      case 1: {
        const [newest] = await this.#other.newestImports([kind])
        const pruned = (await this.#other.prunedHistory())?.lastImport ?? 0
        if (!newest || newest.id <= pruned) return []
        await this.#other.undoImport(newest.id, false)
        return ['imports', `kind ${kind.kind}`, 'audit', 'did import_undone']
      }
      case 2:
        if (b % 2 === 0) await this.#other.addAlias(name, partner)
        else if (!(await this.#other.removeAlias(name))) return []
        return ['aliases', 'audit']
      case 3: {
        const before = new Date(Date.UTC(2026, 5, 2 + a)).toISOString().slice(0, 10)
        const { status } = await this.#other.prune({ before, dryRun: false })
        return status === 'pruned' ? ['all'] : []
      }
      default:
        return this.#recordBy(this.#other, a, b)
    }
  }

  /** Imports at a time of its own, for there to be days between which history is pruned. */
  async #importAt(at: string, kind: Kind): Promise<void> {
    const store = await this.#desk.openToWrite({ actor: 'other', statedNow: at })
    try {
      await store.importRecords(request(kind, this.#imports))
    } finally {
      await store.close()
    }
  }

  /** Records an entry of some action, judged by nothing; gives the things that it is about. */
  async #recordBy(store: Store, a: number, b: number): Promise<string[]> {
    const { entry, things } = this.#entry(a, b)
    const [added] = await store.record([entry], { regardless: true })
    return things(added?.id ?? 0)
  }

  #entry(a: number, b: number): { entry: NewAuditEntry; things: (id: number) => string[] } {
    const id = PARTNERS[b % 2] ?? ''
    const partner = { id, name: `Partner ${id}` }
    // One of the last, so that more than one thing happens to a request.
    const known = this.model.requests.slice(-2).at(b % 3 === 0 ? 0 : -1)
    const last = known?.partners.at(-1)
    const of = last === undefined ? null : { id: last, name: last }
    const onRequest = (entry: NewAuditEntry, request: ModelRequest, names: string | null) => ({
      entry,
      things: () => this.model.ofRequest(request, entry.action, names),
    })
    if (a % 12 === 0) {
      const entry = contractEntry(partner, { date: '2026-01-01', where: 'there' })
      return { entry, things: () => this.model.ofEntry(entry.action, id, true) }
    }
    if (a % 12 === 1) {
      const body = { lesson: 1, file: 'a.eml', kind: 'x', reason: null }
      const entry: NewAuditEntry = {
        ...{ action: 'mail_lesson_forgotten', partnerId: null, request: null, body, evidence: null },
      }
      return { entry, things: () => this.model.ofEntry(entry.action, null) }
    }
    if (a % 12 === 2) {
      const entry = letterEntry(null, partner, { date: '2026-01-01', requester: null })
      return { entry, things: () => this.model.ofEntry(entry.action, id, true) }
    }
    if (!known || a % 12 <= 5) return this.#opening(a, b, b % 4 === 0 ? partner : null)
    if (a % 12 <= 8) return onRequest(namedEntry(known.id, partner), known, id)
    if (a % 12 === 9 && of) return onRequest(ruled(known, of), known, of.id)
    const change = b % 5 === 0 ? 'withdrawn' : 'reopened'
    return onRequest(closedEntry(change, known.id, of, 'a reason'), known, of?.id ?? null)
  }

  #opening(a: number, b: number, partner: { id: string; name: string } | null) {
    const question = a % 2 === 0 ? ('nfr' as const) : ('loa' as const)
    const n = (b >> 2) % 3
    const by = n === 2 ? null : question === 'loa' ? `notice ${n}` : `form ${n}`
    const notice = question === 'loa' ? NOTICES[n] : undefined
    // A row that was changed in the sheet since.
    const formKey = question === 'nfr' ? (FORMS[n]?.replace(/5$/, String(b)) ?? null) : null
    const entry = openedEntry({
      ...{ question, partnerId: partner?.id ?? null, partnerName: partner?.name ?? null },
      ...{ requester: { name: 'Ann', address: null }, received: '2026-05-30', ask: null, formKey },
      // One of three marks says which notice it was.
      envelopeId: Math.floor(a / 12) % 3 === 0 ? (notice?.envelopeId ?? null) : null,
      notice: notice
        ? {
            file: 'a.eml',
            messageId: Math.floor(a / 12) % 3 === 1 ? notice.messageId : null,
            sha256: Math.floor(a / 12) % 3 === 2 ? notice.sha256 : 'other',
          }
        : null,
    })
    const things = (id: number): string[] => {
      const request: ModelRequest = { id, question, partners: [], by }
      this.model.requests.push(request)
      return this.model.ofRequest(request, entry.action, partner?.id ?? null)
    }
    return { entry, things }
  }

  /** What is decided is recorded where the model says so, and else refused, with nothing recorded. */
  async decide(a: number, b: number): Promise<void> {
    const { entry, things } = this.#entry(a, b)
    const before = await this.#other.lastNumbers()
    if (this.model.refuses) {
      await expect(this.#own.record([entry])).rejects.toThrow(failing({ code: 'changed_meanwhile', exitCode: 6 }))
      expect(await this.#other.lastNumbers()).toEqual(before)
      return
    }
    // The model itself is right: each answer would be the same now.
    for (const { read, answer } of this.#answers)
      if (read[0] !== '') expect(await read[1](this.#other), `${read[0]} is as it was`).toEqual(answer)
    const [added] = await this.#own.record([entry])
    things(added?.id ?? 0)
    await this.#knowsOwn()
  }

  /** What is recorded whatever changed, or imported, is no news to who did it. */
  async regardless(a: number, b: number): Promise<void> {
    if (a % 4 === 0) await this.#own.importRecords(request(KINDS[b % KINDS.length] ?? KINDS[0], ++this.#imports))
    else await this.#recordBy(this.#own, a, b)
    if (!this.model.refuses) await this.#knowsOwn()
  }

  async #knowsOwn(): Promise<void> {
    for (const each of this.#answers) each.answer = await each.read[1](this.#other)
  }
}

function ruled({ id, question }: ModelRequest, { id: partnerId, name }: { id: string; name: string }): NewAuditEntry {
  const body = {
    ...{ partnerName: name, requester: { name: null, address: null }, override: null, exception: null, ask: null, term: null },
    ...{ listedThen: [], reason: null, verdict: 'eligible', policyVersion: '1', values: {}, replies: [], drafts: [] },
  }
  return ruledEntry(question, 'denied', id, partnerId, body, {})
}

function dayOf(n: number): string {
  return `2026-06-${String(1 + (n % 28)).padStart(2, '0')}T09:00:00Z`
}

/** The import of one record, which is another one each time. */
function request(kind: Kind, n: number): ImportRequest {
  const values = Object.keys(kind.fields).map((field) =>
    kind.fields[field]?.type === 'text' && field === kind.partnerName ? `Acme ${n}` : null,
  )
  return {
    ...{
      kind,
      file: `${n}.csv`,
      sha256: createHash('sha256').update(String(n)).digest('hex'),
      bytes: 1,
      encoding: 'utf-8',
      delimiter: ',',
    },
    ...{ mode: 'merge', scope: null, completeBy: null, dateOrder: null, decimal: null, report: null, rejectsOf: null },
    hasItsName: () => false,
    dating: () => ({ by: 'import', at: dayOf(n) }),
    ...{ allowShrink: true, allowOlder: true, listChanges: 0, headings: {}, extraHeadings: [], given: {} },
    dryRun: false,
    rows: () => [{ key: `key ${n % 3}`, line: 2, values, extra: null }],
    rejectedOwners: () => [],
    ownerless: () => 0,
    finish: async () => ({ rejected: 0, read: 1, ignored: 0, files: [] }),
  }
}

describe.each(ENGINES)('on $name', ({ desk: makeDesk, share }) => {
  const opened = async (): Promise<World> => {
    const desk = await makeDesk(KINDS)
    return new World(desk, await desk.openToWrite(), await desk.openToWrite({ actor: 'other' }))
  }

  it('what was judged is recorded if and only if nothing that was read changed, in any history', { timeout: 3_600_000 }, () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await opened()
        try {
          for (const [what, which, a, b] of history) {
            if (what === 'read') await world.read(which)
            else if (what === 'other') await world.others(which, a, b)
            else if (what === 'own') await world.decide(a, b)
            else await world.regardless(a, b)
          }
          await world.decide(2, 0)
        } finally {
          await world.close()
        }
      }),
      // The seed is in the message of a failure; PHD_SEED takes it.
      { numRuns: figure('histories') * share, seed },
    ),
  )

  it('a database with another entry under the same number is another one', async () => {
    const desk = await makeDesk(KINDS)
    const [own, other] = [await desk.openToWrite(), await desk.openToWrite()]
    const letter = (id: string): NewAuditEntry => letterEntry(null, { id, name: id }, { date: '2026-01-01', requester: null })
    try {
      await other.record([letter('P1')])
      await other.record([letter('P2')])
      await own.requestEntries({ partnerIds: ['P3'] })
      desk.loseLastEntry()
      await other.record([letter('P1')], { regardless: true })
      await expect(own.record([letter('P3')])).rejects.toThrow(
        failing({ code: 'changed_meanwhile', message: 'the database was just replaced by another one' }),
      )
    } finally {
      await own.close()
      await other.close()
      desk.remove()
    }
  })
})
