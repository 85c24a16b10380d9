/** Takes a person out of what is not a record of theirs: notes, names, keys, rejected rows, the dictionary of names. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { foldName } from '../../../records/name.ts'
import type { Scrub } from '../../forget/scrub.ts'
import { freeFields, textFields, withoutMentions } from '../../forget/versions.ts'
import type { Forgotten } from '../../forgotten.ts'
import { NameLearner } from '../names.ts'
import { columnOf } from '../tables.ts'
import { versionsWhere, writeVersion } from './versions.ts'

/** Every other text of a record, an alias or an import that has the address in it: a note, the name of a file. Gives how many. */
export function forgetInTexts(db: Database.Database, kinds: readonly Kind[], scrub: Scrub): number {
  const inRecords = kinds.reduce((sum, kind) => sum + forgetInKind(db, kind, scrub), 0)
  return (
    inRecords +
    forgetInAliases(db, scrub) +
    forgetInColumn(db, 'imports', 'file', scrub) +
    forgetInColumn(db, 'claims', 'holder', scrub)
  )
}

function forgetInKind(db: Database.Database, kind: Kind, scrub: Scrub): number {
  const places = ['key', 'extra', ...textFields(kind).map(columnOf)]
  const has = [...places.map((column) => `instr(lower(${column}), @address) > 0`), 'instr(key, @folded) > 0'].join(' OR ')
  const rows = versionsWhere(db, kind, has, { address: scrub.address, folded: scrub.folded })
  return rows.reduce((sum, row) => {
    const after = withoutMentions(kind, row, scrub)
    if (after) writeVersion(db, kind, after, scrub)
    return sum + (after?.mentions ?? 0)
  }, 0)
}

function forgetInAliases(db: Database.Database, scrub: Scrub): number {
  const found = changedTexts(db, 'aliases', 'name', scrub)
  const update = db.prepare('UPDATE aliases SET name = ?, folded = ? WHERE rowid = ?')
  for (const { row, own } of found) update.run(own, foldName(own).folded, row)
  return found.length
}

function forgetInColumn(db: Database.Database, table: string, column: string, scrub: Scrub): number {
  const found = changedTexts(db, table, column, scrub)
  const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`)
  for (const { row, own } of found) update.run(own, row)
  return found.length
}

/** The values of a column that have the address, and what they are without it. */
function changedTexts(db: Database.Database, table: string, column: string, scrub: Scrub): { row: number; own: string }[] {
  return (
    db
      // Where a table has a column of numbers that is its rowid, the engine calls it by that name, unless it is told another.
      .prepare<[string, string], { row: number; text: string }>(
        `SELECT rowid AS row, ${column} AS text FROM ${table} WHERE instr(lower(${column}), ?) > 0 OR instr(${column}, ?) > 0`,
      )
      .all(scrub.address, scrub.folded)
      .map(({ row, text }) => ({ row, text, own: column === 'key' ? scrub.key(text) : scrub.text(text, false) }))
      .filter(({ text, own }) => text !== own)
  )
}

/** What rejected rows were about: their keys go with those of the records, so that what is in doubt stays so. */
export function forgetInRejected(db: Database.Database, scrub: Scrub): number {
  return ['key', 'name'].reduce((sum, column) => sum + forgetInColumn(db, 'set_aside', column, scrub), 0)
}

/** In the dictionary: spellings with the address, and the person's name where no partner has it. */
export function forgetInNames(db: Database.Database, kinds: readonly Kind[], scrub: Scrub): void {
  const learner = new NameLearner(db)
  const all = db.prepare<[string], string>('SELECT name FROM names WHERE instr(lower(name), ?) > 0').pluck().all(scrub.address)
  for (const name of all.filter((each) => each !== scrub.text(each, false))) {
    learner.learn(scrub.text(name, false))
    db.prepare('DELETE FROM names WHERE name = ?').run(name)
  }
  learner.flush()
  const used = kinds.flatMap((kind) =>
    kind.partnerName ? [`EXISTS (SELECT 1 FROM ${kind.kind} WHERE ${columnOf(kind.partnerName)} = names.name)`] : [],
  )
  const remove = db.prepare(`DELETE FROM names WHERE name = ? AND NOT (${used.join(' OR ')})`)
  for (const name of scrub.names) remove.run(name)
}

/** Records that still have the name, which may be someone else's. */
export function sameNameIn(db: Database.Database, kinds: readonly Kind[], scrub: Scrub): Forgotten['sameName']['records'] {
  if (scrub.names.size === 0) return []
  const names = JSON.stringify(scrub.likeNames)
  return kinds.flatMap((kind) => {
    const texts = freeFields(kind).map(columnOf)
    if (texts.length === 0) return []
    const has = texts.map((column) => `${column} LIKE value`).join(' OR ')
    const rows = db
      .prepare<[string], string[]>(
        `SELECT DISTINCT key, ${texts.join(', ')} FROM ${kind.kind} WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE ${has})`,
      )
      .raw()
    const keys = new Set<string>()
    for (const [key = '', ...own] of rows.iterate(names)) if (scrub.hasName(own.join('\n'))) keys.add(key)
    return keys.size === 0 ? [] : [{ kind: kind.kind, records: keys.size }]
  })
}
