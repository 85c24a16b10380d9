import { showMoment } from '../../terminal/moment.ts'
import type { Taken } from './rows.ts'

/** Who has a request, as lists and questions say it. */
export function takenWords({ by, until }: Taken): string {
  return `taken by ${by} until ${showMoment(until)}`
}
