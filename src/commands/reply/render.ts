import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { checkSet, prepareReply, readSet } from '../../drafts/replies.ts'
import { writeDrafts } from '../../drafts/write.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import type { ReplyValues } from '../../mail/fill-reply.ts'
import { readReply } from '../../reference/replies.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { filledView } from './reply-view.ts'

export interface RenderFlags extends CommonFlags {
  partner?: string
  request?: string
  set?: readonly string[]
  draft?: string
}

/** Fills in a reply, and writes it as a draft. */
export async function runRender(context: Context, flags: RenderFlags, [name = '']: string[]): Promise<ExitCode> {
  const found = readReply(name, context.repliesFolder)
  const set = readSet(flags.set)
  await checkSet(set, [found])
  const named = givenValue('--partner', flags.partner)
  const folder = givenValue('--draft', flags.draft)
  const store = await context.openStore('read')
  try {
    const request = givenValue('--request', flags.request)
    const recorded = request === undefined ? null : await recordedValues(store, request, name)
    const subject = named ?? recorded?.partnerId
    const partner = subject === undefined ? null : (await choosePartner(context, store, subject)).partner
    if (recorded && partner?.id !== recorded.partnerId)
      throw usageError(`request ${request} belongs to another partner`, 'remove --partner')
    const draft = await prepareReply(context, store, found, { partner, known: recorded?.values ?? {}, set })
    const isWritten = folder !== undefined && !context.dryRun
    const [written] = isWritten ? await writeDrafts(context, folder, [draft], request === undefined ? null : Number(request)) : []
    print(context.io, context.format, filledView(draft, written?.file ?? null, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The decisions and requests that call for replies. */
const DECISIONS = ['loa_approved', 'loa_denied', 'nfr_approved', 'nfr_denied', 'nfr_exception'] as const

/**
 * The values for the replies to a request. Throws `no_such_request` where nothing was decided on it, and a usage error
 * where its decision calls for another reply.
 */
async function recordedValues(
  store: RecordReader,
  number: string,
  reply: string,
): Promise<{ partnerId: string; values: ReplyValues }> {
  const entry = (await store.entriesOf(DECISIONS)).findLast(
    ({ request, body }) => String(request) === number.trim() && body.values !== undefined,
  )
  const replies = entry?.body.replies ?? []
  if (entry && !replies.includes(reply)) {
    throw usageError(
      `the decision on request ${number} does not call for "${reply}"`,
      `its replies are: ${replies.join(', ') || 'none'}`,
    )
  }
  if (entry?.partnerId) return { partnerId: entry.partnerId, values: entry.body.values ?? {} }
  throw failure('no_such_request', `no decision on request ${number}`, 'see: phd loa list --closed, phd nfr list --closed')
}
