/** Prints aliases: other names of partners. */

import type { Partner } from '../../partners/partner.ts'
import type { Alias } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

/** An alias without its folded form, which is the program's own. */
function aliasJson({ name, accountId, addedAt, addedBy }: Alias): Omit<Alias, 'folded'> {
  return { name, accountId, addedAt, addedBy }
}

/** Prints that an alias was added (phd.alias/1). */
export function aliasAddedView(alias: Alias, { name }: Partner, status: 'added' | 'unchanged' | 'dry_run'): Rendering {
  const json = () => ({ schema: 'phd.alias/1', status, ...aliasJson(alias), partner: name })
  const sentence = {
    added: `"${alias.name}" now means ${name} (${alias.accountId})`,
    unchanged: `"${alias.name}" already means ${name} (${alias.accountId})`,
    dry_run: `"${alias.name}" would mean ${name} (${alias.accountId}); nothing was written`,
  }[status]
  return {
    table: () => `${safeText(sentence)}\n`,
    json,
    ndjson: () => [json()],
    csv: () => aliasCsv([alias], new Map([[alias.accountId, name]])),
  }
}

/** Prints that an alias was removed (phd.alias/1). */
export function aliasRemovedView(alias: Alias, dryRun: boolean): Rendering {
  const json = () => ({ schema: 'phd.alias/1', status: dryRun ? 'dry_run' : 'removed', ...aliasJson(alias) })
  return {
    table: () => `${safeText(dryRun ? `"${alias.name}" would be removed; nothing was written` : `removed "${alias.name}"`)}\n`,
    json,
    ndjson: () => [json()],
    csv: () => aliasCsv([alias], new Map()),
  }
}

/** Prints all aliases (phd.aliases/1). `names` has the partner's name by account id. */
export function aliasesView(aliases: readonly Alias[], names: ReadonlyMap<string, string>, io: Io): Rendering {
  const json = (alias: Alias) => ({ ...aliasJson(alias), partner: names.get(alias.accountId) ?? null })
  return {
    table: () =>
      aliases.length === 0
        ? 'no aliases yet; add one with: phd partner alias add "<name>" <partner>\n'
        : table(
            ['ALIAS', 'PARTNER', 'ID', 'SINCE', 'BY'],
            aliases.map(({ name, accountId, addedAt, addedBy }) => [
              name,
              names.get(accountId) ?? '',
              accountId,
              showMoment(addedAt),
              addedBy,
            ]),
            io.columns,
          ),
    list: { count: aliases.length, one: 'alias', many: 'aliases' },
    json: () => ({ schema: 'phd.aliases/1', aliases: aliases.map(json) }),
    ndjson: () => aliases.map((alias) => ({ schema: 'phd.aliases/1', ...json(alias) })),
    csv: () => aliasCsv(aliases, names),
  }
}

function aliasCsv(aliases: readonly Alias[], names: ReadonlyMap<string, string>): string {
  return csvForPeople([
    ['alias', 'account_id', 'partner', 'added_at', 'added_by'],
    ...aliases.map(({ name, accountId, addedAt, addedBy }) => [name, accountId, names.get(accountId) ?? '', addedAt, addedBy]),
  ])
}
