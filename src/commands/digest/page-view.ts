/** A digest as a page, in parts: the same for a terminal, Markdown and HTML. */

import type { Digest } from '../../agenda/digest.ts'
import {
  changeWords,
  commandAgain,
  digestSectionTitle,
  digestTitle,
  figuresOf,
  findingWords,
  goneWords,
  promiseWords,
  sinceWords,
} from '../../agenda/digest-words.ts'
import { listTitles } from '../../agenda/used-lists.ts'
import { doubtWords, gapWords, kindWords, oneWords, sourceGaps } from '../../agenda/words.ts'
import { MadeList } from '../../packed/made-list.ts'
import { nameOf } from '../../reports/agenda.ts'
import {
  DIGEST_SECTIONS,
  type DigestEntry,
  type DigestSection,
  type DigestSum,
  partnersAtRisk,
  sumsOf,
} from '../../reports/digest.ts'
import { showAge } from '../../terminal/moment.ts'
import type { Page, PageCell, PagePart } from '../../terminal/page.ts'
import { grouped } from '../../terminal/plural.ts'

/** So many rows of a section are on a page; the command that lists all of them stands below. */
const MOST_ROWS = 25
/** So many partners at risk are on the director's page. */
const MOST_PARTNERS = 10

/** The page: the finding, four figures, the sections, what is gone, and what it rests on. */
export function digestPage(digest: Digest): Page {
  const { audience, doubts, now, gone } = digest
  const gaps = sourceGaps(doubts, now)
  return {
    title: digestTitle(digest),
    parts: [
      ...(gaps === '' ? [] : [{ kind: 'text', text: gapWords(gaps), isWarning: true } as const]),
      { kind: 'text', text: findingWords(digest) },
      { kind: 'text', text: sinceWords(digest) },
      { kind: 'figures', figures: figuresOf(digest) },
      ...(audience.reader === 'director' ? directorParts(digest) : itemParts(digest)),
      ...(gone.length === 0
        ? []
        : [
            { kind: 'heading', text: 'Gone since then' } as const,
            { kind: 'list', items: [...gone.slice(0, MOST_ROWS).map(goneWords), ...moreThan(gone.length)] } as const,
          ]),
      ...doubtParts(digest),
      ...sourceParts(digest),
    ],
  }
}

function moreThan(count: number): string[] {
  return count > MOST_ROWS ? [`and ${grouped(count - MOST_ROWS)} more`] : []
}

/** Each section with its items: what, whose, by when, what changed, what to run. */
function itemParts({ entries, audience, agenda, mark, withPeople, isAll }: Digest): PagePart[] {
  return DIGEST_SECTIONS[audience.reader].flatMap((section): PagePart[] => {
    const own = entries.filter((each) => each.section === section)
    if (own.length === 0) return []
    const shown = isAll ? own : own.slice(0, MOST_ROWS)
    const title = digestSectionTitle(section, agenda)
    const isOwn = audience.reader === 'manager'
    const headings = ['What', 'Partner', 'Due', ...(isOwn ? [] : ['Manager']), ...(mark ? ['Change'] : [])]
    return [
      { kind: 'heading', text: title },
      {
        kind: 'table',
        caption: captionOf(own),
        headings: [...headings, ...(withPeople ? ['Asked by'] : []), 'Next'],
        rows: new MadeList(shown.length, (i) => {
          const entry = shown[i] as DigestEntry
          return [
            oneWords(entry.item),
            nameOf(entry.item),
            entry.item.due ?? '',
            ...(isOwn ? [] : [entry.item.manager?.name ?? '']),
            ...(mark ? [entryChange(entry)] : []),
            ...(withPeople ? [personWords(entry.item.person)] : []),
            { command: entry.item.command },
          ]
        }),
      },
      ...leftOut(own, shown),
    ]
  })
}

function captionOf(entries: readonly DigestEntry[]): string {
  const count = entries.reduce((sum, { item }) => sum + item.count, 0)
  const fresh = entries.filter(({ change }) => change === 'new').length
  return `${grouped(count)} in all${fresh > 0 ? `, ${grouped(fresh)} new` : ''}`
}

function personWords(person: { name: string | null; address: string | null } | null): string {
  return [person?.name, person?.address && `<${person.address}>`].filter(Boolean).join(' ')
}

/** What happened to an item since the mark: new, still there, or in another section than it was. */
function entryChange({ change, was, section }: DigestEntry): string {
  if (change === 'still' && was && was.section !== section) return section === 'late' ? 'newly late' : 'moved'
  return change ?? ''
}

function leftOut(own: readonly DigestEntry[], shown: readonly DigestEntry[]): PagePart[] {
  if (own.length === shown.length) return []
  const lists = [...new Set(own.slice(shown.length).map(({ item }) => item.list))]
  return [{ kind: 'text', text: `and ${grouped(own.length - shown.length)} more: ${lists.join('; ')}` }]
}

