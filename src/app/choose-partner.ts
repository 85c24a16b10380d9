import { PhdError } from '../errors.ts'
import { partnerFinder, wholePartners } from '../partners/every/finder.ts'
import { candidateOf } from '../partners/partner.ts'
import { hasPartners, noAccounts, noPartnerNamed, type Resolved, resolvePartner } from '../partners/resolve.ts'
import type { RecordReader } from '../store/store.ts'
import type { Context } from './context.ts'

/**
 * The partner a command is about. A name that is not exact leads to a question on a terminal, elsewhere to an error that lists
 * candidates. After a question the store may say something else than before: what an answer rests on is read after this.
 */
export async function choosePartner(
  context: Context,
  store: RecordReader,
  subject: string | undefined,
  question = 'Which partner?',
): Promise<Resolved> {
  if (subject === undefined) {
    if (!context.interactive) throw noPartnerNamed()
    if (!(await hasPartners(store))) throw await noAccounts(store)
    return ask(store, question, '')
  }
  try {
    const ahead = context.desk?.foundAhead
    return await (ahead?.store === store && ahead.subject === subject ? ahead.found : resolvePartner(store, subject))
  } catch (error) {
    if (!context.interactive || !(error instanceof PhdError) || error.candidates.length === 0) throw error
    return ask(store, error.message.endsWith('?') ? error.message : `${error.message}; which one do you mean?`, subject)
  }
}

async function ask(store: RecordReader, message: string, typed: string): Promise<Resolved> {
  const { askForPartner } = await import('../terminal/prompts.ts')
  // A person may take an hour to answer, while others write.
  const id = await store.betweenMoments(async () => {
    const find = await partnerFinder(store)
    return askForPartner(message, async (term) => (await wholePartners(store, await find(store, term, 12))).map(candidateOf), {
      first: typed,
    })
  })
  return resolvePartner(store, id)
}
