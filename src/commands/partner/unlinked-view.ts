/** Prints the rows that are linked to no partner, by reason, and partners that may be the same company. */

import { aliasCommand, whyUnlinked } from '../../app/link-sentences.ts'
import type { Duplicates } from '../../partners/every/duplicates.ts'
import type { WhyUnlinked } from '../../partners/linking/links.ts'
import type { Partner } from '../../partners/partner.ts'
import type { UnlinkedName, UnlinkedNames } from '../../partners/unlinked.ts'
import { kinds } from '../../records/kinds.ts'
import { placeOf } from '../../records/place.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Format } from '../../terminal/print.ts'
import type { Listing } from '../../terminal/print-rows.ts'
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

/** The names and ids that belong to no partner, in their order or, as a table, by reason (phd.unlinked/1). */
export function unlinkedListing(unlinked: UnlinkedNames, io: Io, format: Format): Listing<UnlinkedName> {
  const json = (each: UnlinkedName) => ({ ...each, accept: acceptCommand(each) })
  const reasons = byReason(unlinked)
  return {
    rows: format === 'table' ? inOrder(unlinked, reasons) : unlinked,
    list: { one: 'name' },
    table: reasonSections(unlinked, reasons, io),
    json: (items) => ({ schema: 'phd.unlinked/1', unlinked: items }),
    object: json,
    line: (each) => ({ schema: 'phd.unlinked/1', ...json(each) }),
    csv: {
      headings: () => ['kind', 'name', 'account id', 'rows', 'file', 'line', 'why', 'candidates', 'accept'],
      cells: (each) => [
        each.kind,
        each.name ?? '',
        each.accountId ?? '',
        String(each.rows),
        each.file,
        String(each.line),
        each.why,
        each.candidates.map(({ id, name }) => `${name} (${id})`).join('; '),
        acceptCommand(each) ?? '',
      ],
    },
  }
}

/** The places of names by the reason that no partner has them. */
type Reasons = ReadonlyMap<WhyUnlinked, readonly number[]>

function byReason(unlinked: UnlinkedNames): Reasons {
  const places = new Map<WhyUnlinked, number[]>()
  for (let i = 0; i < unlinked.length; i++) {
    const { why } = unlinked.keyAt(i)
    const same = places.get(why)
    if (same) same.push(i)
    else places.set(why, [i])
  }
  return places
}

function* inOrder(unlinked: UnlinkedNames, reasons: Reasons): Generator<UnlinkedName> {
  for (const places of reasons.values()) for (const place of places) yield unlinked.at(place)
}

/** Each reason with its names, and what to do about them. */
function reasonSections(unlinked: UnlinkedNames, reasons: Reasons, io: Io) {
  const lines = (...some: string[]): string => io.prose(some.map((line) => `${line}\n`).join(''))
  const toDo = (why: WhyUnlinked): string[] => (WHAT_TO_DO[why] ? [`  to do: ${WHAT_TO_DO[why]}`] : [])
  let last: WhyUnlinked | null = null
  let left = 0
  let rows = 0
  return {
    section: (each: UnlinkedName) => {
      const { why } = each
      const isFirst = why !== last
      if (isFirst) left = reasons.get(why)?.length ?? 0
      const heading = isFirst ? [`${io.style('bold', whyUnlinked(why))}: ${plural(left, 'name')}`] : []
      last = why
      left--
      rows += each.rows
      return lines(...heading, ...unlinkedLines(each), ...(left === 0 ? [...toDo(why), ''] : []))
    },
    after: () =>
      unlinked.length === 0
        ? 'every row is linked to a partner\n'
        : lines(`${plural(rows, 'row')} under ${plural(unlinked.length, 'name')}, linked to no partner`),
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

/** Partners that may be one company, as many groups as there are (phd.duplicates/1). */
export function duplicatesListing(
  groups: AsyncIterable<readonly Duplicates<Partner>[]>,
  count: number,
  io: Io,
  format: Format,
): Listing<Duplicates<Partner>> {
  const json = ({ why, shared, partners }: Duplicates<Partner>) => ({
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
  const next = 'rows that name them without an id may belong to no partner: phd partner unlinked'
  return {
    rows: format === 'csv' ? byPartner(groups) : groups,
    list: { one: 'group' },
    table: {
      section: ({ why, shared, partners }) => {
        const lines = partners.map(({ id, name, account: { record, source } }) =>
          safeText(`  ${id}  ${name} (${record.status ?? 'no status'}, ${placeOf(source)})`),
        )
        return io.prose(`${[io.style('bold', safeText(`${SHARED[why]}: ${shared}`)), ...lines, ''].join('\n')}\n`)
      },
      after: () =>
        count === 0 ? 'no two partners share a name or a domain\n' : io.prose(`${plural(count, 'group')}; ${next}\n`),
    },
    json: (items) => ({ schema: 'phd.duplicates/1', duplicates: items }),
    object: json,
    line: (each) => ({ schema: 'phd.duplicates/1', ...json(each) }),
    csv: {
      headings: () => ['why', 'shared', 'id', 'name', 'status'],
      cells: ({ why, shared, partners: [partner] }) => [
        why,
        shared,
        ...(partner ? [partner.id, partner.name, partner.account.record.status ?? ''] : []),
      ],
    },
  }
}

/** Each partner of a group as a group of its own: separated values have a line for each. */
async function* byPartner(groups: AsyncIterable<readonly Duplicates<Partner>[]>): AsyncGenerator<Duplicates<Partner>[]> {
  for await (const some of groups)
    yield some.flatMap(({ partners, ...group }) => partners.map((partner) => ({ ...group, partners: [partner] })))
}
