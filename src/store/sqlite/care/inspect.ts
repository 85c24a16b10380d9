/** What a database file says of itself before it is opened, for opening brings an older one up to date. */

import { closeSync, openSync, readSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { UnopenedDatabase } from '../../store.ts'
import { checkHealth } from '../health.ts'
import { openToLook } from '../opening/look.ts'
import { APPLICATION_ID } from '../opening/up-to-date.ts'
import { SCHEMA } from '../schema.ts'

/** Where the header of a database has its two numbers, of four bytes each (https://sqlite.org/fileformat.html). */
const VERSION_AT = 60
const APPLICATION_AT = 68
const HEADER = 100

/** The version of the engine. Throws what loading it says: the file of the engine may be missing, or be made for another Node. */
export function engineVersion(): string {
  const db = new Database(':memory:')
  try {
    return db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
  } finally {
    db.close()
  }
}

/** A database of an older phd, looked over without changing it; null for any other file, also for one that cannot be read. */
export function olderDatabase(file: string): UnopenedDatabase | null {
  const schema = schemaIn(file)
  if (schema === null || schema === 0 || schema >= SCHEMA) return null
  try {
    const db = openToLook(file)
    try {
      return { schema, current: SCHEMA, signs: checkHealth(db).signs }
    } finally {
      db.close()
    }
  } catch {
    // Opening it says why it cannot be read.
    return null
  }
}

function schemaIn(file: string): number | null {
  const header = Buffer.alloc(HEADER)
  try {
    const fd = openSync(file, 'r')
    try {
      if (readSync(fd, header) < HEADER) return null
    } finally {
      closeSync(fd)
    }
  } catch {
    return null
  }
  return header.readUInt32BE(APPLICATION_AT) === APPLICATION_ID ? header.readUInt32BE(VERSION_AT) : null
}
