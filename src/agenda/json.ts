/** Items and doubts as JSON and spreadsheets have them, the same wherever they are listed. */

import type { AgendaDoubt, AgendaItem } from '../reports/agenda.ts'
import { doubtWords, oneWords } from './words.ts'

/** One item; who asked is a person, so that is there only where it is wanted. */
export function itemJson(item: AgendaItem, { withPeople }: { withPeople: boolean }) {
  const { code, key, due, isLate, came, waitsFor, taken, partner, partnerText, manager, count, person, command, list } = item
  return {
    code,
    key,
    due,
    late: isLate,
    came,
    waitsFor,
    taken,
    partner,
    partnerText,
    manager,
    what: oneWords(item),
    count,
    ...(withPeople && { requester: person }),
    command,
    list,
    evidence: item.evidence,
    handbook: item.handbook,
    stale: item.isOld,
  }
}

/** Why something is unknown. */
export function doubtJson(doubt: AgendaDoubt, now: string) {
  const { code, kind, title, count, file, lastSeenAt, command } = doubt
  return { code, kind, title, text: doubtWords(doubt, now), count, file, lastSeenAt, command }
}

/** The headings of items in a spreadsheet. */
export const ITEM_HEADINGS = [
  ...['section', 'due', 'late', 'came', 'partner_id', 'partner', 'manager', 'what', 'count', 'waits_for', 'command'],
  ...['file', 'line', 'audit_entry', 'handbook', 'stale', 'key', 'taken_by', 'taken_until'],
]

/** An item as a row of a spreadsheet. */
export function itemCells(section: string, item: AgendaItem): string[] {
  const { due, isLate, came, partner, partnerText, manager, count, waitsFor, command, evidence, handbook, isOld, key, taken } =
    item
  const [place] = evidence
  return [
    ...[section, due ?? '', String(isLate), came ?? '', partner?.id ?? '', partner?.name ?? partnerText ?? ''],
    ...[manager?.name ?? '', oneWords(item), String(count), waitsFor ?? '', command],
    ...[place?.file ?? '', String(place?.line ?? ''), String(place?.auditEntry ?? '')],
    ...[handbook.map(({ page, section: heading }) => `${page}, "${heading}"`).join('; '), String(isOld), key],
    ...[taken?.by ?? '', taken?.until ?? ''],
  ]
}

/** What is unknown as a row of a spreadsheet. */
export function doubtCells(doubt: AgendaDoubt, now: string): string[] {
  const { count, command, file, code, kind } = doubt
  return [
    ...['cannot_tell', '', '', '', '', '', '', doubtWords(doubt, now), String(count), '', command],
    ...[file ?? '', '', '', '', String(code === 'too_old'), `${code} ${kind ?? ''}`.trim(), '', ''],
  ]
}
