/** What `phd audit verify --records` found, in words. */

import type { RecordsCheck } from '../../store/store.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { safeText } from '../../terminal/safe-text.ts'

type Changed = RecordsCheck['changed'][number]
type Untold = RecordsCheck['untold'][number]

/** So many numbers of imports are told, and so many changed imports; JSON has all. */
const MOST_TOLD = 20

const FLAW: Readonly<Record<Changed['flaw'], string>> = {
  opened: 'what it wrote was changed, removed or added to',
  ended: 'records end with it that it did not end, or the other way around',
  opened_and_ended: 'what it wrote was changed, removed or added to, and so was what it ended',
  not_in_audit: 'records are of this import, and the audit has none of this number',
}

/** Its lines. */
export function recordsLines({ checked, versions, older, changed, untold }: RecordsCheck, io: Pick<Io, 'style'>): string[] {
  const of = `${plural(checked, 'import')}, ${grouped(versions)} ${versions === 1 ? 'version' : 'versions'} of records`
  return [
    changed.length === 0
      ? io.style('green', `the records are what their imports wrote, as far as can be told: ${of}`)
      : io.style('red', 'RECORDS WERE CHANGED BY HAND, or are damaged'),
    ...changed.slice(0, MOST_TOLD).map(lineOf),
    ...(changed.length > MOST_TOLD ? [`  and ${plural(changed.length - MOST_TOLD, 'import')} more: --json has them all`] : []),
    ...(changed.length > 0 ? NEXT : []),
    ...untold.map((each) => `cannot tell of ${importsOf(each.imports)}: ${reasonOf(each)}`),
    ...(older > 0 ? [`cannot tell of ${plural(older, 'import')} from before phd recorded what an import wrote`] : []),
  ]
}

const NEXT = [
  'next: keep this desk as it is, and compare it with a backup from before; what differs from the file of an import, if that is',
  '      the newest of its kind, shows: phd import <file> --dry-run',
] as const

function lineOf({ import: id, kind, file, at, flaw }: Changed): string {
  const of = file === null || at === null ? '' : `, ${safeText(file)}, ${showMoment(at)}`
  return `  import ${id} of ${safeText(kind.replaceAll('_', ' '))}${of}: ${FLAW[flaw]}`
}

function importsOf(ids: readonly number[]): string {
  const told = ids.slice(0, MOST_TOLD).join(', ')
  const more = ids.length > MOST_TOLD ? ` and ${ids.length - MOST_TOLD} more` : ''
  return `${ids.length === 1 ? 'import' : 'imports'} ${told}${more}`
}

function reasonOf({ why, by }: Untold): string {
  switch (why) {
    case 'pruned':
      return `what records were before was removed, as audit entry ${by} records`
    case 'forgotten':
      return `a person was taken out, as audit entry ${by} records`
    case 'fold':
      return 'this phd compares names in another way, so that the records got other keys'
    case 'kind':
      return 'this phd does not know this kind of record; a newer one does'
  }
}
