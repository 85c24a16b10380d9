/** What is due, on one screen or whole, in every format. */

import { doubtCells, doubtJson, ITEM_HEADINGS, itemCells, itemJson } from '../../agenda/json.ts'
import type { Agenda } from '../../agenda/read.ts'
import { listTitles } from '../../agenda/used-lists.ts'
import { briefWords, doubtWords, gapWords, oneWords, sectionTitle, severalWords, sourceGaps } from '../../agenda/words.ts'
import {
  AGENDA_SECTIONS,
  type AgendaItem,
  type AgendaSection,
  countOf,
  nameOf,
  nextOf,
  sectionsOf,
} from '../../reports/agenda.ts'
import { csvPieces } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { cutTo, widthOf } from '../../terminal/table.ts'
import { shareOut } from './share-out.ts'

export interface TodayPage {
  agenda: Agenda
  now: string
  asOf: string | null
  isAll: boolean
}

/** What is due (phd.today/1). */
export function todayView(page: TodayPage, io: Io): Rendering {
  const { agenda, now, asOf } = page
  const { days, doubts, sources, policies, notUsed } = agenda
  const { later, ...sections } = sectionsOf(agenda.items, days)
  const json = (item: AgendaItem) => itemJson(item, { withPeople: true })
  const next = nextOf(agenda.items, days.today)
  return {
    table: () => `${todayLines(page, sections, io).join('\n')}\n`,
    json: () => ({
      schema: 'phd.today/1',
      ...{ today: days.today, asOf, since: days.since, until: days.until },
      cannotTell: doubts.map((doubt) => doubtJson(doubt, now)),
      sections: AGENDA_SECTIONS.map((id) => ({
        id,
        title: sectionTitle(id, days),
        count: countOf(sections[id]),
        items: eachMade(sections[id], json),
      })),
      later: countOf(later),
      next: next && json(next),
      ...{ sources, policies, notUsed },
    }),
    ndjson: function* () {
      for (const doubt of doubts) yield { schema: 'phd.today-item/1', section: 'cannot_tell', ...doubtJson(doubt, now) }
      for (const section of AGENDA_SECTIONS)
        for (const item of sections[section]) yield { schema: 'phd.today-item/1', section, ...json(item) }
    },
    csv: () => csvPieces(csvRows(sections, doubts, now)),
  }
}

function* eachMade(items: Iterable<AgendaItem>, make: (item: AgendaItem) => object): Generator<object> {
  for (const item of items) yield make(item)
}

function* csvRows(
  sections: Record<AgendaSection, AgendaItem[]>,
  doubts: Agenda['doubts'],
  now: string,
): Generator<readonly string[]> {
  yield ITEM_HEADINGS
  for (const doubt of doubts) yield doubtCells(doubt, now)
  for (const section of AGENDA_SECTIONS) for (const item of sections[section]) yield itemCells(section, item)
}

/** A line of a section: when, who, what, and what to type. */
type Row = readonly [due: string, who: string, what: string, command: string]

/** A line with what it says where there is little room. */
interface Entry {
  row: Row
  brief: string
}

interface Block {
  heading: string
  style: 'red' | 'bold' | 'yellow'
  /** The first so many rows, made when they are asked for: mostly a screen has few of them. */
  first(rows: number): Iterable<Entry>
  /** Of each row: how many things it stands for, and what lists them all. */
  counts: readonly number[]
  lists: readonly string[]
}

/** How many lines one screen has for all that is due. */
const LINES = 20

