/** What reading a document gives. */

/** Why not all that a reader sees was read. */
export type UnreadReason =
  /** It opens with a password only. */
  | 'encrypted'
  | 'damaged'
  /** It unfolds to more than a document has, or has more pages. */
  | 'too_large'
  /** Reading it took too long. */
  | 'too_slow'
  /** Pages are pictures, perhaps with a little text. */
  | 'scanned'
  /** Its fonts do not say which letters they show. */
  | 'unlettered'
  /** Some of its text does not show: it is white, tiny, covered or switched off. */
  | 'hidden'
  /** It shows what is in files within it, or in a form of a kind that is not read. */
  | 'elsewhere'
  /** It has no text worth the name. */
  | 'no_text'
  /** Word as it was before 2007. */
  | 'old_word'
  /** It is of a format that phd does not read. */
  | 'format'

export interface Unread {
  why: UnreadReason
  /** The pages it is about, from 1; none: the whole document. */
  pages: readonly number[]
}

export interface DocumentText {
  kind: 'pdf' | 'word' | 'office' | 'plain' | 'other'
  /** What a reader sees, page by page; in one piece where the format has no pages. */
  pages: readonly string[]
  /** All that is in it, what a reader does not see too: to look for what must not be passed on, never to show. */
  all: string
  /** Null where all that a reader sees was read. */
  unread: Unread | null
  /** Whether it has changes that no one accepted or rejected yet. */
  isRevised: boolean
}

/** What may still be looked at of the files of a mail: each that is read takes of it, and at nothing the rest counts as not read. */
export interface Effort {
  left: number
}
