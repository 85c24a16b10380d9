import { choosePartner } from '../../app/choose-partner.ts'
import type { Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { givenValue } from '../../app/option-values.ts'
import { recordOrTry } from '../../decisions/carry-out.ts'
import { refuseTaken, takeable, withClaim } from '../../decisions/claims.ts'
import { type OpenedResult, openedView } from '../../decisions/lists/opened-view.ts'
import { listRequest } from '../../decisions/lists/rows.ts'
import { type DecideFlags, receivedOf, requesterOf } from '../../decisions/options.ts'
import { requestNumbered, requestsNamed } from '../../decisions/which-request.ts'
import { ExitCode, usageError } from '../../errors.ts'
import type { Partner } from '../../partners/partner.ts'
import { namedEntry } from '../../requests/entries.ts'
import { letterRequestEntry, type NoticeFile, requestOpenedBy } from '../../requests/notice.ts'
import { type DeskRequest, isOpen, type Requester, requestsOf } from '../../requests/request.ts'
import type { RecordReader, Store } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { letterPolicy } from '../../verdicts/letter-rule.ts'

export interface RequestFlags extends DecideFlags {
  partner?: string
}

/** Opens a request, or names the partner of one. */
export async function runLoaRequest(context: Context, flags: RequestFlags, [notice]: string[]): Promise<ExitCode> {
  const named = givenValue('--partner', flags.partner)
  if (notice !== undefined && flags.request !== undefined) {
    throw usageError('use a notice or --request, not both', 'see: phd loa request --help')
  }
  if (flags.request !== undefined && named === undefined && !context.interactive) {
    throw usageError('--request needs --partner', 'add --partner "<the company on the document>"')
  }
  const received = receivedOf(context, flags.received)
  const typed = requesterOf(flags)
  const read = notice === undefined ? null : await readNoticeFile(context, notice, received)
  // A notice is recorded even where no export is imported yet; a partner can only be named where there are accounts.
  const store = await context.openStore(read !== null && named === undefined ? 'record' : 'decide')
  try {
    const number = flags.request ?? (read && (await requestOpenedBy(store, read.notice)))
    const known = number === null ? null : await knownRequest(store, String(number))
    const isToBeAsked = context.interactive && named === undefined && known !== null && isOpen(known) && !known.partner
    if (isToBeAsked) await refuseTaken(store, takeable(known), context.actor)
    // A notice that comes again, of a request that has its partner, asks nothing.
    const partner = known?.partner && named === undefined ? null : await companyOf(context, store, named)
    const opened = known
      ? await nameRequest(context, store, known, partner)
      : await openRequest(context, store, { partner, typed, received, read })
    const days = await deskCalendar(context, store, undefined)
    const { slaBusinessDays } = await letterPolicy(context)
    const request = await withClaim(store, listRequest(context, opened.request, { days, slaBusinessDays }, null))
    print(context.io, context.format, openedView({ ...opened, request }, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

async function knownRequest(store: RecordReader, number: string): Promise<DeskRequest> {
  return requestNumbered(number, 'loa', await requestsNamed(store, 'loa', number))
}

type Opened = Omit<OpenedResult, 'request'> & { request: DeskRequest }

/** Records the partner of a request; what is already recorded is left as it is. */
async function nameRequest(context: Context, store: Store, known: DeskRequest, partner: Partner | null): Promise<Opened> {
  if (!partner || known.partner?.id === partner.id) return { status: 'unchanged', request: known, warnings: [] }
  if (!isOpen(known)) {
    throw usageError(
      `request ${known.id} is ${known.state}, and for ${known.partner?.name ?? 'no partner'}`,
      `if that was a mistake, first: phd loa reopen ${known.id} --reason "…"`,
    )
  }
  await refuseTaken(store, takeable(known), context.actor)
  if (!context.dryRun) await store.record([namedEntry(known.id, partner)])
  return { status: context.dryRun ? 'dry_run' : 'named', request: { ...known, partner }, warnings: [] }
}

interface Asked {
  partner: Partner | null
  typed: Requester
  received: string | null
  read: NoticeFile | null
}

/** Opens a request by a notice, or by what was typed. */
async function openRequest(context: Context, store: Store, { partner, typed, received, read }: Asked): Promise<Opened> {
  const requester = {
    name: typed.name ?? read?.notice.requester.name ?? null,
    address: typed.address ?? read?.notice.requester.address ?? null,
  }
  if (!read && (!partner || requester.name === null)) {
    throw usageError(
      'without a notice, the partner and the requester are needed',
      'phd loa request --partner <partner> --requester <name>',
    )
  }
  const asked = { partner, requester, received: received ?? read?.notice.received ?? context.now, read }
  const recorded = await recordOrTry(context, store, [letterRequestEntry(asked)])
  const [request] = requestsOf(recorded)
  if (!request) throw new Error('a request that was opened is in the audit')
  const warnings = (read?.notice.warnings ?? []).filter((code) => code !== 'no_address' || requester.address === null)
  return { status: context.dryRun ? 'dry_run' : 'opened', request, warnings }
}

async function readNoticeFile(context: Context, path: string, received: string | null): Promise<NoticeFile> {
  const { LARGEST_NOTICE, readNotice } = await import('../../mail/notice.ts')
  const { readBytes } = await import('../../imports/read/read-text.ts')
  const { readDesk } = await import('../../reference/reference.ts')
  const { name, bytes } = readBytes(path, LARGEST_NOTICE + 1)
  return { name, notice: await readNotice(bytes, { file: name, now: context.now, received }, readDesk()) }
}

/** The company that the document names: as typed; else asked for on a terminal; else not known yet. */
async function companyOf(context: Context, store: Store, named: string | undefined): Promise<Partner | null> {
  if (named === undefined && !context.interactive) return null
  return (await choosePartner(context, store, named, 'Which company does the document name?')).partner
}
