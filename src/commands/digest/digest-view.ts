/** A digest in every format. */

import type { Digest } from '../../agenda/digest.ts'
import { digestSectionTitle, digestTitle, entryCount, figuresOf, findingWords, goneWords } from '../../agenda/digest-words.ts'
import { doubtCells, doubtJson, ITEM_HEADINGS, itemCells, itemJson } from '../../agenda/json.ts'
import { audienceName } from '../../agenda/marks.ts'
import { DIGEST_SECTIONS, type DigestEntry, type DigestSection, partnersAtRisk, sumsOf } from '../../reports/digest.ts'
import { csvPieces } from '../../terminal/csv.ts'
import { htmlPieces } from '../../terminal/html.ts'
import type { Io } from '../../terminal/io.ts'
import { markdownPieces } from '../../terminal/markdown.ts'
import { pagePieces } from '../../terminal/page.ts'
import type { Rendering } from '../../terminal/print.ts'
import { digestPage } from './page-view.ts'

/** The page of what is due (phd.digest/1). */
export function digestView(digest: Digest, io: Pick<Io, 'columns' | 'prose' | 'style'>): Rendering {
  const { entries, doubts, now } = digest
  return {
    table: () => pagePieces(digestPage(digest), io),
    md: () => markdownPieces(digestPage(digest)),
    html: () => htmlPieces(digestPage(digest)),
    json: () => digestJson(digest),
    ndjson: function* () {
      for (const doubt of doubts) yield { schema: 'phd.digest-item/1', section: 'cannot_tell', ...doubtJson(doubt, now) }
      for (const entry of entries) yield { schema: 'phd.digest-item/1', section: entry.section, ...entryJson(entry, digest) }
    },
    csv: () => csvPieces(csvRows(digest)),
  }
}

function* csvRows({ doubts, entries, gone, now }: Digest): Generator<readonly string[]> {
  yield [...ITEM_HEADINGS, 'change']
  for (const doubt of doubts) yield [...doubtCells(doubt, now), '']
  for (const { section, item, change } of entries) yield [...itemCells(section, item), change ?? '']
  for (const each of gone) yield [each.section, ...Array<string>(6).fill(''), goneWords(each), ...GONE_REST, each.key, 'gone']
}

/** The cells between the words of a thing that is gone and its key. */
const GONE_REST = Array<string>(ITEM_HEADINGS.length - 9).fill('')

function entryJson({ item, change, was }: DigestEntry, { withPeople }: Digest) {
  return { ...itemJson(item, { withPeople }), change, was }
}

function* itemsOf(digest: Digest, id: DigestSection): Generator<object> {
  for (const entry of digest.entries) if (entry.section === id) yield entryJson(entry, digest)
}

function digestJson(digest: Digest) {
  const { audience, agenda, entries, gone, doubts, mark, now, asOf } = digest
  const { days, sources, policies, promises, notUsed } = agenda
  const isDirector = audience.reader === 'director'
  const { reader, manager } = audience
  return {
    schema: 'phd.digest/1',
    title: digestTitle(digest),
    audience: { reader, name: audienceName(audience), manager: manager && { id: manager.id, name: manager.name } },
    ...{ today: days.today, asOf, since: days.since, until: days.until },
    mark: mark && { entry: mark.entry, at: mark.at, by: mark.actor },
    finding: findingWords(digest),
    figures: figuresOf(digest),
    cannotTell: doubts.map((doubt) => doubtJson(doubt, now)),
    sections: DIGEST_SECTIONS[reader].map((id) => ({
      id,
      title: digestSectionTitle(id, agenda),
      count: entryCount(entries, id),
      items: itemsOf(digest, id),
    })),
    gone: goneJson(gone),
    ...(isDirector && { sums: sumsJson(digest), partnersAtRisk: partnersAtRisk(entries) }),
    promises,
    sources,
    policies,
    notUsed,
  }
}

function* goneJson(gone: Digest['gone']): Generator<object> {
  for (const each of gone) yield { ...each, text: goneWords(each) }
}

function sumsJson({ entries, gone, mark }: Digest) {
  return sumsOf(entries, gone, mark !== null).map(({ section, items, count, change, oldest, owner }) => ({
    section,
    code: items[0]?.code ?? null,
    count,
    change,
    oldest,
    owner: owner.name,
    otherOwners: owner.others,
    list: items[0]?.list ?? null,
  }))
}
