/**
 * By what it is known when the rows of a file were last seen: a person said so, a line above or below its table, its name, the time the
 * file was last changed, or, where nothing tells, the moment of its import.
 */
export type SeenBy = 'stated' | 'title' | 'footer' | 'name' | 'file' | 'import'

/** When rows were last seen (ISO 8601, UTC), and by what that is known. */
export interface Dating {
  at: string
  by: SeenBy
}
