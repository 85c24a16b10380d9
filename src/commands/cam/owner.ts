import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { readyForAll } from '../../app/long-run.ts'
import { readChannelManagers } from '../../app/owners/channel-managers.ts'
import { ExitCode, failure, highestCode, type PhdError, usageError } from '../../errors.ts'
import { partnersInOrder } from '../../plans/accounts.ts'
import type { OwnerAnswer } from '../../plans/owner-answer.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import { readSalesforceId } from '../../records/salesforce-id.ts'
import { type Finding, stateOf } from '../../rules/cam/finding.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { ownerView } from './owner-view.ts'
import { ownersListing } from './owners-view.ts'

export interface OwnerFlags extends CommonFlags {
  all?: boolean
}

/** Answers who should own an account, or manage an opportunity, and whether the record says the same. */
export async function runOwner(context: Context, { all }: OwnerFlags, subject: string | undefined): Promise<ExitCode> {
  if (all && subject !== undefined) throw usageError('name one account or opportunity, or use --all', 'see: phd cam owner --help')
  const store = await context.openStore('read')
  try {
    if (all) return await answerAll(context, store)
    const answer = await answerOne(context, store, subject)
    print(context.io, context.format, ownerView(answer, context.io))
    return exitOf(answer.finding)
  } finally {
    await store.close()
  }
}

async function answerAll(context: Context, store: RecordReader): Promise<ExitCode> {
  readyForAll(context)
  let highest: ExitCode = ExitCode.yes
  const answers = async function* (): AsyncGenerator<IteratorObject<OwnerAnswer>> {
    const { ownerships, policy } = await readChannelManagers(context, store)
    const frame = { policy, evaluatedAt: context.now, asOf: context.asOf }
    for await (const some of partnersInOrder(store))
      yield some.map((partner) => {
        const { finding } = ownerships.account(partner)
        highest = highestCode([highest, exitOf(finding)])
        return { ...frame, subject: { kind: 'account', partner, by: null }, finding }
      })
  }
  await printRows(context.io, context.format, ownersListing(answers(), context.io))
  return highest
}

async function answerOne(context: Context, store: RecordReader, subject: string | undefined): Promise<OwnerAnswer> {
  const isOpportunity = subject !== undefined && isOpportunityId(subject.trim())
  const chosen = isOpportunity ? null : await choosePartner(context, store, subject)
  const { ownerships, policy } = await readChannelManagers(context, store)
  const frame = { policy, evaluatedAt: context.now, asOf: context.asOf }
  if (chosen === null) {
    const opportunity = await opportunityWithId(store, (subject ?? '').trim())
    return { ...frame, subject: { kind: 'opportunity', opportunity }, finding: await ownerships.opportunity(opportunity) }
  }
  const { partner, by } = chosen
  return { ...frame, subject: { kind: 'account', partner, by }, finding: ownerships.account(partner).finding }
}

/** Yes: the owner is right; no: the owner should change; cannot tell: a person must decide. */
function exitOf(finding: Finding): ExitCode {
  const state = stateOf(finding)
  return state === 'right' ? ExitCode.yes : state === 'differs' ? ExitCode.no : ExitCode.cannotTell
}

function isOpportunityId(text: string): boolean {
  return /^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(text)
}

async function opportunityWithId(store: RecordReader, typed: string) {
  const reading = readSalesforceId(typed, '006')
  if (!reading.ok) {
    throw opportunityNotFound(
      `${typed} is not an opportunity id: its check characters are wrong`,
      'copy the id again; capitals count',
    )
  }
  const found = await store.recordWithKey(opportunities, reading.id)
  if (found) return found
  throw opportunityNotFound(
    `no opportunity has the id ${reading.id}`,
    'import a newer export of opportunities: phd import <opportunities.csv>',
  )
}

function opportunityNotFound(message: string, hint: string): PhdError {
  return failure('opportunity_not_found', message, hint)
}
