/** Who holds a role on a day, and who covers (phd.answer/1). */

import type { Context } from '../../app/context.ts'
import { importedPlaceOf, placeOf } from '../../records/place.ts'
import type { HeldRole, Holder, RoleAnswer } from '../../rules/standing/holders.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** An answer, and whether a row of its role was rejected: that row may name another person, or an absence. */
type Answer = RoleAnswer & { isRejected: boolean }

interface Asked {
  typed: string
  day: string
  context: Pick<Context, 'now' | 'asOf'>
  /** The address of a person by the Salesforce users; null where they do not say. */
  addressOf(person: string): string | null
}

/** The answers in every format. */
export function whoView(answers: readonly Answer[], asked: Asked, io: Pick<Io, 'prose' | 'style'>): Rendering {
  const { typed, day, context } = asked
  const json = () => ({
    schema: 'phd.answer/1',
    question: 'role',
    words: typed,
    on: day,
    roles: answers.map((answer) => answerJson(answer, asked)),
    evaluatedAt: context.now,
    asOf: context.asOf,
  })
  return {
    table: () => io.prose(`${answers.map((answer) => answerText(answer, asked, io)).join('\n')}`),
    json,
    ndjson: () => answers.map((answer) => ({ schema: 'phd.answer/1', question: 'role', on: day, ...answerJson(answer, asked) })),
    csv: () =>
      csvForPeople([
        ['role', 'for', 'on', 'person', 'email', 'since', 'named_by', 'doubt', 'out_from', 'out_to', 'covers', 'certain'],
        ...answers.flatMap((answer) => csvRows(answer, asked)),
      ]),
  }
}

const emailOf = ({ row, person }: Holder, { addressOf }: Asked): string | null => row.email ?? addressOf(person)

function answerJson(answer: Answer, asked: Asked) {
  const { role, scope, holders, hints, before, after, contradicting, isRejected, isCertain } = answer
  return {
    role,
    for: scope,
    certain: isCertain,
    holders: holders.map((holder) => ({
      person: holder.person,
      email: emailOf(holder, asked),
      since: holder.row.from,
      until: holder.row.to,
      namedBy: holder.row.namedBy,
      doubt: holder.doubt,
      out: holder.out,
      covers: holder.covers.map((person) => ({ person, email: asked.addressOf(person) })),
      outToo: holder.outToo,
      note: holder.row.note,
      source: holder.row.source,
    })),
    hints: hints.map(({ note, where, namedBy, from, source }) => ({ note, where, namedBy, since: from, source })),
    contradicting: contradicting.map(({ person, from, to, source }) => ({ person, from, to, source })),
    rejectedRows: isRejected,
    before: before && { person: before.person, from: before.from, to: before.to, source: before.source },
    after: after && { person: after.person, from: after.from, source: after.source },
    because: becauseOf(answer, asked.day),
  }
}

/** What keeps the answer from being certain, and what to do; none where it is. */
function becauseOf({ holders, hints, before, after, contradicting, isRejected, isCertain }: Answer, day: string): string[] {
  if (isCertain) return []
  const decides = [...holders.map(({ row }) => row), ...hints].some(({ approvesDecisions }) => approvesDecisions)
  const page = holders.find(({ doubt }) => doubt === 'page_too_old')
  return [
    ...(holders.length === 0 ? [`no one is named for ${day}`] : []),
    ...(before ? [`until ${before.to} it was ${before.person}`] : []),
    ...(after ? [`from ${after.from} it is ${after.person}`] : []),
    ...(isRejected ? ['a row of this role was rejected: correct and import it'] : []),
    ...contradicting.map(
      (row) =>
        `${row.person ?? 'a row'}: the last day, ${row.to}, is before the first, ${row.from} (${placeOf(row.source)}): correct and import it`,
    ),
    ...holders.flatMap(({ person, doubt, row }) =>
      doubt === 'absence_contradicts'
        ? [`${person}: the last day out is before the first (${placeOf(row.source)}): correct and import it`]
        : [],
    ),
    ...(page ? [`named by a page of ${page.row.from}, and not confirmed since`] : []),
    ...(hints.some(({ where }) => where !== null) ? ['the names are kept at the address above'] : []),
    decides
      ? 'these people may approve exceptions to a check: when they change, correct data/authorities.json'
      : 'once you know, add a row to your list of roles and import it: phd import <roles.csv>',
  ]
}

function answerText(answer: Answer, asked: Asked, { style }: Pick<Io, 'style'>): string {
  const { role, scope, holders, hints, isCertain } = answer
  const lines = [style('bold', safeText(`${role}${scope === null ? '' : `, ${scope}`}, on ${asked.day}`))]
  if (!isCertain) lines.push(style('yellow', holders.length === 0 ? 'NO ONE NAMED' : 'CANNOT TELL: ask before you rely on it'))
  for (const holder of holders) lines.push(...holderLines(holder, asked, style))
  for (const { note, where, namedBy, from, source } of hints) {
    lines.push(...[note, where && `see: ${where}`].flatMap((line) => (line ? [`  ${safeText(line)}`] : [])))
    lines.push(`  ${style('dim', safeText(namedWords({ namedBy, from, source })))}`)
  }
  lines.push(...becauseOf(answer, asked.day).map((line) => `  - ${safeText(line)}`))
  return `${lines.join('\n')}\n`
}

function holderLines(holder: Holder, asked: Asked, style: Io['style']): string[] {
  const { person, row, doubt, out, covers, outToo } = holder
  const email = emailOf(holder, asked)
  const withAddress = (name: string): string => [name, asked.addressOf(name)].filter(Boolean).join(', ')
  const until = row.to === null ? '' : ` until ${row.to}`
  return [
    `  ${safeText(`${person}${email === null ? '' : `, ${email}`}, ${row.namedBy === null ? `since ${row.from}` : `named as of ${row.from}`}${until}`)}`,
    ...(doubt === 'left' ? [style('yellow', `    ${safeText(`${person} is no longer active in Salesforce`)}`)] : []),
    ...(out ? [`    out from ${out.from}${out.to === null ? ', open' : ` to ${out.to}`}`] : []),
    ...(covers.length > 0 ? [`    ${safeText(`${out ? 'covered by' : 'backup'}: ${covers.map(withAddress).join('; ')}`)}`] : []),
    ...(outToo.length > 0 ? [`    ${safeText(`also out: ${outToo.join(', ')}`)}`] : []),
    ...(out && covers.length === 0 ? ['    no one covers'] : []),
    ...(row.note ? [`    ${safeText(row.note)}`] : []),
    `    ${style('dim', safeText(namedWords(row)))}`,
  ]
}

function namedWords({ namedBy, from, source }: Pick<HeldRole, 'namedBy' | 'from' | 'source'>): string {
  const place = importedPlaceOf(source)
  return namedBy === null ? place : `${place}; ${namedBy}, as of ${from}`
}

function csvRows({ role, scope, holders, isCertain }: RoleAnswer, asked: Asked): string[][] {
  const head = [role, scope ?? '', asked.day]
  if (holders.length === 0) return [[...head, '', '', '', '', '', '', '', '', String(isCertain)]]
  return holders.map((holder) => {
    const { person, row, doubt, out, covers } = holder
    const days = [out?.from ?? '', out?.to ?? '']
    return [
      ...head,
      ...[person, emailOf(holder, asked) ?? '', row.from, row.namedBy ?? '', doubt ?? '', ...days, covers.join('; ')],
      String(isCertain),
    ]
  })
}
