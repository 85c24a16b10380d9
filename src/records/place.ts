/** A file and a line in words, or the file alone where the line is unknown: "accounts.csv, line 12". */
export function placeOf({ file, line }: { file: string; line: number | null }): string {
  return line === null ? file : `${file}, line ${line}`
}

/** The same, and by which import the row is known; null: it came with phd. */
export function importedPlaceOf({ importId, ...place }: { file: string; line: number | null; importId: number | null }): string {
  return importId === null ? `${placeOf(place)}, shipped with phd` : `${placeOf(place)} (import ${importId})`
}
