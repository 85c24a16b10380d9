import { choosePartner } from '../../app/choose-partner.ts'
import { type Act, withExamples } from '../../app/command.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { checkAlias, findAlias } from '../../partners/resolve.ts'
import { withAccounts } from '../../partners/with-accounts.ts'
import { foldName } from '../../records/name.ts'
import type { Alias, Store } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { aliasAddedView, aliasesView, aliasRemovedView } from './alias-view.ts'

/** Adds the commands for other names of partners. */
export function addAliasCommands(group: Parameters<typeof withExamples>[0], act: Act): void {
  const alias = group.command('alias').description('manage other names of partners')
  withExamples(alias, ['phd partner alias list'])
  const add = alias
    .command('add')
    .description('add another name of a partner')
    .argument('<name>', 'the other name')
    .argument('<partner>', 'the partner it means')
    .action(act(runAliasAdd))
  withExamples(add, ['phd partner alias add "Acme Deutschland" "Acme GmbH"'])
  const list = alias.command('list').description('list other names of partners').action(act(runAliasList))
  withExamples(list, ['phd partner alias list'])
  const remove = alias
    .command('remove')
    .description('remove another name of a partner')
    .argument('<name>', 'the other name')
    .action(act(runAliasRemove))
  withExamples(remove, ['phd partner alias remove "Acme Deutschland"'])
}

async function runAliasAdd(context: Context, _flags: CommonFlags, [name = '', subject]: string[]): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const { partner: meant } = await choosePartner(context, store, subject)
    const known = await checkAlias(store, name, meant)
    const alias = known ?? (await addAlias(context, store, name.trim(), meant.id))
    print(context.io, context.format, aliasAddedView(alias, meant, known ? 'unchanged' : context.dryRun ? 'dry_run' : 'added'))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** In a dry run the alias is as it would be. */
async function addAlias({ dryRun, now, actor }: Context, store: Store, name: string, accountId: string): Promise<Alias> {
  if (!dryRun) return store.addAlias(name, accountId)
  return { name, folded: foldName(name).folded, accountId, addedAt: now, addedBy: actor }
}

async function runAliasList(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const aliases = await store.aliases()
    const names = new Map<string, string>()
    for await (const [{ accountId }, account] of withAccounts(store, aliases, (alias) => alias.accountId))
      names.set(accountId, account?.record.name ?? '')
    print(context.io, context.format, aliasesView(aliases, names, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

async function runAliasRemove(context: Context, _flags: CommonFlags, [name = '']: string[]): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const alias = await findAlias(store, name)
    if (!context.dryRun) await store.removeAlias(alias.name)
    print(context.io, context.format, aliasRemovedView(alias, context.dryRun))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
