/** Proof, by the engine itself, that a text is one SELECT and nothing else. Nothing is told from the text. */

import type Database from 'better-sqlite3'
import { endOfStatement } from './statement-end.ts'

/** Why a text is not asked. */
export class NotAsked extends Error {
  readonly why: 'not_a_select' | 'unclear'

  constructor(why: NotAsked['why'], message: string) {
    super(message)
    this.why = why
  }
}

/**
 * The statement of a text that is one SELECT. It has to compile twice: alone, and as a common table that another SELECT reads. The second
 * the grammar allows of a SELECT only, so nothing that writes, attaches or sets something passes; and a text that would end the
 * parenthesis early does not compile alone. Throws {@link NotAsked}, and what the engine says of a mistake.
 */
export function oneSelect(db: Database.Database, text: string): Database.Statement {
  const sql = text.slice(0, endOfStatement(text))
  if (sql.trim() === '') throw new NotAsked('unclear', 'there is none in it')
  try {
    // First, because some PRAGMAs act when they are compiled.
    db.prepare(`WITH asked AS (\n${sql}\n) SELECT * FROM asked`)
  } catch (error) {
    // What is wrong with the text itself is told of the text itself.
    compiled(db, sql)
    if ((error as { code?: unknown }).code !== 'SQLITE_ERROR') throw error
    throw new NotAsked('not_a_select', 'only one SELECT can be asked, and this is something else')
  }
  const statement = compiled(db, sql)
  if (!statement.reader || !statement.readonly)
    throw new NotAsked('not_a_select', 'only one SELECT can be asked, and this is something else')
  return statement
}

function compiled(db: Database.Database, sql: string): Database.Statement {
  try {
    return db.prepare(sql)
  } catch (error) {
    // Not by the engine, but by what reads a second statement behind the first.
    if (error instanceof RangeError) throw new NotAsked('unclear', 'there is more than one statement in it')
    throw error
  }
}
