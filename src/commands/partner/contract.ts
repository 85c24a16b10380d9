import { choosePartner } from '../../app/choose-partner.ts'
import { type Act, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue, neededReason, readPastDay } from '../../app/option-values.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { cleanLine } from '../../mail/read/clean.ts'
import { CONTRACT_ACTIONS, contractEntry, contractsOf, contractWithdrawnEntry } from '../../requests/contracts.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { contractView } from './contract-view.ts'

interface NoteFlags extends CommonFlags {
  date?: string
  where?: string
}

interface WithdrawFlags extends CommonFlags {
  reason?: string
}

/** Adds the commands that note a contract that no export shows, and withdraw the note. */
export function addContractCommands(group: Parameters<typeof withExamples>[0], act: Act): void {
  const note = group
    .command('note-contract')
    .description('record that you saw a partner’s contract, if no export shows its date')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--date <date>', 'the date on the contract')
    .option('--where <place>', 'where it is: the document or the section of the account')
    .action(act<NoteFlags>(runNote))
  withExamples(note, ['phd partner note-contract "Acme GmbH" --date 2024-03-01 --where "Google Docs of the account, MPA signed"'])
  const withdraw = group
    .command('withdraw-contract')
    .description('withdraw that note: it no longer counts')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--reason <text>', 'the reason')
    .action(act<WithdrawFlags>(runWithdraw))
  withExamples(withdraw, ['phd partner withdraw-contract "Acme GmbH" --reason "it was the contract of another company"'])
}

async function runNote(context: Context, flags: NoteFlags, [subject]: string[]): Promise<ExitCode> {
  const date = readPastDay('--date', flags.date, {
    today: context.today,
    example: '2024-03-01',
    missing: 'missing: the date on the contract',
    hint: 'use the date on the contract',
  })
  const where = cleanLine(givenValue('--where', flags.where) ?? '')
  if (!/\p{L}{2}/u.test(where)) throw usageError('missing: where the contract is', 'add --where "Google Docs of the account"')
  const store = await context.openStore('decide')
  try {
    const { partner } = await choosePartner(context, store, subject)
    const before = await notedOf(store, partner.id)
    if (before?.date === date && before.where === where) {
      const message = `this contract is already noted, as audit entry ${before.entry} by ${before.by}`
      throw failure('already_recorded', message, 'nothing was recorded')
    }
    const entry = contractEntry(partner, { date, where })
    const [recorded] = context.dryRun ? [] : await store.record([entry])
    const status = context.dryRun ? 'dry_run' : 'noted'
    const { at, actor } = recorded ?? { at: context.now, actor: context.actor }
    const contract = { date, where, by: actor, at, entry: recorded?.id ?? null }
    print(context.io, context.format, contractView({ status, partner, contract, before }, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

async function runWithdraw(context: Context, flags: WithdrawFlags, [subject]: string[]): Promise<ExitCode> {
  const reason = cleanLine(neededReason(flags.reason, 'missing: the reason', 'it was the contract of another company'))
  const store = await context.openStore('decide')
  try {
    const { partner } = await choosePartner(context, store, subject)
    const before = await notedOf(store, partner.id)
    if (!before) {
      throw failure('not_noted', `no contract noted for ${partner.name}`, 'nothing was recorded; see: phd partner show')
    }
    if (!context.dryRun) await store.record([contractWithdrawnEntry(partner, before, reason)])
    const status = context.dryRun ? 'dry_run' : 'withdrawn'
    print(context.io, context.format, contractView({ status, partner, contract: null, before }, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The contract that is noted for a partner; null where there is none. */
export async function notedOf(store: RecordReader, partnerId: string) {
  return contractsOf(await store.entriesOf(CONTRACT_ACTIONS, { partnerId })).get(partnerId) ?? null
}