/** The director's sections: sums of each kind, and the partners of which something is late. */
function directorParts(digest: Digest): PagePart[] {
  const { entries, gone, mark, agenda } = digest
  const sums = sumsOf(entries, gone, mark !== null)
  return [
    ...sumPart('promises', sums, digest),
    { kind: 'list', items: agenda.promises.map(promiseWords) },
    ...riskParts(digest),
    ...(['ends', 'unowned', 'decisions'] as const).flatMap((section) => sumPart(section, sums, digest)),
  ]
}

function sumPart(section: DigestSection, sums: readonly DigestSum[], { agenda, mark, doubts }: Digest): PagePart[] {
  const own = sums.filter((each) => each.section === section)
  const heading: PagePart = { kind: 'heading', text: digestSectionTitle(section, agenda) }
  if (own.length === 0) return [heading, { kind: 'text', text: doubts.length > 0 ? 'Nothing known.' : 'None.' }]
  const rows = own.map(({ items, count, change, oldest, owner }): PageCell[] => [
    kindWords(items),
    grouped(count),
    ...(mark ? [change === null ? '' : changeWords(change)] : []),
    oldest ?? '',
    ownerWords(owner),
    { command: items[0]?.list ?? '' },
  ])
  const headings = ['What', 'Count', ...(mark ? ['Change'] : []), section === 'ends' ? 'First' : 'Oldest', 'Owner', 'List']
  const total = own.reduce((sum, { count }) => sum + count, 0)
  return [heading, { kind: 'table', caption: `${grouped(total)} in all`, headings, rows }]
}

function ownerWords({ name, others }: DigestSum['owner']): string {
  return name === null ? '' : others === 0 ? name : `${name} and ${grouped(others)} more`
}

function riskParts({ entries, mark, doubts }: Digest): PagePart[] {
  const risks = partnersAtRisk(entries)
  const heading: PagePart = { kind: 'heading', text: 'Partners at risk: something is late' }
  if (risks.length === 0) return [heading, { kind: 'text', text: doubts.length > 0 ? 'Nothing known.' : 'None.' }]
  const rows = risks
    .slice(0, MOST_PARTNERS)
    .map(({ partner, late, oldest, owner, change, id }): PageCell[] => [
      partner,
      grouped(late),
      ...(mark ? [change ?? ''] : []),
      oldest ?? '',
      owner ?? '',
      { command: id === null ? '' : `phd partner show ${id.slice(0, 15)}` },
    ])
  const more = risks.length - rows.length
  return [
    heading,
    {
      kind: 'table',
      caption: `${grouped(risks.length)} in all, those with the most first${more > 0 ? `; ${grouped(more)} are not shown` : ''}`,
      headings: ['Partner', 'Late', ...(mark ? ['Change'] : []), 'Oldest', 'Owner', 'Look'],
      rows,
    },
  ]
}

function doubtParts({ doubts, now }: Digest): PagePart[] {
  if (doubts.length === 0) return []
  return [
    { kind: 'heading', text: 'Cannot tell' },
    {
      kind: 'table',
      caption: 'What is unknown is not counted above',
      headings: ['What', 'See'],
      rows: doubts.map((doubt) => [doubtWords(doubt, now), { command: doubt.command }]),
    },
  ]
}

/** What the page rests on, and how to make it again. */
function sourceParts(digest: Digest): PagePart[] {
  const { agenda, now, audience, withPeople } = digest
  const aged = ({ lastSeenAt, isOld }: Digest['agenda']['sources'][number]): string =>
    `${showAge(lastSeenAt, now)}${isOld ? ', TOO OLD' : ''}`
  const isShort = audience.reader === 'director'
  const sources: PagePart = {
    kind: 'table',
    caption: 'Lists, and how old they are',
    headings: ['List', 'File', 'Last seen', 'Age'],
    rows: agenda.sources.map((source) => [source.title, source.file, source.lastSeenAt.slice(0, 10), aged(source)]),
  }
  const inShort = agenda.sources.map((source) => `${source.title} (${source.file}, ${aged(source)})`)
  const unseen = [
    ...(withPeople ? [] : ['names and addresses of those who asked']),
    `what is due after ${agenda.days.until} and does not end`,
    ...(audience.reader === 'manager' ? ['what no registration or account of this manager has'] : []),
    ...(agenda.notUsed.length === 0
      ? []
      : [`what these lists say, which this desk does not use by its settings: ${listTitles(agenda.notUsed)}`]),
  ]
  return [
    { kind: 'heading', text: 'What this rests on' },
    ...(agenda.sources.length === 0 || isShort ? [] : [sources]),
    {
      kind: 'list',
      items: [
        ...(isShort && inShort.length > 0 ? [`lists: ${inShort.join('; ')}`] : []),
        `rules: ${agenda.policies.join(', ')}`,
        `not on this page: ${unseen.join('; ')}`,
        { command: commandAgain(digest) },
      ],
    },
  ]
}
