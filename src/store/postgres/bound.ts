import { unkeptIn } from '../../records/kept-text.ts'
import type { Value } from './connection/values.ts'

/** The values of one statement. They never stand in its text: each is a parameter, named where it is added. */
export class Bound {
  readonly values: Value[] = []

  /** Adds a value, and gives what stands for it: "$1". A text that no desk can keep is equal to nothing. */
  of(value: Value): string {
    this.values.push(typeof value === 'string' && unkeptIn(value) !== null ? null : value)
    return `$${this.values.length}`
  }

  /** Adds texts, and gives what stands for the list of them. */
  texts(values: Iterable<string>): string {
    return `${this.of([...new Set(values)].filter((text) => unkeptIn(text) === null))}::text[]`
  }

  /** Adds whole numbers, and gives what stands for the list of them. */
  numbers(values: Iterable<number>): string {
    return `${this.of([...values])}::integer[]`
  }
}