function todayLines({ agenda, now, isAll }: TodayPage, sections: Record<AgendaSection, AgendaItem[]>, io: Io): string[] {
  const { days, doubts } = agenda
  const filled = AGENDA_SECTIONS.filter((id) => sections[id].length > 0)
  const blocks = [...filled.map((id) => blockOf(id, sections[id], days, isAll)), ...doubtBlock(agenda, now, isAll)]
  const head = [...(isAll ? [] : gapLine(doubts, now, io)), ...headline(agenda, sections, io)]
  const rows = blocks.map((block) => block.counts.length)
  // The last line names what shows all.
  const shares = isAll ? rows : shareOut(rows, LINES - head.length - blocks.length - 1)
  const isCut = rows.some((count, i) => count > (shares[i] ?? 0))
  const widest = new Widest()
  for (const [i, block] of blocks.entries()) for (const { row } of block.first(shares[i] ?? 0)) widest.add(row)
  const isFull = isRoomy(widest, io.columns)
  const lines = blocks.map((block, i) => {
    const entries = (): Iterable<Entry> => block.first(shares[i] ?? 0)
    // Where there is little room, a long command of one section takes none of the others'.
    const own = isFull ? widest : new Widest()
    if (!isFull) for (const entry of entries()) own.add(inBrief(entry))
    const wide = widthsOf(own, io.columns)
    return Array.from(entries(), (entry) => rowLine(isFull ? entry.row : inBrief(entry), wide, io.columns))
  })
  return [
    ...head,
    ...blocks.flatMap((block, i) => [
      `${io.style(block.style, block.heading)}${moreWords(block, shares[i] ?? 0, io.columns)}`,
      ...(lines[i] ?? []),
    ]),
    ...(isCut ? ['all of it: phd today --all'] : []),
    ...(isAll && agenda.notUsed.length > 0
      ? [io.prose(`left out, not used by the settings: ${listTitles(agenda.notUsed)}`)]
      : []),
  ]
}

/** How much is late, due today and due soon; where nothing is, what comes next. A count of nothing is left out, because it may not be known. */
function headline({ days, items, doubts }: Agenda, sections: Record<AgendaSection, AgendaItem[]>, io: Io): string[] {
  const [late, today, week] = [countOf(sections.late), countOf(sections.today), countOf(sections.week)]
  const counts = [
    ...(late > 0 ? [`${grouped(late)} late${oursOf(sections.late)}`] : []),
    ...(today > 0 ? [`${grouped(today)} due today`] : []),
    ...(week > 0 ? [`${grouped(week)} due by ${days.until}`] : []),
  ]
  if (late + today > 0) return [io.style(late > 0 ? 'red' : 'bold', io.prose(`${days.today}: ${counts.join(', ')}`))]
  const next = nextOf(items, days.today)
  const none = doubts.length > 0 ? 'nothing that is known is due' : 'nothing is due'
  const then = next === null ? 'nothing is coming up' : `next: ${next.due} ${oneWords(next)}, ${next.command}`
  return [io.prose(safeText(`${days.today}: ${none}; ${then}`))]
}

/** How many of what is late the desk itself can settle, where others have some of it. */
function oursOf(items: readonly AgendaItem[]): string {
  const ours = countOf(items.filter(({ waitsFor }) => waitsFor === null))
  return ours === countOf(items) ? '' : ` (${ours === 0 ? 'none' : grouped(ours)} yours)`
}

/** The lists that are missing or too old, in one line. */
function gapLine(doubts: Agenda['doubts'], now: string, io: Io): string[] {
  const gaps = sourceGaps(doubts, now)
  if (gaps === '') return []
  const whole = safeText(gapWords(gaps).replace('Cannot tell', 'CANNOT TELL'))
  const count = (code: string): number => doubts.filter((each) => each.code === code).length
  const [old, never] = [count('too_old'), count('never_imported')]
  const short = [
    ...(old > 0 ? [`${plural(old, 'list')} too old`] : []),
    ...(never > 0 ? [`${plural(never, 'list')} never imported`] : []),
  ]
  return [
    io.style('yellow', widthOf(whole) <= io.columns ? whole : `CANNOT TELL everything: ${short.join(', ')}; see: phd doctor`),
  ]
}

function blockOf(id: AgendaSection, items: readonly AgendaItem[], days: Agenda['days'], isAll: boolean): Block {
  const groups = id === 'open' && !isAll ? [...Map.groupBy(items, ({ code }) => code).values()] : items.map((item) => [item])
  return {
    style: id === 'late' ? 'red' : 'bold',
    heading: `${sectionTitle(id, days)}: ${grouped(countOf(items))}`,
    *first(rows) {
      for (let i = 0; i < rows; i++) yield groupRow(groups[i] ?? [])
    },
    counts: groups.map(countOf),
    lists: groups.map(([first]) => first?.list ?? ''),
  }
}

