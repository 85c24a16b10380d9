import { plural } from './plural.ts'

/** That rows of a list were rejected, and what to do: "1 row of leads.csv was rejected: correct and import it". */
export function rejectedWords({ rows, file }: { rows: number; file: string }): string {
  return rows === 1
    ? `1 row of ${file} was rejected: correct and import it`
    : `${plural(rows, 'row')} of ${file} were rejected: correct and import them`
}
