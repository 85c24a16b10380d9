import type { CommonFlags, Context } from '../context.ts'
import { ExitCode } from '../errors.ts'
import { givenValue, type Register, withExamples } from './command.ts'
import { collect } from './replies.ts'

interface RenderFlags extends CommonFlags {
  partner?: string
  set?: readonly string[]
  draft?: string
}

export const reply: Register = (program, act) => {
  const group = program.command('reply').description('standard replies: which there are, and filled in for a partner')
  withExamples(group, ['phd reply list', 'phd reply show loa-denial'])
  const list = group.command('list').description('every reply, and when to use it').action(act(runList))
  withExamples(list, ['phd reply list'])
  const show = group
    .command('show')
    .description('one reply as it stands, and the values it needs')
    .argument('<name>', 'its name')
    .action(act(runShow))
  withExamples(show, ['phd reply show seat-reduction'])
  const render = group
    .command('render')
    .description('a reply filled in; a value that is missing stops it and is named')
    .argument('<name>', 'its name')
    .option('--partner <partner>', 'the partner it is about: id, name, alias or e-mail domain')
    .option('--set <name=value>', 'a value; for a list once for each item', collect)
    .option('--draft <folder>', 'write it to a file there: a mail as an unsent .eml, a text as .txt')
    .action(act<RenderFlags>(runRender))
  withExamples(render, [
    'phd reply render portal-login --partner "Acme GmbH" --set sender_name="Ann Lee" --set sender_email=ann@acme.example',
    'phd reply render out-of-office-offsite --set dates="November 30 to December 2" --draft drafts',
  ])
}

async function runList(context: Context): Promise<ExitCode> {
  const { readReplies } = await import('../reference/replies.ts')
  const { printReplies } = await import('../output/replies.ts')
  printReplies(context, readReplies(context.replies))
  return ExitCode.yes
}

async function runShow(context: Context, _flags: CommonFlags, [name = '']: string[]): Promise<ExitCode> {
  const { readReply } = await import('../reference/replies.ts')
  const { PROVIDED } = await import('../mail/values.ts')
  const { printReply } = await import('../output/replies.ts')
  printReply(context, readReply(name, context.replies), PROVIDED)
  return ExitCode.yes
}

async function runRender(context: Context, flags: RenderFlags, [name = '']: string[]): Promise<ExitCode> {
  const { readReply } = await import('../reference/replies.ts')
  const { printFilled } = await import('../output/replies.ts')
  const { checkSet, prepareReply, readSet } = await import('./replies.ts')
  const found = readReply(name, context.replies)
  const set = readSet(flags.set)
  await checkSet(set, [found])
  const named = givenValue('--partner', flags.partner)
  const folder = givenValue('--draft', flags.draft)
  const store = await context.openStore('read')
  try {
    const { choosePartner } = await import('./subject.ts')
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const draft = await prepareReply(context, store, found, { partner, known: {}, set })
    if (folder === undefined || context.dryRun) {
      printFilled(context, draft, null)
      return ExitCode.yes
    }
    const { DraftsInMaking } = await import('../output/drafts.ts')
    const [written] = new DraftsInMaking(folder, [draft]).publish()
    printFilled(context, draft, written?.file ?? null)
    return ExitCode.yes
  } finally {
    store.close()
  }
}
