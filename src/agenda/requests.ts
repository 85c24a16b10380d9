/** Requests for letters and licenses that wait for an answer, and what of them ends soon. */

import type { Context } from '../app/context.ts'
import { withClaims } from '../decisions/claims.ts'
import { type ListedRequest, listForm, listRequest } from '../decisions/lists/rows.ts'
import { waitingForms } from '../decisions/which-request.ts'
import type { AgendaDoubt, AgendaItem } from '../reports/agenda.ts'
import { type Ending, expiringLetters, expiringLicenses } from '../requests/expiring.ts'
import type { FormRequest } from '../requests/form.ts'
import { type DeskRequest, eachRequest, isOpen, type Question } from '../requests/request.ts'
import type { BusinessDays } from '../rules/business-days.ts'
import type { RecordReader } from '../store/store.ts'
import { letterPolicy } from '../verdicts/letter-rule.ts'
import { licensePolicy } from '../verdicts/license-rule.ts'
import { entryOf, HANDBOOK, lineOf, PLAIN } from './places.ts'

/** What one part of the desk's work gives. */
export interface AgendaPart {
  items: AgendaItem[]
  doubts: AgendaDoubt[]
  /** The versions of the rules behind it: "loa 2025". */
  policies: string[]
}

/** Every request that waits, by its clock. */
export async function readRequests(context: Context, store: RecordReader, days: BusinessDays): Promise<AgendaPart> {
  const letters = await letterPolicy(context)
  const licenses = await licensePolicy(context)
  const clock = { days, slaBusinessDays: licenses.slaBusinessDays }
  const open: Record<Question, DeskRequest[]> = { loa: [], nfr: [] }
  const asked: Pick<DeskRequest, 'id' | 'formKey'>[] = []
  for await (const some of eachRequest(store))
    for (const request of some) {
      const { id, question, formKey } = request
      if (isOpen(request)) open[question].push(request)
      if (formKey !== null) asked.push({ id, formKey })
    }
  const forms = await waitingForms(context, store, licenses, asked)
  const recorded = [
    ...open.loa.map((each) => listRequest(context, each, { days, slaBusinessDays: letters.slaBusinessDays }, null)),
    ...open.nfr.map((each) => listRequest(context, each, clock, null)),
  ]
  const [listed, rows] = await itemsOf(
    store,
    recorded,
    forms.map((form) => ({ form, listed: listForm(context, form, clock) })),
  )
  const unclear = rows.filter(({ due }) => due === null).length
  return {
    items: [...listed, ...rows.filter(({ due }) => due !== null)],
    doubts:
      unclear === 0
        ? []
        : [
            {
              ...{ code: 'due_unknown', kind: 'nfr_requests', title: null, count: unclear, lastSeenAt: null, file: null },
              unknown: 'license requests: it is unclear when they came',
              command: 'phd nfr list',
            },
          ],
    policies: [`loa ${letters.version}`, `nfr ${licenses.version}`],
  }
}

/** What is on record and what waits in the form, each with who works on it. */
async function itemsOf(
  store: RecordReader,
  recorded: readonly ListedRequest[],
  waiting: readonly { form: FormRequest; listed: ListedRequest }[],
): Promise<[listed: AgendaItem[], rows: AgendaItem[]]> {
  const all = await withClaims(store, [...recorded, ...waiting.map(({ listed }) => listed)])
  const items = all.map((each, i) => {
    const form = waiting[i - recorded.length]?.form
    return requestItem(each, form ? lineOf(form.source) : entryOf(Number(each.reference)))
  })
  return [items.slice(0, recorded.length), items.slice(recorded.length)]
}

function requestItem(request: ListedRequest, evidence: AgendaItem['evidence'][number]): AgendaItem {
  const { reference, lasting, question, partner, partnerText, requester, received, clock, state, taken } = request
  const list = `phd ${question} list`
  const isException = state === 'waiting'
  const kind = question === 'loa' ? 'letter' : 'license'
  const about = `${kind} request ${reference.startsWith('form:') ? `(${reference})` : reference}`
  return {
    ...PLAIN,
    code: question === 'loa' ? 'letter_request' : isException ? 'exception_request' : 'license_request',
    key: `${question}_request ${/^\d+$/.test(lasting) ? lasting : hashOf(lasting)}`,
    due: clock?.due ?? null,
    isLate: clock?.late ?? false,
    came: received,
    waitsFor: isException ? 'approvers' : null,
    taken,
    partner,
    partnerText,
    person: requester,
    what: isException ? `exception for ${about}` : about,
    brief: isException ? 'exception' : kind,
    command: partner === null || isException ? list : `phd ${question} check ${partner.id.slice(0, 15)}`,
    list,
    evidence: [evidence],
    handbook: [question === 'loa' ? HANDBOOK.letterRequest : isException ? HANDBOOK.licenseException : HANDBOOK.licenseRequest],
  }
}

/** What a row of the form says, as an id: it has an address in it, and its line may change. */
function hashOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Letters and licenses that end within some days and that nothing follows; an add-on ends with its license. */
export async function readEndings(context: Context, store: RecordReader, within: number): Promise<AgendaItem[]> {
  const { today, now } = context
  const policy = await licensePolicy(context)
  const [letters, licenses] = await store.together(
    () => expiringLetters(store, { today, within }),
    // A license ends at midnight UTC, wherever the desk is.
    () => expiringLicenses(store, policy, { today: now.slice(0, 10), within }),
  )
  return [...letters, ...licenses].filter(({ addOn, isFollowed }) => !addOn && !isFollowed).map(endingItem)
}

function endingItem(ending: Ending): AgendaItem {
  const { what, partner, partnerText, type, users, start, end, source, entry } = ending
  const isLetter = what === 'letter'
  const of = partner?.id ?? 'unlinked'
  return {
    ...PLAIN,
    code: isLetter ? 'letter_ends' : 'license_ends',
    key: `${isLetter ? 'letter' : 'license'}_ends ${of} ${isLetter ? start : `${type} ${users} ${start}`}`,
    due: end,
    partner,
    partnerText,
    person: isLetter ? { name: ending.about || null, address: null } : { name: null, address: ending.address },
    what: isLetter ? 'letter ends' : `license ends: ${users} ${ending.typeText}`,
    brief: isLetter ? null : 'license ends',
    command: isLetter ? 'phd loa expiring' : 'phd nfr expiring',
    list: isLetter ? 'phd loa expiring' : 'phd nfr expiring',
    evidence: source ? [lineOf(source)] : entry === null ? [] : [entryOf(entry)],
    handbook: [isLetter ? HANDBOOK.letterEnds : HANDBOOK.licenseEnds],
  }
}
