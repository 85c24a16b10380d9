import { choosePartner } from '../../app/choose-partner.ts'
import { type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { dashboardView } from '../../partners/dashboard.ts'
import { gatherOne } from '../../partners/gather.ts'
import { findPartners, hasPartners, noAccounts } from '../../partners/resolve.ts'
import { CAM_ACTION, ownerSets } from '../../plans/entries.ts'
import { requestsOf } from '../../requests/request.ts'
import type { RecordReader } from '../../store/store.ts'
import type { Io } from '../../terminal/io.ts'
import { print, type Rendering } from '../../terminal/print.ts'
import { addAliasCommands } from './alias.ts'
import { addContractCommands, notedOf } from './contract.ts'
import { foundView, type PartnerCard, partnerView } from './partner-view.ts'

interface ShowFlags extends CommonFlags {
  history?: boolean
}

interface FindFlags extends CommonFlags {
  limit: string
}

export const partner: Register = (program, act) => {
  const group = program.command('partner').description('look up partners and their other names')
  withExamples(group, ['phd partner find acme', 'phd partner show "Acme GmbH"'])

  const find = group
    .command('find')
    .description('find partners by part of a name, an id or a domain, best match first')
    .argument('[text]', 'part of a name, an id or an email domain')
    .option('--limit <number>', 'at most how many', '20')
    .action(act<FindFlags>(runFind))
  withExamples(find, ['phd partner find nordwind', 'phd partner find acme.example --json', 'phd partner find cloud --limit 50'])

  const show = group
    .command('show')
    .description('show what is known about a partner, and where it comes from')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--history', 'show what changed, import by import: account, dashboard rows, people')
    .action(act<ShowFlags>(runShow))
  withExamples(show, [
    'phd partner show "Acme GmbH"',
    'phd partner show "Acme GmbH" --history',
    'phd partner show 0014M00001sGJ8x --as-of 2026-05-01 --json',
  ])

  const unlinked = group
    .command('unlinked')
    .description('list rows that belong to no partner, by reason, with what would link them')
    .action(act(runUnlinked))
  withExamples(unlinked, ['phd partner unlinked', 'phd partner unlinked --format csv'])

  const duplicates = group
    .command('duplicates')
    .description('list partners that share a name or a domain: one company twice, or two companies')
    .action(act(runDuplicates))
  withExamples(duplicates, ['phd partner duplicates', 'phd partner duplicates --json'])

  addContractCommands(group, act)

  addAliasCommands(group, act)
}

async function runFind(context: Context, { limit }: FindFlags, [text]: string[]): Promise<ExitCode> {
  if (!/^[1-9]\d{0,4}$/.test(limit))
    throw usageError(`--limit ${limit} is not a number from 1 to 99999`, 'write it as --limit 20')
  if (text?.trim() === '') throw usageError('nothing to search for', 'give a part of the name, an id or a domain')
  const store = await context.openStore('read')
  try {
    if (text === undefined) {
      // Without a text, a person types what to search for.
      print(context.io, context.format, foundView('', [(await choosePartner(context, store, undefined)).partner], context.io))
      return ExitCode.yes
    }
    const found = await findPartners(store, text, Number(limit))
    if (found.length === 0 && !(await hasPartners(store))) throw await noAccounts(store)
    print(context.io, context.format, foundView(text, found, context.io))
    return found.length > 0 ? ExitCode.yes : ExitCode.notFound
  } finally {
    store.close()
  }
}

async function runShow(context: Context, { history }: ShowFlags, [subject]: string[]): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { partner: found, by } = await choosePartner(context, store, subject)
    if (history) {
      const { partnerHistory } = await import('../../partners/history.ts')
      const { historyView } = await import('./history-view.ts')
      print(context.io, context.format, historyView(found, await partnerHistory(store, found), context.io))
      return ExitCode.yes
    }
    const data = await gatherOne(store, found, {
      holding: {},
      lines: false,
      kinds: [],
    })
    const card: PartnerCard = {
      partner: found,
      by,
      aliases: (await store.aliases()).filter(({ accountId }) => accountId === found.id),
      dashboard: dashboardView(data).rows,
      people: data.people,
      candidates: [...data.unsureDashboard, ...data.unsurePeople],
      requests: requestsOf(await store.requestEntries({ partnerId: found.id })).filter(
        (request) => request.partner?.id === found.id,
      ),
      contract: await notedOf(store, found.id),
      ownerSet:
        ownerSets(await store.entriesOf([CAM_ACTION.set, CAM_ACTION.lifted], { partnerId: found.id })).get(found.id) ?? null,
    }
    print(context.io, context.format, partnerView(card, context.now, context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function runUnlinked(context: Context): Promise<ExitCode> {
  const { unlinkedNames } = await import('../../partners/unlinked.ts')
  const { unlinkedView } = await import('./unlinked-view.ts')
  return listed(context, unlinkedNames, unlinkedView)
}

async function runDuplicates(context: Context): Promise<ExitCode> {
  const { duplicatePartners } = await import('../../partners/unlinked.ts')
  const { duplicatesView } = await import('./unlinked-view.ts')
  return listed(context, duplicatePartners, duplicatesView)
}

/** Prints what is found among all partners. Throws `no_accounts` where there are none. */
async function listed<T>(
  context: Context,
  find: (store: RecordReader) => Promise<T>,
  view: (found: T, io: Io) => Rendering,
): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    if (!(await hasPartners(store))) throw await noAccounts(store)
    const found = await context.io.waiting('Comparing all partners', () => find(store))
    print(context.io, context.format, view(found, context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}
