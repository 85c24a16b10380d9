/**
 * Asks a desk on a server a question in SQL: on a connection of its own, in a transaction that only reads, as the role that may only read
 * where the login has it. The server reads the text twice: alone, and in the parentheses of another SELECT, which the grammar allows of a
 * SELECT only; and a text that would end the parenthesis early cannot be read alone.
 */

import type { Kind } from '../../../records/kind.ts'
import type { Cell, SqlAnswer, SqlQuestion } from '../../asking/asking.ts'
import { Limits, LONGEST_VALUE, longValue, valueTooLarge } from '../../asking/limits.ts'
import { notASelect } from '../../asking/sayings.ts'
import { connect } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import { asUserError, sqlState } from '../connection/errors.ts'
import type { NamedDesk } from '../connection/named-desk.ts'
import type { Value } from '../connection/values.ts'
import { ROLE_NAMES } from '../roles.ts'
import { SCHEMA } from '../tables.ts'
import { cellMaker } from './cells.ts'
import { type AskedOf, asQueryError, isUnreadable, unreadable } from './failures.ts'
import { dangersOf, refuseDangers } from './only-reads.ts'
import { statementOf } from './statement.ts'
import { listedViews, viewsBefore } from './views.ts'

/** What the session has beside what every one has: no name but those of the server, and time for whoever reads the rows. */
const SETTINGS = { search_path: 'pg_catalog, pg_temp', idle_in_transaction_session_timeout: '1h' }

/** So many characters are fetched at once, as far as that is known from the rows before; and so many rows at first, and at most. */
const SIZE = 1 << 18
const FIRST_ROWS = 50
const MOST_ROWS = 5_000

/** So soon the server sees that whoever asked is gone, in milliseconds; it would work on to the end. */
const GONE_WITHIN = 500

/** A question that is asked of a desk on a server with records of these kinds; the caller closes the answer. Throws what connecting throws. */
export async function ask(desk: NamedDesk, question: SqlQuestion, kinds: readonly Kind[]): Promise<SqlAnswer> {
  const { place } = desk
  const statement = statementOf(question.sql, question.params)
  try {
    const link = await connect(desk, { waitSeconds: question.seconds, settings: SETTINGS })
    const asked = { statement, place, seconds: question.seconds, views: listedViews(kinds) }
    return new Answer(link, question, asked, viewsBefore(statement.sql, kinds))
  } catch (error) {
    throw asUserError(error, place)
  }
}

interface Part {
  columns: readonly string[]
  rows: ReadonlyArray<readonly Cell[]>
  /** Whether there may be more. */
  isFull: boolean
}

class Answer implements SqlAnswer {
  more = false
  readonly #link: Connection
  readonly #question: SqlQuestion
  readonly #asked: AskedOf
  readonly #limits: Limits
  /** What is sent before the question. */
  readonly #before: string
  #next: Promise<Part> | null = null
  #given = 0

  constructor(link: Connection, question: SqlQuestion, asked: AskedOf, views: string) {
    this.#link = link
    this.#question = question
    this.#asked = asked
    this.#limits = new Limits(question.seconds)
    this.#before = `DECLARE asked NO SCROLL CURSOR FOR ${views}SELECT * FROM (\n`
  }

  get worked(): number {
    return this.#limits.worked
  }

  async columns(): Promise<readonly string[]> {
    const first = await this.#limits.within(this.#begin())
    this.#next = Promise.resolve(first)
    return first.columns
  }

  async next(): Promise<ReadonlyArray<readonly Cell[]>> {
    if (this.#next === null) return []
    const { rows, columns, isFull } = await this.#limits.within(this.#next)
    const left = this.#question.most - this.#given
    this.more = rows.length > left
    const given = this.more ? rows.slice(0, left) : rows
    refuseLong(given, columns)
    this.#given += given.length
    // On its way while these are printed.
    this.#next = isFull && !this.more ? this.#fetch(rowsFor(rows)) : null
    this.#next?.catch(() => {})
    return given
  }

  async close(): Promise<boolean> {
    await this.#link.close()
    return true
  }

  async #begin(): Promise<Part> {
    const { sql, parameters } = this.#asked.statement
    await this.#prepare(sql)
    const values = parameters.map((name): Value => String(this.#question.params[name]))
    const { most, seconds } = this.#question
    const limit = Number.isSafeInteger(most + 1) ? ` LIMIT ${most + 1}` : ''
    try {
      await Promise.all([
        this.#link.run(`BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = ${seconds * 1000}`),
        this.#link.change(`${this.#before}${sql}\n) asked${limit}`, values),
      ])
    } catch (error) {
      throw asQueryError(error, this.#asked, this.#before.length)
    }
    return this.#fetch(FIRST_ROWS)
  }

  /** Takes no more rights than it takes to read, and refuses what is not one SELECT, or could do more than read. */
  async #prepare(sql: string): Promise<void> {
    await this.#onlyRead()
    const [alone, within, dangers] = await Promise.all([
      this.#read(sql),
      // What is looked up first is not there, so that this tells of the grammar alone.
      this.#read(`SELECT * FROM "no such table", (\n${sql}\n) asked`),
      dangersOf(this.#link, sql),
    ])
    if (isUnreadable(alone)) throw unreadable(alone, this.#asked)
    if (isUnreadable(within)) throw notASelect()
    refuseDangers(sql, dangers)
  }

  /** What the server says of a statement that is not run: what it names is looked up again with the views. */
  async #read(sql: string): Promise<unknown> {
    try {
      return await this.#link.read(sql)
    } catch (error) {
      if (/^(?:0A|22|42)/.test(sqlState(error))) return error
      throw asQueryError(error, this.#asked, 0)
    }
  }

  async #onlyRead(): Promise<void> {
    const [row] = await this.#link.lists<[boolean]>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '${ROLE_NAMES.reader}' AND pg_has_role(oid, 'MEMBER')
         AND has_schema_privilege(oid, '${SCHEMA}', 'USAGE'))`,
    )
    const isAllowed = row?.[0] ? this.#link.run(`SET ROLE ${ROLE_NAMES.reader}`) : Promise.resolve()
    // A server on a system that cannot tell works on until its time is over.
    const isGone = this.#link.run(`SET client_connection_check_interval = ${GONE_WITHIN}`)
    await Promise.allSettled([isAllowed, isGone])
  }

  async #fetch(count: number): Promise<Part> {
    try {
      const { columns, rows } = await this.#link.cells(`FETCH ${count} FROM asked`, [], cellMaker)
      return { columns, rows, isFull: rows.length === count }
    } catch (error) {
      throw asQueryError(error, this.#asked, this.#before.length)
    }
  }
}

const sizeOf = (cell: Cell): number => (typeof cell === 'string' || cell instanceof Uint8Array ? cell.length : 8)

/** How many rows to fetch after these. */
function rowsFor(rows: ReadonlyArray<readonly Cell[]>): number {
  const size = rows.flat().reduce<number>((sum, cell) => sum + sizeOf(cell), 0)
  return Math.min(MOST_ROWS, Math.max(1, Math.floor((SIZE * rows.length) / Math.max(1, size))))
}

/** Throws `query_too_large` where a value is longer than one may be. */
function refuseLong(rows: ReadonlyArray<readonly Cell[]>, columns: readonly string[]): void {
  for (const row of rows) {
    const long = row.findIndex((cell) => sizeOf(cell) > LONGEST_VALUE)
    if (long !== -1) throw valueTooLarge(longValue(columns[long] ?? ''))
  }
}
