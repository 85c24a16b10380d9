import type { SuggestedMap } from '../../imports/mapping.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** A mapping as it is saved (phd.map/1). */
export type SavedMap = SuggestedMap & { encoding: string | undefined; dateOrder: string | undefined; decimal: string | undefined }

/** Prints that a mapping was written to a file, or would be. */
export function writtenMapView(map: SavedMap, out: string, dryRun: boolean): Rendering {
  return {
    table: () => `${dryRun ? 'would write' : 'wrote'} a map of ${map.kind} to ${safeText(out)}\n`,
    json: () => map,
    ndjson: () => [map],
    csv: () =>
      csvForPeople([
        ['file', 'kind'],
        [out, map.kind],
      ]),
  }
}

/** What a person has to decide in a mapping, and the next command. */
export function mapNotes({ columns }: SavedMap, missing: readonly string[], next: string): string[] {
  const open = Object.values(columns).filter((field) => field === null).length
  return [
    ...(missing.length > 0 ? [`no column yet for "${missing.join('", "')}"`] : []),
    ...(open > 0
      ? [
          `${plural(open, 'heading has', 'headings have')} null for a field: name the field, or leave null to keep the column as text`,
        ]
      : []),
    `then run: ${next}`,
  ]
}
