import { existsSync } from 'node:fs'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { filesBeside } from '../../files/beside.ts'
import { backupsIn } from '../../files/kept-databases.ts'
import { isAddress } from '../../mail/address.ts'
import type { Forgotten, Store } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { forgottenView } from './forget-view.ts'

/**
 * Forgets the person with an address; asks first, unless `--yes` was given. Throws a usage error for what is not an address,
 * `no_such_person` and `audit_damaged`.
 */
export async function runForget(context: Context, { yes }: CommonFlags, [typed = '']: string[]): Promise<ExitCode> {
  const address = typed.trim().toLowerCase()
  if (!isAddress(address))
    throw usageError(`"${typed}" is not an email address`, 'write it as in: phd forget ann.lee@acme.example')
  const store = await context.openStore('change')
  try {
    if (!context.dryRun && (await store.isToErase())) await erase(context, store)
    const found = await store.forgetPerson(address, true)
    if (found === null) throw failure('no_such_person', 'nothing in the database is about that address')
    if (!yes && !context.dryRun) await confirm(context, address, found)
    const forgotten = context.dryRun ? found : await store.forgetPerson(address, false)
    if (forgotten === null) throw failure('no_such_person', 'nothing in the database is about that address')
    const isErased = context.dryRun || context.engine.file === null ? null : await erase(context, store)
    const left = { drafts: forgotten.drafts.filter((path) => existsSync(path)), ...copiesOf(context) }
    print(context.io, context.format, forgottenView({ ...forgotten, ...left, isErased }, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** What still has the person: every copy beside the database, and every backup. A folder that cannot be read is named itself. */
function copiesOf({ engine: { file }, backups: { folder } }: Context): { copies: string[]; backups: string[] } {
  if (!file) return { copies: [], backups: [] }
  try {
    return { copies: filesBeside(file.path), backups: backupsIn(file.path, folder).map(({ path }) => path) }
  } catch {
    return { copies: filesBeside(file.path), backups: [folder] }
  }
}

function erase({ io }: Context, store: Store): Promise<boolean> {
  return io.waiting('Rewriting the database', () => store.erase())
}

/** Asks a person; where phd cannot ask, throws the usage error that names --yes. */
async function confirm({ interactive }: Context, address: string, { records, entries }: Forgotten): Promise<void> {
  const count = records.reduce((sum, each) => sum + each.records, 0)
  const what = `${address} (${count} records, ${entries.length} audit entries)`
  if (!interactive) {
    throw usageError(
      'forgetting a person needs --yes when phd cannot prompt',
      'check what it would do with --dry-run; then add --yes',
    )
  }
  const { askToGoOn } = await import('../../terminal/prompts.ts')
  await askToGoOn(`Forget ${what}? It cannot be undone.`)
}
