/** Prints the rows that are linked to no partner, by reason, and partners that may be the same company. */

import { aliasCommand, whyUnlinked } from '../../app/link-sentences.ts'
import type { WhyUnlinked } from '../../partners/links.ts'
import type { Duplicates, UnlinkedName } from '../../partners/unlinked.ts'
import { kinds } from '../../records/kinds.ts'
import { placeOf } from '../../records/place.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** What to do about the rows of a reason, where no command does it. */
const WHAT_TO_DO: Readonly<Partial<Record<WhyUnlinked, string>>> = {
  several:
    'find out which partner the rows belong to, and add the account id next to the name; a name that no partner has can become an alias',
  contradicts_its_id: 'find out which partner the rows belong to, correct the id or the name, and import the file again',
  no_partner: 'nothing, if the account is really not a partner; else correct its type in Salesforce and import the accounts',
  gone: 'nothing, if the partner left; else import an accounts export that has it',
  unknown_id: 'import an accounts export that has the id',
  nobody: 'if it is a partner under another name: phd partner alias add "<the name>" <partner>',
}

/** Prints the names and ids that belong to no partner (phd.unlinked/1). */
export function unlinkedView(unlinked: readonly UnlinkedName[], io: Io): Rendering {
  const json = (each: UnlinkedName) => ({ ...each, accept: acceptCommand(each) })
  return {
    table: () => {
      if (unlinked.length === 0) return 'every row is linked to a partner\n'
      const byReason = [...Map.groupBy(unlinked, ({ why }) => why)]
      const rows = unlinked.reduce((sum, each) => sum + each.rows, 0)
      const sections = byReason.map(([why, names]) => [
        `${io.style('bold', whyUnlinked(why))}: ${plural(names.length, 'name')}`,
        ...names.flatMap(unlinkedLines),
        ...(WHAT_TO_DO[why] ? [`  to do: ${WHAT_TO_DO[why]}`] : []),
        '',
      ])
      const total = `${plural(rows, 'row')} under ${plural(unlinked.length, 'name')}, linked to no partner`
      return io.prose(`${[...sections.flat(), total].join('\n')}\n`)
    },
    json: () => ({ schema: 'phd.unlinked/1', unlinked: unlinked.map(json) }),
    ndjson: () => unlinked.map((each) => ({ schema: 'phd.unlinked/1', ...json(each) })),
    csv: () =>
      csvForPeople([
        ['kind', 'name', 'account id', 'rows', 'file', 'line', 'why', 'candidates', 'accept'],
        ...unlinked.map((each) => [
          each.kind,
          each.name ?? '',
          each.accountId ?? '',
          String(each.rows),
          each.file,
          String(each.line),
          each.why,
          each.candidates.map(({ id, name }) => `${name} (${id})`).join('; '),
          acceptCommand(each) ?? '',
        ]),
      ]),
  }
}

function unlinkedLines(each: UnlinkedName): string[] {
  const { name, accountId, kind, rows, candidates } = each
  const title = kinds.find((known) => known.kind === kind)?.title ?? kind
  const what = [name === null ? null : `"${name}"`, accountId].filter((part) => part !== null).join(', ')
  const accept = acceptCommand(each)
  return [
    safeText(`  ${what}: ${title}, ${plural(rows, 'row')} (${placeOf(each)})`),
    ...candidates.map((partner) => safeText(`    may be ${partner.name} (${partner.id})`)),
    ...(accept === null ? [] : [safeText(`    if it is: ${accept}`)]),
  ]
}

function acceptCommand({ name, aliasOf }: UnlinkedName): string | null {
  return name === null || aliasOf === null ? null : aliasCommand(name, aliasOf)
}

const SHARED: Readonly<Record<Duplicates['why'], string>> = {
  same_name: 'same name',
  same_name_without_legal_form: 'same name except for the legal form',
  same_domain: 'same domain',
}

/** Prints partners that may be one company (phd.duplicates/1). */
export function duplicatesView(found: readonly Duplicates[], io: Io): Rendering {
  const json = ({ why, shared, partners }: Duplicates) => ({
    why,
    shared,
    partners: partners.map(({ id, name, account: { record, source } }) => ({
      id,
      name,
      track: record.track,
      status: record.status,
      file: source.file,
      line: source.line,
    })),
  })
  return {
    table: () => {
      if (found.length === 0) return 'no two partners share a name or a domain\n'
      const sections = found.map(({ why, shared, partners }) => [
        io.style('bold', safeText(`${SHARED[why]}: ${shared}`)),
        ...partners.map(({ id, name, account: { record, source } }) =>
          safeText(`  ${id}  ${name} (${record.status ?? 'no status'}, ${placeOf(source)})`),
        ),
        '',
      ])
      const next = 'rows that name them without an id may belong to no partner: phd partner unlinked'
      return io.prose(`${[...sections.flat(), `${plural(found.length, 'group')}; ${next}`].join('\n')}\n`)
    },
    json: () => ({ schema: 'phd.duplicates/1', duplicates: found.map(json) }),
    ndjson: () => found.map((each) => ({ schema: 'phd.duplicates/1', ...json(each) })),
    csv: () =>
      csvForPeople([
        ['why', 'shared', 'id', 'name', 'status'],
        ...found.flatMap(({ why, shared, partners }) =>
          partners.map(({ id, name, account }) => [why, shared, id, name, account.record.status ?? '']),
        ),
      ]),
  }
}
