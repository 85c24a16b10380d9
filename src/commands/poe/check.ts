/** Checks one proof of execution: of a mail, or of what a person says and the document they name. */

import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue, readDay } from '../../app/option-values.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { type CheckedProof, checkProof, type ProofSettings, proofInMail, referencesIn } from '../../mailbox/proof.ts'
import type { Partner } from '../../partners/partner.ts'
import { print } from '../../terminal/print.ts'
import { answersTo } from './answers.ts'
import { type FoundMail, readFile, readOneMail } from './input.ts'

export interface PoeFlags extends CommonFlags {
  partner?: string
  customer?: string
  deal?: string
  file?: string
  received?: string
  draft?: string
}

/** What a person gave, each value or null. */
interface Given {
  partner: string | null
  customer: string | null
  deal: string | null
  file: string | null
  received: string | null
}

const EXIT_OF = { eligible: ExitCode.yes, not_eligible: ExitCode.no, needs_review: ExitCode.cannotTell } as const

/** Checks a proof of execution, and writes its answer as a draft. Throws usage errors, and what reading the mail or the document refuses. */
export async function runPoeCheck(context: Context, flags: PoeFlags, [mail]: string[]): Promise<ExitCode> {
  const given = readGiven(flags, context.today)
  const folder = givenValue('--draft', flags.draft)
  if (mail === undefined && (given.partner === null || given.customer === null || given.deal === null))
    throw usageError('missing: the mail, or the partner, the customer and the deal', 'see: phd poe check --help')
  if (mail !== undefined && given.file !== null)
    throw usageError('--file cannot be combined with a mail: the document is in the mail', 'remove --file, or the mail')
  const store = await context.openStore('read')
  try {
    const named = given.partner === null ? null : (await choosePartner(context, store, given.partner)).partner
    const { setUpProofs, setUpSorting } = await import('../../mailbox/set-up.ts')
    const sorting = await setUpSorting(store, context, { forgets: true })
    const proofs = setUpProofs(store, sorting.rules, context)
    if (proofs === null) throw failure('no_policy', `no rule on proofs of execution for ${context.today}`, 'see: phd policy list')
    const found = mail === undefined ? null : await readOneMail(sorting, mail)
    const partner = named ?? senderOf(found)
    const checked = found
      ? await proofInMail(proofs, found.mail, partner, {
          customer: given.customer,
          dealId: given.deal,
          receivedOn: given.received,
        })
      : await checkGiven(context, proofs, given, partner)
    const answers = await answersTo(context, store, checked, { mail: found, folder: folder ?? null })
    const { proofView } = await import('../../verdicts/proof/view.ts')
    const run = {
      evaluatedAt: context.now,
      asOf: context.asOf,
      maxAgeDays: context.maxAgeDays,
      file: mail ?? null,
      mailFlags: found?.flags ?? [],
      ...answers,
    }
    print(context.io, context.format, proofView(checked, run, context.io))
    return EXIT_OF[checked.verdict.decision]
  } finally {
    await store.close()
  }
}

function readGiven(flags: PoeFlags, today: string): Given {
  const value = (option: string, text: string | undefined): string | null => givenValue(option, text)?.trim() ?? null
  return {
    partner: value('--partner', flags.partner),
    customer: value('--customer', flags.customer),
    deal: value('--deal', flags.deal),
    file: value('--file', flags.file),
    received: readDay('--received', flags.received, today) ?? null,
  }
}

/** The partner that a mail is from. Throws a usage error. */
function senderOf(found: FoundMail | null): Partner {
  if (found?.sender?.role === 'partner') return found.sender.partner
  throw usageError('the mail is not from a known partner', 'add --partner <partner>')
}

async function checkGiven(context: Context, proofs: ProofSettings, given: Given, partner: Partner): Promise<CheckedProof> {
  const documents = given.file === null ? [] : [await readFile(given.file)]
  return checkProof(proofs, {
    partner,
    customer: given.customer,
    documents,
    references: referencesIn(given.deal ?? ''),
    mail: null,
    isStated: given.file === null,
    receivedOn: given.received ?? context.today,
  })
}
