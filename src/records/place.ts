/** A file and a line in words, or the file alone where the line is unknown: "accounts.csv, line 12". */
export function placeOf({ file, line }: { file: string; line: number | null }): string {
  return line === null ? file : `${file}, line ${line}`
}
