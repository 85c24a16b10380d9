import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { sourceOf } from '../../partners/facts.ts'
import { wholeIndex } from '../../partners/linked-names.ts'
import type { Partner } from '../../partners/partner.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { evaluationLicenses } from '../../records/kinds/evaluation-licenses.ts'
import { foldName } from '../../records/name.ts'
import { type EvaluationPolicy, evaluationAnswer, registrationState } from '../../rules/leads/evaluation.ts'
import { isStale } from '../../rules/verdict.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { checkView } from './evaluation-view.ts'
import { doubtOf, type FoundRegistration, newestOf, readEvaluations } from './read.ts'

export interface EvaluationFlags extends CommonFlags {
  partner?: string
}

/** Answers what the next evaluation license of a customer is, and whether it can be issued. */
export async function runEvaluationCheck(context: Context, flags: EvaluationFlags, customer: string): Promise<ExitCode> {
  const { folded, core } = foldName(customer)
  if (!/[\p{L}\p{N}]/u.test(customer)) throw usageError(`"${customer}" is not a name`, 'name the customer')
  const named = givenValue('--partner', flags.partner)
  const store = await context.openStore('read')
  try {
    const read = await readEvaluations(context, store)
    const { policy, all } = read
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const own = all.filter((each) => each.folded === folded)
    const { found, otherForms, list } = await registrationsOf(context, store, { folded, core, partner, policy })
    // A rejected row names its partner and not its customer: it may be of any.
    const isSetAside = (await store.rejectedRows(evaluationLicenses)).length > 0
    const answer = evaluationAnswer(
      {
        issued: own.length,
        doubt: doubtOf(read, own, isSetAside),
        registrations: found.map(({ state }) => state),
        registrationsDoubt: list === null ? 'no_registrations' : list.isOld ? 'stale_registrations' : null,
      },
      policy,
    )
    const others = all.filter((each) => each.folded !== folded && foldName(each.record.customer ?? '').core === core)
    const page = {
      ...{ customer, answer, own, policy, partner, registrations: found, registrationList: list, list: read.list },
      otherForms: [...new Set([...others.flatMap(({ record }) => record.customer ?? []), ...otherForms])],
      ...{ now: context.now, asOf: context.asOf, maxAgeDays: context.maxAgeDays },
    }
    print(context.io, context.format, checkView(page, context.io))
    return { yes: ExitCode.yes, no: ExitCode.no, unknown: ExitCode.cannotTell }[answer.decision]
  } finally {
    store.close()
  }
}

interface Sought {
  folded: string
  core: string
  /** Whose registrations count; null: everyone's. */
  partner: Partner | null
  policy: EvaluationPolicy
}

/** The registrations of a customer by its folded name; `otherForms`: customers whose name differs in the legal form alone, which do not count. */
async function registrationsOf(context: Context, store: RecordReader, { folded, core, partner, policy }: Sought) {
  const list = await newestOf(context, store, dealRegistrations.kind)
  const { index } = await wholeIndex(store)
  const found: FoundRegistration[] = []
  const otherForms: string[] = []
  for (const row of await store.records(dealRegistrations)) {
    const { customer, partner: name, partnerId: accountId, type, status, approved, expires, dealId } = row.record
    if (customer === null) continue
    const forms = foldName(customer)
    if (forms.folded !== folded) {
      if (forms.core === core) otherForms.push(customer)
      continue
    }
    const link = index.link({ name, accountId })
    if (partner !== null && link.partner !== null && link.partner.id !== partner.id) continue
    const isStaleRow = isStale(row.source, context.now, context.maxAgeDays)
    // A registration that may be another partner's does not count for this one.
    const isUnclear = partner !== null && link.partner === null
    const facts = { type, status, approved, expires, isStale: isStaleRow, isInDoubt: row.doubt !== null || isUnclear }
    const state = registrationState(facts, policy, context.today)
    found.push({
      name: row.record.name ?? '',
      dealId,
      status,
      approved,
      expires,
      partnerText: name,
      state,
      source: sourceOf(row, 'status'),
    })
  }
  return { found, otherForms, list }
}
