/** What the menu reads from the database to ask better. */

import { readRequests } from '../../agenda/requests.ts'
import type { Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { type Takeable, takeable, takeableForm, takenOf } from '../../decisions/claims.ts'
import type { Taken } from '../../decisions/lists/rows.ts'
import { waitingForms } from '../../decisions/which-request.ts'
import { type Candidate, PhdError } from '../../errors.ts'
import { partnerFinder, wholePartners } from '../../partners/every/finder.ts'
import { candidateOf } from '../../partners/partner.ts'
import { resolvePartner } from '../../partners/resolve.ts'
import type { FormRequest } from '../../requests/form.ts'
import { type DeskRequest, eachRequest, isOpen, type Question } from '../../requests/request.ts'
import type { RecordReader } from '../../store/store.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'
import type { NamedPartner } from './step.ts'

/** As many as can be taken in at a glance. */
const MOST_FOUND = 12

/** Reads from the database as it is now. */
export async function reading<T>(context: Context, read: (store: RecordReader) => Promise<T>): Promise<T> {
  const store = await context.openStore('read')
  try {
    return await read(store)
  } finally {
    await store.close()
  }
}

/** What finds partners as someone types. */
export async function finderOf(context: Context): Promise<(term: string) => Promise<Candidate[]>> {
  const find = await reading(context, partnerFinder)
  return (term) =>
    reading(context, async (store) => (await wholePartners(store, await find(store, term, MOST_FOUND))).map(candidateOf))
}

/** The partner with an id, with the word that a command line names it by. */
export async function namedPartner(context: Context, id: string): Promise<NamedPartner> {
  return reading(context, async (store) => {
    const { partner } = await resolvePartner(store, id)
    return { id: partner.id, name: partner.name, word: (await meansIt(store, partner)) ? partner.name : partner.id }
  })
}

/** Whether a partner’s name can be typed, and means that partner alone. */
async function meansIt(store: RecordReader, { id, name }: { id: string; name: string }): Promise<boolean> {
  if (safeText(name) !== name || name.trim() !== name || name.startsWith('-')) return false
  try {
    return (await resolvePartner(store, name)).partner.id === id
  } catch {
    return false
  }
}

/** With who works on it; null: nobody. */
export type Held<T> = T & { taken: Taken | null }

/** What waits for an answer and may be about a partner, and whether the partner was answered today. */
export interface Waiting {
  own: readonly Held<DeskRequest>[]
  /** Requests that name no company yet. */
  unnamed: readonly Held<DeskRequest>[]
  /** Rows of the request form that are not on record. */
  forms: readonly Held<FormRequest>[]
  decidedToday: 'approved' | 'denied' | null
}

/** Reads what waits for a partner. */
export async function waitingFor(context: Context, question: Question, { id }: NamedPartner): Promise<Waiting> {
  return reading(context, async (store) => {
    const own: DeskRequest[] = []
    const unnamed: DeskRequest[] = []
    // Of all others, what tells which rows of the form are theirs.
    const known: Pick<DeskRequest, 'id' | 'formKey'>[] = []
    for await (const some of eachRequest(store))
      for (const request of some) {
        if (request.question !== question) continue
        if (request.partner?.id === id) own.push(request)
        else if (request.partner === null && isOpen(request)) unnamed.push(request)
        if (request.formKey !== null) known.push({ id: request.id, formKey: request.formKey })
      }
    const forms = question === 'nfr' ? await waitingForms(context, store, await licensePolicy(context), known) : []
    const today = own.findLast(({ ruling }) => ruling && context.dayOf(ruling.at) === context.today)
    return {
      own: await held(store, own.filter(isOpen), takeable),
      unnamed: await held(store, unnamed, takeable),
      forms: await held(
        store,
        forms.filter(({ partner }) => partner?.id === id),
        takeableForm,
      ),
      decidedToday: today?.ruling?.decision ?? null,
    }
  })
}

async function held<T>(store: RecordReader, requests: readonly T[], asTakeable: (request: T) => Takeable): Promise<Held<T>[]> {
  const taken = await takenOf(
    store,
    requests.map((each) => asTakeable(each).wanted.subject),
  )
  return requests.map((request, i) => ({ ...request, taken: taken[i] ?? null }))
}

/** What requests for letters and licenses press, as far as known: how many are late, and how many are due today. */
export async function pressing(context: Context): Promise<{ late: number; dueToday: number }> {
  try {
    return await reading(context, async (store) => {
      const { items } = await readRequests(context, store, await deskCalendar(context, store, undefined))
      const open = items.filter(({ waitsFor }) => waitsFor === null)
      return {
        late: open.filter(({ isLate }) => isLate).length,
        dueToday: open.filter(({ isLate, due }) => !isLate && due === context.today).length,
      }
    })
  } catch (error) {
    // The command that lists them says what is wrong; a greeting is not worth it.
    if (error instanceof PhdError) return { late: 0, dueToday: 0 }
    throw error
  }
}

/** Whether there is nothing to answer from. */
export async function isEmptyDesk(context: Context): Promise<boolean> {
  return reading(context, (store) => store.isEmpty())
}