function groupRow(items: readonly AgendaItem[]): Entry {
  const [first, ...more] = items
  if (first && more.length === 0)
    return { row: [first.due ?? '', nameOf(first), oneWords(first), first.command], brief: briefWords(first) }
  const words = severalWords(items)
  return { ...summary(words, first?.list ?? ''), brief: words.replace('registrations ended, ', 'ended deals ') }
}

/** A line without a day and a partner. */
function summary(what: string, command: string): Entry {
  return { row: ['', '', what, command], brief: what }
}

function inBrief({ row: [due, who, , command], brief }: Entry): Row {
  return [due, who, brief, command]
}

/** What is unknown of things that are there; with `isAll` also of lists that are missing or too old. */
function doubtBlock({ doubts }: Agenda, now: string, isAll: boolean): Block[] {
  const own = doubts.filter(({ code }) => isAll || code === 'due_unknown' || code === 'not_judged')
  if (own.length === 0) return []
  return [
    {
      style: 'yellow',
      heading: 'Cannot tell',
      first: (rows) => own.slice(0, rows).map((doubt) => summary(doubtWords(doubt, now), doubt.command)),
      counts: own.map(({ count }) => count),
      lists: own.map(({ command }) => command),
    },
  ]
}

/** How many of a section are not on the screen, and what lists them, where there is room for that. */
function moreWords({ heading, counts, lists }: Block, shown: number, columns: number): string {
  const left = counts.slice(shown).reduce((sum, count) => sum + count, 0)
  if (left === 0) return ''
  const more = `, and ${grouped(left)} more`
  const named = `${more}: ${[...new Set(lists.slice(shown))].join('; ')}`
  return widthOf(heading + named) <= columns ? named : more
}

type Widths = readonly [due: number, who: number, what: number]

/** So much of a partner's name is shown, before what the line is about is said in full. */
const ENOUGH = 20

/** The widest cell of each column. A row without a day and a partner has its own room. */
class Widest {
  readonly widths: [due: number, who: number, what: number, command: number] = [0, 0, 0, 0]

  add(row: Row): void {
    if (isSummary(row)) return
    for (const at of [0, 1, 2, 3] as const) this.widths[at] = Math.max(this.widths[at], widthOf(safeText(row[at])))
  }
}

/** Whether there is room for what every line is about in full. */
function isRoomy({ widths: [due, who, what, command] }: Widest, columns: number): boolean {
  return due + Math.min(who, ENOUGH) + what + command + 2 + GAPS <= columns
}

/** How wide each column is: the command whole, then what the line is about, and the partner in what is left. */
function widthsOf({ widths: [due, who, what, command] }: Widest, columns: number): Widths {
  const left = columns - due - command - 2 - GAPS
  if (who + what <= left) return [due, who, what]
  // On a very narrow screen only the command names the partner.
  if (left < 2 * LEAST) return [due, 0, Math.max(LEAST, left + 2)]
  const whoHas = Math.min(who, Math.max(LEAST, left - what))
  return [due, whoHas, Math.max(LEAST, left - whoHas)]
}

/** The blanks between four columns. */
const GAPS = 6
/** What is narrower says nothing. */
const LEAST = 8

function isSummary([due, who]: Row): boolean {
  return due === '' && who === ''
}

function rowLine(row: Row, wide: Widths, columns: number): string {
  const [due, who, what, command] = row.map(safeText) as [string, string, string, string]
  const cell = (text: string, most: number): string => {
    const cut = cutTo(text, most)
    return cut + ' '.repeat(Math.max(0, most - widthOf(cut)))
  }
  const [dueWide, whoWide, whatWide] = wide
  const whose = whoWide === 0 ? '' : `${cell(who, whoWide)}  `
  if (!isSummary(row)) return `  ${cell(due, dueWide)}  ${whose}${cell(what, whatWide)}  ${command}`
  const room = Math.min(columns - 4 - widthOf(command), Math.max(dueWide + whoWide + whatWide + 4, widthOf(what)))
  return `  ${cell(what, Math.max(8, room))}  ${command}`
}
