/** What the thread that reads PDFs is asked, and what it answers. */

export interface ToThread {
  bytes: Uint8Array
  mostPages: number
}

export type FromThread =
  | {
      is: 'page'
      text: string
      /** What is in it beside its text. */
      hidden: string
      problem: 'scanned' | 'unlettered' | 'hidden' | null
    }
  | {
      is: 'end'
      pages: number
      hidden: string
      /** Whether it has files within it, or is a form of a kind that is not read. */
      isElsewhere: boolean
    }
  | { is: 'failed'; why: 'encrypted' | 'damaged' }
