import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { doubtOf, readEvaluations } from '../../app/lists/evaluations.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { partnerIndex } from '../../partners/every/partner-index.ts'
import { type NewestList, newestOf, type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { leads } from '../../records/kinds/leads.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import { foldName } from '../../records/name.ts'
import { nearest } from '../../records/near.ts'
import { type EvaluationFacts, evaluationAnswer } from '../../rules/leads/evaluation.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { checkView } from './evaluation-view.ts'
import { registrationsOf } from './registrations.ts'
import { nameMatch } from './same-name.ts'

export interface EvaluationFlags extends CommonFlags {
  partner?: string
}

/** Answers what the next evaluation license of a customer is, and whether it can be issued. */
export async function runEvaluationCheck(context: Context, flags: EvaluationFlags, customer: string): Promise<ExitCode> {
  const wanted = foldName(customer)
  if (!/[\p{L}\p{N}]/u.test(customer)) throw usageError(`"${customer}" is not a name`, 'name the customer')
  const named = givenValue('--partner', flags.partner)
  const store = await context.openStore('read')
  try {
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const read = await readEvaluations(context, store)
    const { policy, all } = read
    const { index } = await partnerIndex(store)
    const own = all.filter((each) => each.folded === wanted.folded)
    const others = all.filter(
      (each) => nameMatch(wanted, foldName(each.record.customer ?? '')) !== 'other' && !own.includes(each),
    )
    const hasMaybe = others.some(({ record }) => nameMatch(wanted, foldName(record.customer ?? '')) === 'maybe')
    const deals = await registrationsOf(context, store, { customer, partner, policy, index })
    const list = await newestOf(context, store, dealRegistrations)
    const rejected = await rejectedOf(store, dealRegistrations, partner ? { partner, index } : undefined)
    const ofLicenses = all.flatMap(({ record }) => record.customer ?? [])
    const names = new Set([...ofLicenses, ...deals.names, ...(await otherNames(store))])
    const isKnown = [...names].some((name) => foldName(name).folded === wanted.folded)
    const answer = evaluationAnswer(
      {
        issued: own.length,
        doubt: doubtOf(read, own, { isKnown, hasMaybe }),
        registrations: deals.found.map(({ state }) => state),
        registrationsDoubt: registrationsDoubt(list, rejected, { isKnown, hasMaybe: deals.hasMaybe }),
      },
      policy,
    )
    const page = {
      ...{ customer, answer, own, policy, partner, registrations: deals.found, registrationList: list, list: read.list },
      otherForms: [...new Set([...others.flatMap(({ record }) => record.customer ?? []), ...deals.otherForms])],
      near: isKnown ? [] : nearest(customer, names),
      ...{ isKnown, now: context.now, asOf: context.asOf, maxAgeDays: context.maxAgeDays },
    }
    print(context.io, context.format, checkView(page, context.io))
    return { yes: ExitCode.yes, no: ExitCode.no, unknown: ExitCode.cannotTell }[answer.decision]
  } finally {
    await store.close()
  }
}

/** Names of customers in the lists that the answer does not rest on: opportunities and shared leads. */
async function otherNames(store: RecordReader): Promise<Set<string>> {
  const names = new Set<string>()
  const add = (name: string | null): void => {
    if (name !== null) names.add(name)
  }
  for await (const some of store.recordBatches(opportunities)) for (const { record } of some) add(record.customer)
  for await (const some of store.recordBatches(leads)) for (const { record } of some) add(record.company)
  return names
}

/** Why there may be a registration that is not known. */
function registrationsDoubt(
  list: NewestList | null,
  rejected: RejectedRows | null,
  { isKnown, hasMaybe }: { isKnown: boolean; hasMaybe: boolean },
): EvaluationFacts['registrationsDoubt'] {
  if (list === null) return 'no_registrations'
  if (list.isOld) return 'stale_registrations'
  if (rejected !== null) return 'set_aside_registration'
  if (hasMaybe) return 'registration_other_form'
  return isKnown ? null : 'unknown_customer'
}
