import { givenValue, type Register, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { collect } from '../../drafts/replies.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import type { ReplyValues } from '../../mail/fill-reply.ts'
import type { RecordReader } from '../../store/store.ts'

interface RenderFlags extends CommonFlags {
  partner?: string
  request?: string
  set?: readonly string[]
  draft?: string
}

export const reply: Register = (program, act) => {
  const group = program.command('reply').description('list standard replies, and fill them in for a partner')
  withExamples(group, ['phd reply list', 'phd reply show loa-denial'])
  const list = group.command('list').description('list every reply, and when to use it').action(act(runList))
  withExamples(list, ['phd reply list'])
  const show = group
    .command('show')
    .description('show one reply, and the values it needs')
    .argument('<name>', 'its name')
    .action(act(runShow))
  withExamples(show, ['phd reply show seat-reduction'])
  const render = group
    .command('render')
    .description('fill in a reply; stops at missing values and names them')
    .argument('<name>', 'its name')
    .option('--partner <partner>', 'the partner it is about: id, name, alias or email domain')
    .option('--request <number>', 'fill it with what was recorded about a decided request')
    .option('--set <name=value>', 'a value; for a list, once for each item', collect)
    .option('--draft <folder>', 'write it to a file there: a mail as an unsent .eml, a text as .txt')
    .action(act<RenderFlags>(runRender))
  withExamples(render, [
    'phd reply render portal-login --partner "Acme GmbH" --set sender_name="Ann Lee" --set sender_email=ann@acme.example',
    'phd reply render loa-denial --request 7 --draft drafts',
    'phd reply render out-of-office-offsite --set dates="November 30 to December 2" --draft drafts',
  ])
}

async function runList(context: Context): Promise<ExitCode> {
  const { readReplies } = await import('../../reference/replies.ts')
  const { printReplies } = await import('./reply-view.ts')
  printReplies(context, readReplies(context.replies))
  return ExitCode.yes
}

async function runShow(context: Context, _flags: CommonFlags, [name = '']: string[]): Promise<ExitCode> {
  const { readReply } = await import('../../reference/replies.ts')
  const { PROVIDED } = await import('../../mail/values.ts')
  const { printReply } = await import('./reply-view.ts')
  printReply(context, readReply(name, context.replies), PROVIDED)
  return ExitCode.yes
}

async function runRender(context: Context, flags: RenderFlags, [name = '']: string[]): Promise<ExitCode> {
  const { readReply } = await import('../../reference/replies.ts')
  const { printFilled } = await import('./reply-view.ts')
  const { checkSet, prepareReply, readSet } = await import('../../drafts/replies.ts')
  const found = readReply(name, context.replies)
  const set = readSet(flags.set)
  await checkSet(set, [found])
  const named = givenValue('--partner', flags.partner)
  const folder = givenValue('--draft', flags.draft)
  const store = await context.openStore('read')
  try {
    const { choosePartner } = await import('../../app/choose-partner.ts')
    const request = givenValue('--request', flags.request)
    const recorded = request === undefined ? null : await recordedValues(store, request, name)
    const subject = named ?? recorded?.partnerId
    const partner = subject === undefined ? null : (await choosePartner(context, store, subject)).partner
    if (recorded && partner?.id !== recorded.partnerId)
      throw usageError(`request ${request} belongs to another partner`, 'remove --partner')
    const draft = await prepareReply(context, store, found, { partner, known: recorded?.values ?? {}, set })
    if (folder === undefined || context.dryRun) {
      printFilled(context, draft, null)
      return ExitCode.yes
    }
    const { writeDrafts } = await import('../../drafts/write.ts')
    const [written] = await writeDrafts(context, folder, [draft], request === undefined ? null : Number(request))
    printFilled(context, draft, written?.file ?? null)
    return ExitCode.yes
  } finally {
    store.close()
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
  throw failure('no_such_request', `no decided request ${number}`, 'see: phd loa list --closed, phd nfr list --closed')
}
