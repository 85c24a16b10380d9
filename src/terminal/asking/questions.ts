/** What there is to ask, whatever a question looks like. Texts in it are safe to print. */

/** What leaving a question does. */
export type Leaving = 'cancel' | 'go back' | 'leave'

export interface Option {
  value: string
  name: string
}

interface Asked {
  message: string
  leaving: Leaving
}

interface Typing extends Asked {
  typed: string
  keep: (typed: string) => void
}

interface Search extends Typing {
  /** What to type. */
  what: string
  /** What is searched for before anything is typed; empty: nothing in particular. */
  first: string
  find: (term: string) => Promise<readonly Option[]>
}

interface Choice extends Asked {
  options: readonly Option[]
  marked: string | undefined
}

interface Text extends Typing {
  optional: boolean
  check: (typed: string) => string | null
}

/** Asks; null: the person left the question. */
export interface Questions {
  search(search: Search): Promise<string | null>
  choose(choice: Choice): Promise<string | null>
  type(text: Text): Promise<string | null>
}
